// The steps of a tick: schedule, own network, classes of probes, confirmed journeys, heartbeat.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Probe } from '../../../checks/api/availability-probes.ts';
import type { Answer, NoAnswer } from '../../../checks/api/probe-client.ts';
import { askOnce } from '../../../monitoring/steps/ask-once.ts';
import { pingHeartbeat } from '../../../monitoring/steps/heartbeat.ts';
import { journeyRounds } from '../../../monitoring/steps/journey-rounds.ts';
import type { SampleRecorder } from '../../../monitoring/steps/sample-recorder.ts';
import { MemorySource } from '../../../monitoring/memory-source.ts';
import { watchJourneys, type JourneyRun } from '../../../monitoring/steps/journey-watch.ts';
import { openModel } from '../../../monitoring/steps/open-model.ts';
import { OwnNetwork } from '../../../monitoring/steps/own-network.ts';
import { Progress } from '../../../monitoring/steps/progress.ts';
import { classOf, isAboutSite } from '../../../monitoring/sample.ts';
import type { CheckRecord } from '../../../reports/result.ts';
import { failing, NOON, sample } from './history-harness.ts';

const going = new AbortController().signal;

test('each start happens when it is due, however long others take; starts during sleep are skipped', async () => {
  let now = 1_000;
  const sleep = (ms: number): Promise<void> => {
    now += ms;
    return Promise.resolve();
  };
  const starts: number[] = [];
  const done = await openModel({ everyMs: 100, forMs: 1_000, signal: going, now: () => now, sleep }, (i) => {
    starts.push(now - 1_000 - i * 100);
    now += i === 2 ? 350 : 30; // the third start keeps the process busy
  });
  // The fourth was due at 300 and the machine was busy until 550: two are skipped, the rest is on time again.
  assert.deepEqual(starts, [0, 0, 0, 50, 0, 0, 0, 0]);
  assert.deepEqual(done, { started: 8, missed: 2 });
  const once = await openModel({ everyMs: 100, forMs: 10, signal: going, now: () => now, sleep }, () => {});
  assert.equal(once.started, 1);
  const none = await openModel(
    { everyMs: 100, forMs: 1_000, signal: AbortSignal.abort(), now: () => now, sleep },
    () => {},
  );
  assert.equal(none.started, 0);
});

test('our own network is down if no control address answers; many failures share one probe', async () => {
  const asked: string[] = [];
  let up: readonly string[] = ['a.example'];
  let now = 0;
  const network = new OwnNetwork(
    [new URL('http://a.example'), new URL('http://b.example')],
    (url) => {
      asked.push(url.host);
      return Promise.resolve(up.includes(url.host));
    },
    () => now,
  );
  assert.equal(await network.wasDown(0), false);
  up = [];
  now = 100;
  assert.deepEqual(await Promise.all([network.wasDown(90), network.wasDown(95), network.wasDown(99)]), [
    true,
    true,
    true,
  ]);
  assert.equal(asked.length, 4);
  // The network is back. A request during its outage is not about the site.
  up = ['b.example'];
  now = 5_000;
  assert.equal(await network.wasDown(50), true);
  assert.equal(await network.wasDown(4_000), false);
  assert.equal(await new OwnNetwork([], () => assert.fail('asked')).wasDown(0), false);
});

const probeOf = (judge: Probe['judge']): Probe => ({ endpoint: 'GET /', path: '/', judge });
const asking = (answer: Answer | NoAnswer, signal: AbortSignal, controlUp: boolean) => ({
  target: new URL('http://site.example'),
  send: () => Promise.resolve(answer),
  ownNetwork: new OwnNetwork([new URL('http://control.example')], () => Promise.resolve(controlUp)),
  signal,
});
const refused: NoAnswer = { error: { code: 'refused', message: 'nothing listens' }, phases: {} };
const fails = probeOf((answer) => (answer.error ? [{ code: answer.error.code, message: answer.error.message }] : []));

