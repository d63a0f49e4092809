// A history on a libsql server, over the client's HTTP protocol: the same reads and writes, one history for many machines.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { HistoryError } from '../../../monitoring/history/history-error.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import { sumOf } from '../../../monitoring/window-sum.ts';
import { folderOfTest, NOON, randomSamples, sample, SITE } from './history-harness.ts';
import { startLibsqlServer } from './libsql-server.ts';

const folder = folderOfTest();

test('two machines write to one server at once, and each reads the rows of both', async () => {
  const server = await startLibsqlServer(path.join(folder, 'server.db'));
  after(() => server.close());
  const open = () => openHistory({ location: server.url, authToken: server.token, target: SITE, patienceMs: 20_000 });
  const [one, two] = await Promise.all([open(), open()]);
  const samples = randomSamples(120, NOON - 7_200_000, NOON, 21);
  const jobs = Array.from({ length: 6 }, (_, i) =>
    (i % 2 ? one : two).addSamples('run', samples.slice(i * 20, (i + 1) * 20)),
  );
  assert.deepEqual(await Promise.all(jobs), Array(6).fill(20));
  for (const history of [one, two]) {
    assert.deepEqual(await history.sum('*', NOON - 5_400_001, NOON), sumOf(samples, '*', NOON - 5_400_001, NOON));
    assert.deepEqual(
      (await history.samples(NOON - 3_600_000, NOON)).map(({ at }) => at),
      samples
        .map(({ at }) => at)
        .filter((at) => at > NOON - 3_600_000)
        .sort((a, b) => a - b),
    );
  }
  await one.addStates([{ at: NOON, kpi: 'database', subject: '/api/health/db', value: 0.5 }]);
  assert.equal((await two.states(NOON - 1, NOON))[0]?.value, 0.5);
  await one.prune(NOON + 3 * 86_400_000);
  assert.equal((await two.samples(0, NOON)).length, 0);
  await one.close();
  await two.close();
});

test('a wrong token is reported in one line with the host, without the token', async () => {
  const server = await startLibsqlServer(path.join(folder, 'locked-out.db'));
  after(() => server.close());
  await assert.rejects(openHistory({ location: server.url, authToken: 'canary', target: SITE }), (error: Error) => {
    assert.ok(error instanceof HistoryError);
    assert.match(error.message, /127\.0\.0\.1/);
    assert.doesNotMatch(error.message, /canary|\n/);
    return true;
  });
  const history = await openHistory({ location: server.url, authToken: server.token, target: SITE });
  assert.equal(await history.addSamples('run', [sample(NOON)]), 1);
  await history.close();
});

test('a server that accepts and never answers is unreachable after its deadline', { timeout: 20_000 }, async (t) => {
  const open = new Set<net.Socket>();
  const server = net
    .createServer((socket) => void open.add(socket.on('error', () => undefined)))
    .listen(0, '127.0.0.1');
  t.after(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const location = `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
  const started = performance.now();
  await assert.rejects(openHistory({ location, target: SITE, serverDeadlineMs: 200 }), (error: Error) => {
    assert.ok(error instanceof HistoryError);
    assert.deepEqual([error.trouble, error.message.includes('no answer from a libsql server')], ['unreachable', true]);
    return true;
  });
  assert.ok(performance.now() - started < 10_000);
});
