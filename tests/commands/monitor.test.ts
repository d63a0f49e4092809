// The monitor as a process: exit codes, stored samples, notices.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient } from '@libsql/client';
import { seededRandom } from '../../common/seeded-random.ts';
import { readRuns } from '../../monitoring/history/run-reads.ts';
import { openHistory, type History } from '../../monitoring/history/store.ts';
import type { Sample } from '../../monitoring/sample.ts';
import { startStandIn } from '../../stand-in/server.ts';
import { failing, sample } from '../unit/monitoring/history-harness.ts';
import { ended, Workplace } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const file = (name: string): string => path.join(place.results, `${name}.db`);
const MINUTE = 60_000;
const all = async (history: History): Promise<Sample[]> => history.samples(0, Date.now() + MINUTE);

/** Opens a history for one function and closes it, because other processes write it in between. */
async function look<T>(name: string, target: string, read: (history: History) => Promise<T>): Promise<T> {
  const history = await openHistory({ location: file(name), target, patienceMs: 10_000 });
  return read(history).finally(() => history.close());
}
/** Valid or failing samples of two endpoints over the last five minutes, so that every window is full. */
const fullWindow = (make: (at: number, more: Partial<Sample>) => Sample): Sample[] =>
  Array.from({ length: 60 }, (_, i) => Date.now() - 285_000 + i * 4_700).flatMap((at) =>
    ['GET /', 'GET /artists'].map((endpoint) => make(at, { endpoint })),
  );

async function serve(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
/** Receives notices and heartbeats. */
async function receiver(): Promise<{ url: string; bodies: string[] }> {
  const bodies: string[] = [];
  const url = await serve(
    createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        bodies.push(request.method === 'GET' ? (request.url ?? '') : body);
        response.end();
      });
    }),
  );
  return { url, bodies };
}
/** An address that refuses connections. */
const DEAD = 'http://127.0.0.1:9';

test('a tick with incomplete windows exits 2, gives the reason, stores its probes and sends no notice', async () => {
  const site = await startStandIn();
  const end = await place.run('monitor', ['--target', site.url, '--for', '3s', '--history', file('young')]);
  await site.close();
  assert.equal(end.code, 2, end.stdout + end.stderr);
  assert.match(end.stdout, /no control address/);
  const { samples, run, deployments } = await look('young', site.url, async (history) => ({
    samples: await all(history),
    run: (await readRuns(history, 5))[0],
    deployments: await history.deployments(0, Date.now()),
  }));
  assert.deepEqual(
    samples.map(({ class: name, status }) => [name, status]),
    [
      ['valid', 200],
      ['valid', 200],
    ],
  );
  assert.deepEqual([run?.profile, run?.verdict, run?.exitCode, run?.failing], ['monitor', 'inconclusive', 2, []]);
  assert.equal(deployments.length, 1);
  assert.equal(run?.commit, deployments[0]?.commit);
  const out = path.join(place.results, 'page');
  const page = await place.run('report', ['--target', site.url, '--history', file('young'), '--out', out]);
  assert.equal(page.code, 0, page.stderr);
  assert.match(readFileSync(path.join(out, 'index.html'), 'utf8'), /not all KPIs could be judged/);
  assert.match(readFileSync(path.join(out, 'runs.html'), 'utf8'), /inconclusive/);
});

test('a tick that is stopped during requests stores none of them as failed and sends no notice', async () => {
  const asked = Promise.withResolvers<void>();
  let requests = 0;
  const site = await serve(
    createServer(() => {
      requests += 1; // never answers
      if (requests === 3) asked.resolve();
    }),
  );
  const hook = await receiver();
  await look('stopped', site, (history) => history.addSamples('before', fullWindow(sample)));
  const child = place.start('monitor', ['--target', site, '--for', '270s', '--history', file('stopped')], {
    ALERT_WEBHOOK_URL: hook.url,
  });
  const end = ended(child);
  await asked.promise;
  child.kill('SIGTERM');
  assert.equal((await end).code, 3, (await end).stdout);
  assert.match((await end).stdout, /interrupted before its time/);
  const samples = await look('stopped', site, all);
  assert.equal(samples.length, 120);
  assert.deepEqual(hook.bodies, []);
});