test('the class of a sample names the cause: the site, our own network, our own stop, the tool', async () => {
  const of = async (...args: Parameters<typeof asking>) => (await askOnce(asking(...args), fails)).class;
  assert.equal(await of(refused, going, true), 'network');
  assert.equal(await of(refused, going, false), 'own-network');
  assert.equal(await of(refused, AbortSignal.abort(), true), 'own-abort');
  const slow: NoAnswer = { error: { code: 'timeout', message: 'deadline passed' }, phases: { connect: 1 } };
  assert.equal(await of(slow, going, true), 'timeout');
  assert.equal(await of(slow, going, false), 'own-network');
  const expired: NoAnswer = { error: { code: 'tls-expired', message: 'TLS' }, phases: {} };
  assert.equal(await of(expired, going, false), 'network', 'a certificate is an answer');
  const whole: Answer = { status: 200, headers: {}, body: '', phases: { firstByte: 12.34 } };
  const good = await askOnce(asking(whole, going, true), fails);
  assert.deepEqual([good.class, good.status, good.ttfbMs, good.code], ['valid', 200, 12.34, null]);
  const broken = await askOnce(
    asking(whole, going, true),
    probeOf(() => assert.fail('a bug of ours')),
  );
  assert.deepEqual([broken.class, broken.message], ['tool', 'the probe broke: a bug of ours']);
});

test('every code has a class; an unknown code counts as a failure; classes not about the site are listed', () => {
  assert.equal(classOf(null, 200), 'valid');
  assert.equal(classOf('of-a-later-release', 200), 'invalid');
  assert.equal(classOf('of-a-later-release', 503), 'server-error');
  assert.equal(classOf('constructor', null), 'invalid');
  const none = ['rate-limited', 'edge-challenge', 'own-network', 'tool'].map((code) =>
    isAboutSite(classOf(code, null)),
  );
  assert.deepEqual(none, [false, false, false, false]);
  assert.deepEqual([classOf('rate-limited', 429), classOf('rate-limited', null)], ['rate-limited', 'not-sent']);
});

const record = (id: string, outcome: CheckRecord['outcome']): CheckRecord => ({
  ...{ kind: 'check', at: new Date(NOON).toISOString(), id, stage: 'journeys', outcome, durationMs: 1, evidence: [] },
  ...{ failures: outcome === 'pass' ? [] : [{ code: 'assertion', message: `${id} ${outcome}` }], rerun: 'x' },
});
/** Journeys with a sequence of outcomes; unnamed ones pass. */
const runs = (outcomes: Record<string, CheckRecord['outcome'][]>): { run: JourneyRun['run']; asked: string[][] } => {
  const asked: string[][] = [];
  return {
    asked,
    run: (checks) => {
      asked.push([...checks]);
      return Promise.resolve({ records: checks.map((id) => record(id, outcomes[id]?.shift() ?? 'pass')) });
    },
  };
};
const SIGN_IN = 'journey.login.right-password-and-out';
const words = (records: readonly CheckRecord[]) => records.map(({ id, outcome }) => `${id} ${outcome}`);

test('a failing journey runs again: two failures are a failure, one is a warning', async () => {
  const twice = runs({ [SIGN_IN]: ['fail', 'fail'] });
  const failed = await watchJourneys({ run: twice.run, hasAccount: true, signal: going });
  assert.deepEqual(words(failed), ['front-page pass', 'sign-in fail', 'search pass', 'vote pass']);
  assert.deepEqual(twice.asked[1], [SIGN_IN], 'what passed is not run again');
  const once = runs({ [SIGN_IN]: ['fail', 'pass'] });
  const [, warned] = await watchJourneys({ run: once.run, hasAccount: true, signal: going });
  assert.equal(warned?.outcome, 'warn');
  assert.match(warned?.failures[0]?.message ?? '', /^failed once, passed on the second run: /);
  const all = runs({});
  await watchJourneys({ run: all.run, hasAccount: true, signal: going });
  assert.equal(all.asked.length, 1);
});

test('a failure of a run that this machine kept from running is not judged, by the browser or by this process', async () => {
  const failed = (durationMs: number, ownDelayMs?: number): CheckRecord => ({
    ...record(SIGN_IN, 'fail'),
    ...{ durationMs, ...(ownDelayMs === undefined ? {} : { ownDelayMs }) },
  });
  const watch = async (one: CheckRecord, stallMs = 0, sleptMs = 0) => {
    const records = await watchJourneys({
      run: (checks) => Promise.resolve({ records: checks.map((id) => (id === SIGN_IN ? one : record(id, 'pass'))) }),
      ...{ hasAccount: true, signal: going },
      startMeter: () => ({ soFar: () => stallMs, slept: () => sleptMs, end: () => {} }),
    });
    return records.find(({ id }) => id === 'sign-in');
  };
  const outcomes = async (...runs: ReturnType<typeof watch>[]) => (await Promise.all(runs)).map((one) => one?.outcome);
  // Of the browser: more than a second and more than half of the check's time.
  assert.deepEqual(
    await outcomes(watch(failed(8_000, 4_001)), watch(failed(8_000, 4_000)), watch(failed(1_500, 1_000))),
    ['inconclusive', 'fail', 'fail'],
  );
  assert.deepEqual(await outcomes(watch(failed(8_000))), ['fail']);
  // Of this process.
  assert.deepEqual(
    await outcomes(watch(failed(8_000), 1_001), watch(failed(8_000), 1_000), watch(failed(8_000), 0, 60_000)),
    ['inconclusive', 'fail', 'inconclusive'],
  );
  assert.deepEqual((await watch(failed(8_000, 4_001)))?.failures, [
    {
      code: 'machine',
      message: `this machine kept the browser from running for 4,001 ms, so the journey is not judged: ${SIGN_IN} fail`,
    },
  ]);
  assert.equal((await watch(record(SIGN_IN, 'pass'), 9_000))?.outcome, 'pass', 'what passed has passed');
});

