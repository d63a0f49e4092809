// One scheduled tick from outside: what it exits with, what it keeps, whom it alerts.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { incidents } from '../../reports/alerts/incidents.ts';
import { openHistory } from '../../reports/history/store.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { failed, probe } from '../unit/reports/sample-records.ts';
import { Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const file = (name: string): string => path.join(place.results, `${name}.db`);

test('a tick whose windows are not full yet exits 2, says so, keeps its probes and alerts nobody', async () => {
  const site = await startStandIn();
  const end = await place.run('monitor', ['--target', site.url, '--for', '3s', '--history', file('young')]);
  await site.close();
  assert.equal(end.code, 2, end.stdout);
  assert.match(end.stdout, /a window is not full yet, so nobody is alerted/);
  const history = await openHistory({ location: file('young'), target: site.url });
  const now = new Date();
  const kept = await history.samples(new Date(now.getTime() - 60_000), now);
  const [run] = await history.runs(5);
  const open = await incidents(history, 'all', 5);
  history.close();
  assert.equal(kept.length, 2);
  assert.deepEqual([run?.profile, run?.verdict, run?.exitCode, run?.failing], ['monitor', 'inconclusive', 2, []]);
  assert.deepEqual(open, []);
  const none = await place.run('incidents', ['--target', site.url, '--history', file('young')]);
  assert.equal(none.code, 2, none.stderr);
  assert.match(none.stdout, /^0 open; last tick 2.*, inconclusive$/m);
  const elsewhere = await place.run('incidents', ['--target', 'http://127.0.0.1:9', '--history', file('young')]);
  assert.equal(elsewhere.code, 2, elsewhere.stdout);
  assert.match(elsewhere.stdout, /nothing is known/);
  const out = path.join(place.results, 'page.html');
  const page = await place.run('report', ['--target', site.url, '--history', file('young'), '--out', out]);
  assert.equal(page.code, 0, page.stderr);
  assert.match(readFileSync(out, 'utf8'), /Last runs[\s\S]*inconclusive[\s\S]*monitor/);
});

test('a full window of failures exits 1, opens incidents and tells them once', async () => {
  const site = await startStandIn({ faults: ['all-500'] });
  const history = await openHistory({ location: file('down'), target: site.url });
  const now = Date.now();
  const endpoints = ['GET /', 'GET /api/artists/search'];
  const past = Array.from({ length: 60 }, (_, i) => new Date(now - i * 5_000).toISOString()).flatMap((at) =>
    endpoints.map((endpoint) => probe(endpoint, { at, ...failed })),
  );
  await history.append('before', past);
  const tick = async (): Promise<string> => {
    const end = await place.run('monitor', ['--target', site.url, '--for', '2s', '--history', file('down')]);
    assert.equal(end.code, 1, end.stdout);
    assert.match(end.stdout, /^firing +availability\.critical/m);
    return end.stdout;
  };
  const first = await tick();
  const second = await tick();
  await site.close();
  const open = await incidents(history, 'all', 10);
  history.close();
  assert.deepEqual(open.map((incident) => [incident.topic, incident.severity]).sort(), [
    ['application', 'P0'],
    ['availability', 'P0'],
    ['error-rate', 'P1'],
  ]);
  assert.match(first, /^P0 critical opened: application/m);
  const told = (text: string): number => text.split('\n').filter((line) => /opened/i.test(line)).length;
  assert.equal(told(first), open.length, first);
  assert.equal(told(second), 0, second);
  const ask = (...args: string[]) => place.run('incidents', ['--target', site.url, '--history', file('down'), ...args]);
  const listed = await ask();
  assert.equal(listed.code, 1, listed.stderr);
  assert.match(listed.stdout, /^P0 critical: application, since .*respond at once$[\s\S]*^3 open/m);
  // As the notice says it.
  const [, id = ''] = /acknowledge: npm run incidents .* --acknowledge (application-\d+) --by NAME/.exec(first) ?? [];
  assert.equal((await ask('--acknowledge', id)).code, 4);
  assert.equal((await ask('--acknowledge', 'application-1', '--by', 'ada')).code, 4);
  const taken = await ask('--acknowledge', id, '--by', 'ada');
  assert.equal(taken.code, 0, taken.stderr);
  assert.match((await ask()).stdout, /^P0 critical: application, since .*acknowledged by ada$/m);
});

test('a history on a server is opened with the token, and no output shows it', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    response.writeHead(401).end('refused');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const env = {
    HISTORY_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    HISTORY_TOKEN: 'canary-token',
  };
  try {
    for (const command of ['report', 'incidents', 'monitor']) {
      asked.length = 0;
      const end = await place.run(command, ['--target', 'http://127.0.0.1:9'], env);
      assert.equal(end.code, 3, `${command}: ${end.stdout}${end.stderr}`);
      assert.deepEqual([...new Set(asked)], ['Bearer canary-token'], command);
      assert.doesNotMatch(end.stdout + end.stderr, /canary-token/);
    }
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

test('a webhook that nothing can be sent to is a mistake at once and not at the first incident', async () => {
  const end = await place.run('monitor', ['--target', 'http://127.0.0.1:9'], { ALERT_WEBHOOK_URL: 'hooks/canary' });
  assert.equal(end.code, 4, end.stdout);
  assert.match(end.stderr, /ALERT_WEBHOOK_URL is not an http\(s\) address/);
  assert.doesNotMatch(end.stderr, /canary/);
});
