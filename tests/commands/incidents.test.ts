// The commands for incidents and silences, and their effect on the monitor.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { openHistory, type History } from '../../monitoring/history/store.ts';
import { failing } from '../unit/monitoring/history-harness.ts';
import { Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const file = (name: string): string => path.join(place.results, `${name}.db`);

/** A site with the same answer for every request. Records POST requests. */
async function site(
  status: number,
): Promise<{ url: string; posts: { path: string; body: string; authorization: string | undefined }[] }> {
  const posts: { path: string; body: string; authorization: string | undefined }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (request.method === 'POST')
        posts.push({ path: request.url ?? '', body, authorization: request.headers.authorization });
      response.writeHead(request.method === 'POST' ? 404 : status).end('no');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, posts };
}
async function withHistory<T>(name: string, target: string, use: (history: History) => Promise<T>): Promise<T> {
  const history = await openHistory({ location: file(name), target, patienceMs: 10_000 });
  return use(history).finally(() => history.close());
}
/** Five minutes of failures of two endpoints. */
const outage = (): ReturnType<typeof failing>[] =>
  Array.from({ length: 60 }, (_, i) => Date.now() - 285_000 + i * 4_700).flatMap((at) =>
    ['GET /', 'GET /artists'].map((endpoint) => failing(at, 'server-error', { endpoint })),
  );
const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

test('one outage is one incident: delivered once, listed, acknowledged (also at the site), noted, resolved, post-mortem drafted', async () => {
  const { url, posts } = await site(500);
  await withHistory('down', url, (history) => history.addSamples('before', outage()));
  const tick = async (): Promise<string> => {
    const end = await place.run('monitor', ['--target', url, '--for', '2s', '--history', file('down')]);
    assert.equal(end.code, 1, end.stdout + end.stderr);
    return end.stdout;
  };
  const first = await tick();
  assert.equal(count(first, /^P\d opened: /gm), 1, first);
  assert.match(first, /^P0 opened: The site is down \(affects every visitor\)$/m);
  assert.match(first, /^ {2}On call: primary on-call$/m);
  assert.equal(count(await tick(), /^P\d opened: /gm), 0);
  const ask = (args: string[], env: Record<string, string> = {}) =>
    place.run('incidents', ['--target', url, '--history', file('down'), ...args], env);
  const [, id = ''] =
    /Acknowledge by command: npm run incidents .* --acknowledge (application-\d+) --by "\$\(whoami\)"/.exec(first) ??
    [];
  const listed = await ask([]);
  assert.equal(listed.code, 1, listed.stderr);
  assert.match(
    listed.stdout,
    /^P0 critical: application, since .*respond within 5 min$[\s\S]*^1 open; last tick .*breach$/m,
  );
  assert.equal((await ask(['--acknowledge', id])).code, 4);
  assert.equal((await ask(['--by', 'ada'])).code, 4);
  assert.equal((await ask(['--note', 'x', '--by', 'ada'])).code, 4);
  assert.equal((await ask(['--acknowledge', 'application-1', '--by', 'ada'])).code, 4);
  const taken = await ask(['--acknowledge', id, '--by', 'ada', '--note', 'looking', '--step', 'assessed'], {
    ADMIN_TOKEN: 'canary-token',
  });
  assert.equal(taken.code, 0, taken.stderr);
  assert.match(taken.stdout, /The site has no POST \/api\/admin\/incidents: it is recorded in the history only/);
  assert.doesNotMatch(taken.stdout + taken.stderr, /canary/);
  assert.deepEqual(posts, [
    {
      path: '/api/admin/incidents',
      body: '{"status":"acknowledged","assignee":"ada"}',
      authorization: 'Bearer canary-token',
    },
  ]);
  assert.equal((await ask(['--acknowledge', id, '--by', 'ada'])).code, 0);
  assert.match((await ask([])).stdout, /acknowledged by ada$/m);
  const shown = (await ask(['--incident', id])).stdout;
  assert.match(
    shown,
    /^ {2}acknowledge {2}due .* met$[\s\S]*opened: .*\[console\]$[\s\S]*acknowledged by ada[\s\S]*note by ada: assessed: looking/m,
  );
  assert.equal((await ask(['--resolve', id, '--by', 'ada'])).code, 0);
  assert.equal((await ask(['--resolve', id, '--by', 'ada'])).code, 4);
  assert.match((await ask([])).stdout, /^0 open; [\s\S]*mean time to acknowledge/m);
  const out = path.join(place.results, 'post-mortem.md');
  const draft = await ask(['--post-mortem', id, '--by', 'ada', '--out', out]);
  assert.equal(draft.code, 0, draft.stderr);
  const text = readFileSync(out, 'utf8');
  assert.match(
    text,
    /^# Post-mortem: P0 application[\s\S]*valid answers \| 0\.00 % of \d+[\s\S]*server-error \d+[\s\S]*\| acknowledge \|[\s\S]*## Timeline[\s\S]*\*\*opened\*\*[\s\S]*\(delivered: console\)/,
  );
  const again = await ask(['--post-mortem', id, '--by', 'ada', '--out', out]);
  assert.equal(again.code, 4, 'an existing file is not overwritten');
  assert.match(again.stderr, /: the file exists already\. Name another file with --out PATH$/m);
  assert.equal(readFileSync(out, 'utf8'), text);
});