test(
  'a clock that is set back by an hour does not silence the journeys for an hour',
  { timeout: 20_000 },
  async (t) => {
    const real = Date.now;
    let back = 0;
    t.mock.method(Date, 'now', () => real() - back);
    const over = new AbortController();
    let rounds = 0;
    const run: JourneyRun['run'] = (checks) => {
      rounds += 1;
      back = 3_600_000;
      if (rounds === 3) over.abort();
      return Promise.resolve({ records: checks.map((id) => record(id, 'pass')) });
    };
    await journeyRounds(
      { run, hasAccount: true, everyMs: 20 },
      {
        recorder: { history: undefined, store: () => Promise.resolve() } as unknown as SampleRecorder,
        memory: new MemorySource(3_600_000),
        ...{ over: over.signal, signal: going, say: () => {}, judgeNow: () => Promise.resolve() },
      },
    );
    assert.equal(rounds, 3);
  },
);

test('journeys: skipped without an account; a browser that does not start is a tool failure; our own stop gives no result', async () => {
  const none = await watchJourneys({ run: runs({}).run, hasAccount: false, signal: going });
  assert.deepEqual(words(none), ['front-page pass', 'sign-in skipped', 'search pass', 'vote skipped']);
  const broken = await watchJourneys({
    run: () => Promise.reject(new Error('no browser')),
    hasAccount: true,
    signal: going,
  });
  assert.deepEqual([...new Set(broken.map(({ outcome }) => outcome))], ['broken']);
  assert.match(broken[0]?.failures[0]?.message ?? '', /no browser/);
  assert.deepEqual(await watchJourneys({ run: runs({}).run, hasAccount: true, signal: AbortSignal.abort() }), []);
});

test('the heartbeat is sent; its errors contain only the host', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url);
    if (request.url === '/slow') return;
    if (request.url === '/moved') response.writeHead(301, { location: '/canary?key=secret' }).end();
    else response.writeHead(request.url === '/canary' ? 200 : 500).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  assert.equal(await pingHeartbeat(new URL('/canary', base)), undefined);
  assert.match(
    (await pingHeartbeat(new URL('/secret', base))) ?? '',
    /^heartbeat to 127\.0\.0\.1:\d+ was refused: status 500$/,
  );
  assert.match(
    (await pingHeartbeat(new URL('/moved', base))) ?? '',
    /^heartbeat to 127\.0\.0\.1:\d+ was refused: status 301, a redirect; set HEARTBEAT_URL to the address to which it leads$/,
  );
  assert.match(
    (await pingHeartbeat(new URL('/slow', base), 50)) ?? '',
    /^heartbeat to 127\.0\.0\.1:\d+ was not delivered: no answer within 50 ms$/,
  );
  assert.deepEqual(asked, ['/canary', '/secret', '/moved', '/slow'], 'a redirect is not followed');
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  assert.match(
    (await pingHeartbeat(new URL('/secret', base))) ?? '',
    /^heartbeat to 127\.0\.0\.1:\d+ was not delivered: (ECONNREFUSED|UND_ERR_SOCKET)$/,
  );
});

test('the progress line counts samples about the site separately from others', () => {
  const progress = new Progress(() => {}, false);
  for (const one of [sample(NOON), failing(NOON, 'timeout'), failing(NOON, 'own-network')]) progress.count(one);
  progress.judged('3 of 8 rules judged');
  assert.match(
    progress.text(),
    /^\d\d:\d\d:\d\d 3 probes, 1 failed, 1 not about the site \(1 own-network\); 3 of 8 rules judged$/,
  );
  progress.stop();
});
