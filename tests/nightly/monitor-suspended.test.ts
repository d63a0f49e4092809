// The monitor's machine sleeps while probes are on their way, and starves between two busy neighbours: neither is the site's. In real time.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startHog } from '../../benchmarks/hog.ts';
import { openIncidentStore } from '../../monitoring/incidents/incident-store.ts';
import { openHistory } from '../../monitoring/history/store.ts';
import type { Sample } from '../../monitoring/sample.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { ended, Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());
/** Longer than every deadline of a probe. */
const SUSPENDED_MS = 20_000;
const STARVED_MS = 30_000;
/** Each answer takes so long, so that probes are always on their way. */
const ANSWER_MS = 1_500;

/** A healthy site whose answers take a moment, and a control address. */
async function slowSite(t: TestContext): Promise<{ url: string; control: string }> {
  const site = await startStandIn();
  const front = createServer((request, response) => {
    if (request.method === 'HEAD') return void response.end();
    const answer = fetch(new URL(request.url ?? '/', site.url));
    setTimeout(() => {
      void answer.then(async (got) => {
        response.writeHead(got.status, { 'content-type': got.headers.get('content-type') ?? 'text/plain' });
        response.end(await got.text());
      });
    }, ANSWER_MS);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  t.after(async () => {
    front.closeAllConnections();
    front.close();
    await site.close();
  });
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  return { url, control: url.replace('127.0.0.1', 'localhost') };
}

/** Runs the monitor, lets `trouble` happen, and reads what is stored. */
async function watched(t: TestContext, name: string, trouble: (pid: number) => Promise<void>): Promise<Sample[]> {
  const { url, control } = await slowSite(t);
  const file = path.join(place.results, `${name}.db`);
  const child = place.start('monitor', ['--target', url, '--control', control, '--watch', '--history', file]);
  t.after(() => child.kill('SIGKILL'));
  const end = ended(child);
  await pause(6_000);
  assert.ok(child.pid);
  await trouble(child.pid);
  await pause(8_000);
  child.kill('SIGTERM');
  const { code, stdout } = await end;
  assert.ok(code === 0 || code === 2, `exit ${code}: ${stdout}`);
  const history = await openHistory({ location: file, target: url });
  const samples = await history.samples(0, Date.now());
  const incidents = await openIncidentStore(history.db, history.target).list('all');
  await history.close();
  const classes = Object.entries(Object.groupBy(samples, (s) => s.class)).map(([of, list]) => `${list.length} ${of}`);
  const untimed = samples.filter((s) => s.class === 'valid' && s.ttfbMs === null).length;
  const times = samples.map(({ ttfbMs }) => ttfbMs ?? 0);
  t.diagnostic(`${classes.join(', ')}; ${untimed} valid without a time, slowest ${Math.round(Math.max(...times))} ms`);
  assert.deepEqual(
    incidents.map(({ lines }) => lines),
    [],
    'no incident',
  );
  assert.deepEqual(
    samples.filter((s) => !['valid', 'tool'].includes(s.class)).map((s) => [s.class, s.message]),
    [],
    'nothing is blamed on the site or on the network',
  );
  assert.ok(Math.max(...times) < 3_000, 'no time that a process measured which could not run');
  return samples;
}

test('a machine that sleeps for 20 s while probes are on their way', { timeout: 120_000 }, async (t) => {
  const samples = await watched(t, 'suspended', async (pid) => {
    process.kill(pid, 'SIGSTOP');
    await pause(SUSPENDED_MS);
    process.kill(pid, 'SIGCONT');
  });
  assert.ok(
    samples.some((s) => s.class === 'tool' || s.ttfbMs === null),
    'a probe was on its way',
  );
});

test('a machine whose neighbours leave it little processor', { timeout: 120_000 }, async (t) => {
  await watched(t, 'starved', async () => {
    const hogs = Array.from({ length: 4 }, startHog);
    await pause(STARVED_MS);
    for (const end of hogs) end();
  });
});