test('without an answer from the control address, a dead site counts as our own network: exit 2, no notice, unknown time', async () => {
  const hook = await receiver();
  await look('own-network', DEAD, (history) => history.addSamples('before', fullWindow(sample)));
  const end = await place.run(
    'monitor',
    [
      '--target',
      DEAD,
      '--control',
      'http://127.0.0.1:8,http://127.0.0.1:7',
      '--for',
      '6s',
      '--history',
      file('own-network'),
    ],
    { ALERT_WEBHOOK_URL: hook.url },
  );
  assert.equal(end.code, 2, end.stdout + end.stderr);
  assert.match(end.stdout, /(\d+) of \1 probes are not about the site/);
  const fresh = (await look('own-network', DEAD, all)).slice(120);
  assert.ok(fresh.length >= 4, String(fresh.length));
  assert.deepEqual([...new Set(fresh.map(({ class: name }) => name))], ['own-network']);
  assert.deepEqual(hook.bodies, []);
});

test('with an answer from the control address, failures of a dead site are stored as failures and confirmed at once', async () => {
  const control = await serve(createServer((_, response) => response.end()));
  const args = ['--target', DEAD, '--control', `http://127.0.0.1:8,${control}`, '--for', '6s'];
  const end = await place.run('monitor', [...args, '--history', file('dead')]);
  assert.ok([1, 2].includes(end.code ?? 0), end.stdout + end.stderr);
  const samples = await look('dead', DEAD, all);
  assert.deepEqual([...new Set(samples.map(({ class: name }) => name))], ['network']);
  // 4 scheduled probes and 3 confirming rounds of the front door.
  assert.equal(samples.length, 4 + 9);
});

test('a site that is slower than in the same hour of last week: information once, exit 0, no page', async () => {
  const site = await startStandIn();
  const hook = await receiver();
  const now = Date.now();
  const WEEK = 7 * 24 * 60 * MINUTE;
  /** 120 answers between an hour and five minutes before `endMs`. */
  const hour = (endMs: number, ttfbMs: number): Sample[] =>
    Array.from({ length: 120 }, (_, i) => sample(endMs - 59 * MINUTE + i * 27_000, { ttfbMs }));
  await look('slower', site.url, async (history) => {
    await history.addSamples('last week', hour(now - WEEK, 120));
    // The same of another day is no comparison.
    await history.addSamples('yesterday', hour(now - WEEK / 7, 900));
    await history.addSamples('now', hour(now, 900));
    await history.addSamples(
      'window',
      fullWindow((at, more) => sample(at, { ...more, ttfbMs: 900 })),
    );
  });
  const args = ['--target', site.url, '--for', '2s', '--history', file('slower')];
  const end = await place.run('monitor', args, { ALERT_WEBHOOK_URL: hook.url });
  const again = await place.run('monitor', args, { ALERT_WEBHOOK_URL: hook.url });
  await site.close();
  assert.equal(end.code, 0, end.stdout + end.stderr);
  assert.match(
    end.stdout,
    /^firing +degradation\.info, all: 8\d\d ms\n +limit <= 1\.5x the mean of the same hour of last week; n 2\d\d; last week 120 ms, n 120$/m,
  );
  assert.match(end.stdout, /^warn, exit 0$/m);
  assert.equal(again.code, 0, again.stdout);
  const titles = hook.bodies.map((body) => (JSON.parse(body) as { text: string }).text.split('\n', 1)[0]);
  assert.deepEqual(titles, ['P3 info: The site responds more slowly than last week']);
});

test('the control address must not be the site', async () => {
  const end = await place.run('monitor', ['--target', DEAD, '--control', `${DEAD}/health`]);
  assert.equal(end.code, 4);
  assert.match(end.stderr, /--control http:\/\/127\.0\.0\.1:9 is the site itself/);
});

test('a tick runs on a history with values of a later release', async () => {
  const site = await startStandIn();
  await look('words', site.url, (history) =>
    history.addSamples('later', [failing(Date.now() - 1_000, 'invalid', { code: 'of-a-later-release' })]),
  );
  const end = await place.run('monitor', ['--target', site.url, '--for', '2s', '--history', file('words')]);
  await site.close();
  assert.equal(end.code, 2, end.stdout + end.stderr);
  assert.match(end.stdout, /^inconclusive, exit 2/m);
});