test('a history without a tick is reported as empty', async () => {
  await withHistory('none', 'http://127.0.0.1:9', () => Promise.resolve());
  const end = await place.run('incidents', ['--target', 'http://127.0.0.1:9', '--history', file('none')]);
  assert.equal(end.code, 2, end.stderr);
  assert.match(end.stdout, /the state is unknown/);
});

test('no notice is sent during a silence; it is sent after the silence', async () => {
  const { url } = await site(500);
  await withHistory('silent', url, (history) => history.addSamples('before', outage()));
  const silence = (args: string[]) => place.run('silence', ['--target', url, '--history', file('silent'), ...args]);
  const ordered = await silence(['--for', '30m', '--reason', 'database move', '--by', 'ada']);
  assert.equal(ordered.code, 0, ordered.stderr);
  const [, id = ''] = /^(silence-\S+): no notices about anything until /.exec(ordered.stdout) ?? [];
  assert.match((await silence([])).stdout, new RegExp(`^${id}: all topics until .*database move, by ada$`, 'm'));
  const tick = () => place.run('monitor', ['--target', url, '--for', '2s', '--history', file('silent')]);
  const quiet = await tick();
  assert.equal(quiet.code, 2, quiet.stdout);
  assert.doesNotMatch(quiet.stdout, /opened/);
  assert.match(quiet.stdout, /maintenance: database move \(ada\), until/);
  assert.equal((await silence(['--end', id, '--by', 'ada'])).code, 0);
  assert.equal((await silence(['--end', id, '--by', 'ada'])).code, 4);
  assert.match((await silence([])).stdout, /^0 silences/m);
  const kept = await withHistory('silent', url, (history) => history.samples(0, Date.now() + 1_000));
  assert.ok(kept.length > 120, 'samples of the silence are kept');
  for (const wrong of [
    ['--for', '25h'],
    ['--for', '1500m', '--reason', 'r', '--by', 'a'],
    ['--for', '5m', '--reason', 'r', '--by', 'a', '--topic', 'nonsense'],
    ['--for', '5m'],
  ])
    assert.equal((await silence(wrong)).code, 4, wrong.join(' '));
});

test('all mistakes of a maintenance file are listed; exit 4; nothing is sent', async () => {
  const { url, posts } = await site(200);
  const wrong = path.join(place.results, 'maintenance.json');
  writeFileSync(
    wrong,
    JSON.stringify({ windows: [{ reason: '', once: { at: 'soon', zone: 'Nowhere', minutes: 0 } }] }),
  );
  const end = await place.run('monitor', [
    '--target',
    url,
    '--for',
    '2s',
    '--history',
    file('unstarted'),
    '--maintenance',
    wrong,
  ]);
  assert.equal(end.code, 4, end.stdout);
  for (const place of ['windows.0.reason', 'windows.0.once.at', 'windows.0.once.zone', 'windows.0.once.minutes'])
    assert.match(end.stderr, new RegExp(`- ${place}`));
  assert.deepEqual([end.stdout, posts], ['', []]);
});