test('with a locked history the samples go to the spool, the verdict is printed, the next tick imports them', async () => {
  const site = await startStandIn();
  const hook = await receiver();
  await look('locked', site.url, (history) => history.addSamples('before', [sample(Date.now() - 400_000)]));
  const other = createClient({ url: `file:${file('locked')}` });
  const lock = await other.transaction('write');
  const args = ['--target', site.url, '--for', '3s', '--history', file('locked')];
  const end = await place.run('monitor', args, { HEARTBEAT_URL: `${hook.url}/locked` });
  await lock.rollback();
  other.close();
  assert.equal(end.code, 2, end.stdout + end.stderr);
  assert.match(
    end.stdout,
    /^Cannot write history .*locked\.db: the database is locked \(another run is writing\) .*The samples are kept in .*\.ndjson$/m,
  );
  assert.match(end.stdout, /^inconclusive, exit 2/m);
  assert.deepEqual(hook.bodies, [], 'no heartbeat: nothing is in the history yet');
  assert.equal((await look('locked', site.url, all)).length, 1);
  const next = await place.run('monitor', args, { HEARTBEAT_URL: `${hook.url}/well?key=canary` });
  await site.close();
  assert.match(next.stdout, /^imported into the history: 2 samples of /m);
  assert.doesNotMatch(next.stdout + next.stderr, /canary/);
  assert.deepEqual(hook.bodies, ['/well?key=canary']);
  assert.equal((await look('locked', site.url, all)).length, 5);
  assert.equal((await look('locked', site.url, (history) => readRuns(history, 9))).length, 2);
});

test('an unusable history is reported in one line, exit 3; the verdict of the probes is still printed', async () => {
  const site = await startStandIn();
  for (const [name, content, said] of [
    [
      'text',
      'this is not a database, and it is longer than a header of one would be'.repeat(20),
      /not an SQLite database/,
    ],
    ['damaged', `SQLite format 3\0${'x'.repeat(5_000)}`, /not an SQLite database|damaged|cannot be/],
  ] as const) {
    writeFileSync(file(name), content);
    const end = await place.run('monitor', ['--target', site.url, '--for', '2s', '--history', file(name)]);
    assert.equal(end.code, 3, end.stdout + end.stderr);
    const lines = end.stdout.split('\n').filter((line) => /history/.test(line) && !/no notices without/.test(line));
    assert.match(lines[0] ?? '', said);
    assert.match(end.stdout, /^1 probes of /m);
    assert.match(end.stdout, /^broken, exit 3: /m);
    assert.equal(readFileSync(file(name), 'latin1').slice(0, 10), content.slice(0, 10));
  }
  await site.close();
});

test('a tick that is killed loses at most its last second', async () => {
  const site = await startStandIn();
  const random = seededRandom(31);
  for (let i = 0; i < 3; i += 1) {
    const asked: number[] = [];
    const front = await serve(
      createServer((request, response) => {
        asked.push(Date.now());
        void fetch(new URL(request.url ?? '/', site.url)).then(async (answer) => {
          response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
          response.end(await answer.text());
        });
      }),
    );
    const child = place.start('monitor', ['--target', front, '--for', '270s', '--history', file(`killed-${i}`)]);
    const end = ended(child);
    while (asked.length < 4) await pause(20);
    await pause(random() * 1_300);
    child.kill('SIGKILL');
    const killedAt = Date.now();
    assert.equal((await end).code, null);
    const kept = await look(`killed-${i}`, front, all);
    // Health endpoints are read for states and are no samples.
    assert.ok(kept.length > 0);
    const last = kept.at(-1)?.at ?? 0;
    assert.ok(killedAt - last < 1_250 + 1_000 + 400, `the last sample is ${killedAt - last} ms old`);
    const again = await place.run('monitor', ['--target', front, '--for', '1s', '--history', file(`killed-${i}`)]);
    assert.equal(again.code, 2, again.stdout + again.stderr);
  }
  await site.close();
});

test('a history on a server is opened with the token; the token is never printed', async () => {
  const asked: (string | undefined)[] = [];
  const url = await serve(
    createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.writeHead(401).end('refused');
    }),
  );
  const env = { HISTORY_URL: url, HISTORY_TOKEN: 'canary-token' };
  const site = await startStandIn();
  for (const [command, ...args] of [['report'], ['incidents'], ['monitor', '--for', '1s']] as const) {
    asked.length = 0;
    const end = await place.run(command, ['--target', site.url, ...args], env);
    assert.equal(end.code, 3, `${command}: ${end.stdout}${end.stderr}`);
    assert.deepEqual([...new Set(asked)], ['Bearer canary-token'], command);
    assert.doesNotMatch(end.stdout + end.stderr, /canary-token/);
  }
  await site.close();
});

test('an invalid notice address is reported at the start, not at the first incident', async () => {
  for (const name of ['ALERT_WEBHOOK_URL', 'HEARTBEAT_URL']) {
    const end = await place.run('monitor', ['--target', DEAD], { [name]: 'hooks/canary' });
    assert.equal(end.code, 4, end.stdout);
    assert.match(end.stderr, new RegExp(`${name}.*http\\(s\\) address`));
    assert.doesNotMatch(end.stderr, /canary/);
  }
});
