// How the client behaves towards a site that says 429.
import assert from 'node:assert/strict';
import test from 'node:test';
import { backoffMs, CircuitBreaker, retryAfterMs } from '../../../checks/api/back-off.ts';
import { rateLimitedSender, type PoliteOptions } from '../../../checks/api/rate-limited-sender.ts';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { CIRCUIT_BREAKER } from '../../../kpis.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const HEADERS: readonly [title: string, header: string | undefined, ms: number | undefined][] = [
  ['seconds', '17', 17_000],
  ['no wait', '0', 0],
  ['a date to come', 'Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
  ['a date gone by', 'Tue, 24 Nov 2026 11:00:00 GMT', 0],
  ['nothing', undefined, undefined],
  ['an empty text', ' ', undefined],
  ['a negative number', '-5', undefined],
  ['a broken number', '1.5', undefined],
  ['words', 'soon', undefined],
];
for (const [title, header, ms] of HEADERS)
  test(`Retry-After of ${title}`, () => assert.equal(retryAfterMs(header, NOW), ms));

test('retry waits double up to 30 s, with full jitter', () => {
  assert.deepEqual(
    [0, 1, 2, 6, 20].map((attempt) => backoffMs(attempt, () => 1)),
    [500, 1_000, 2_000, 30_000, 30_000],
  );
  assert.equal(
    backoffMs(3, () => 0),
    0,
  );
});

test('the breaker opens at half of its calls, for thirty seconds, and closes after one that works', () => {
  const breaker = new CircuitBreaker();
  for (const ok of [true, true, false]) breaker.record(ok, 10, 0);
  assert.ok(breaker.allows(0), 'one of three');
  breaker.record(false, 10, 0);
  assert.ok(!breaker.allows(0) && !breaker.allows(CIRCUIT_BREAKER.resetMs - 1), 'two of four');
  assert.ok(breaker.allows(CIRCUIT_BREAKER.resetMs), 'one is let through');
  assert.ok(!breaker.allows(CIRCUIT_BREAKER.resetMs), 'and no second one');
  breaker.record(false, 10, CIRCUIT_BREAKER.resetMs);
  assert.ok(!breaker.allows(2 * CIRCUIT_BREAKER.resetMs - 1), 'it failed: open again');
  assert.ok(breaker.allows(2 * CIRCUIT_BREAKER.resetMs));
  breaker.record(true, 10, 2 * CIRCUIT_BREAKER.resetMs);
  assert.ok(breaker.allows(2 * CIRCUIT_BREAKER.resetMs), 'it worked: closed');
});

test('a call of more than three seconds counts as failed', () => {
  const breaker = new CircuitBreaker();
  for (let i = 0; i < 4; i += 1) breaker.record(true, i < 2 ? CIRCUIT_BREAKER.timeoutMs + 1 : 5, 0);
  assert.ok(!breaker.allows(0));
});

const answer = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: '',
  phases: {},
});

/** A rate-limited sender on a clock of its own over `replies`, given one after the other. */
function sender(...replies: Answer[]) {
  return senderOf({}, ...replies);
}
function senderOf(options: Pick<PoliteOptions, 'longestWaitMs'>, ...replies: Answer[]) {
  const clock = { ms: NOW.getTime() };
  let sent = 0;
  const { send, used } = rateLimitedSender({
    send: () => Promise.resolve(replies[Math.min(sent++, replies.length - 1)] ?? answer(200)),
    now: () => clock.ms,
    pause: (ms) => {
      clock.ms += ms;
      return Promise.resolve();
    },
    random: () => 1,
    ...options,
  });
  const get = (path = '/api/search') => send({ method: 'GET', url: new URL(path, 'http://site.invalid') });
  return { get, used, clock, sent: () => sent };
}

test('after a 429 with a short wait the path is requested again when the site allows it, not before', async () => {
  const { get, clock } = sender(answer(429, { 'retry-after': '2' }), answer(200));
  assert.equal((await get()).status, 429);
  assert.equal((await get()).status, 200);
  assert.equal(clock.ms, NOW.getTime() + 2_000);
});

test('a Retry-After longer than the run: no request is sent, and the check is rate-limited', async () => {
  const { get, sent } = sender(answer(429, { 'retry-after': '600' }));
  await get();
  const refused = await get();
  assert.equal(refused.error?.code, 'rate-limited');
  assert.equal(sent(), 1);
  assert.equal((await get('/api/trending')).error, undefined, 'another path has a limit of its own');
});

test('without Retry-After the waits grow, and half of the calls refused opens the breaker', async () => {
  const { get, clock, sent } = sender(answer(429));
  const waits: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    const before = clock.ms;
    await get();
    waits.push(clock.ms - before);
  }
  assert.deepEqual(waits, [0, 500, 1_000, 2_000]);
  assert.equal((await get()).error?.code, 'rate-limited');
  assert.equal(sent(), 4);
});

test("the site's limits are kept: one request too many waits for the next minute", async () => {
  const { get, clock, used } = sender(answer(200));
  for (let i = 0; i < 58; i += 1) await get();
  assert.equal(clock.ms, NOW.getTime(), 'below the limit nothing waits');
  await get();
  assert.equal(clock.ms, NOW.getTime() + 60_000);
  assert.match(used(), /59 requests on 1 path; most in a minute: 58 of 60 on \/api\/search/);
});

test('the cost of a run for the external services is reported from the contracts', async () => {
  const { get, used } = sender(answer(200));
  await get('/api/health');
  await get('/api/health/comprehensive');
  await get('/api/artists/search?q=x');
  assert.match(used(), /Spotify 4, Ticketmaster 3, setlist\.fm 1/);
});

test('429 on every path is reported at once, without waiting', async () => {
  const { get, clock, sent } = sender(answer(429, { 'retry-after': '30' }));
  await get('/api/health');
  await get('/');
  const refused = await get('/');
  assert.deepEqual([refused.error?.code, refused.error?.notAsked], ['rate-limited', true]);
  assert.match(refused.error?.message ?? '', /everything that was asked so far was refused with 429/);
  assert.deepEqual([clock.ms, sent()], [NOW.getTime(), 2]);
});

test('if one path answers 429 and others answer, the sender waits for it', async () => {
  const { get, clock } = sender(answer(200), answer(429, { 'retry-after': '30' }), answer(429), answer(200));
  for (const path of ['/', '/api/search', '/api/trending', '/api/search']) await get(path);
  assert.equal(clock.ms, NOW.getTime() + 30_000);
});

/** As the monitor has it: it never waits, and lives for months. */
const monitorSender = (...replies: Answer[]) => senderOf({ longestWaitMs: 0 }, ...replies);

test('a site that answered 429 to everything is asked again after a minute, not never', async () => {
  const { get, clock, sent } = monitorSender(answer(429, { 'retry-after': '1' }), answer(429), answer(200));
  await get('/');
  await get('/api/trending');
  clock.ms += 30_000;
  assert.match((await get('/artists')).error?.message ?? '', /everything that was asked so far was refused/);
  clock.ms += 30_000;
  assert.equal((await get('/artists')).status, 200);
  assert.equal((await get('/')).status, 200);
  assert.equal(sent(), 4);
});

test('a trial call of the breaker that is not sent does not keep the breaker open for ever', async () => {
  const limited = answer(429, { 'retry-after': '40' });
  const { get, clock } = monitorSender(answer(429, { 'retry-after': '0' }), answer(200), answer(200), limited);
  for (let i = 0; i < 4; i += 1) await get();
  clock.ms += CIRCUIT_BREAKER.resetMs;
  // The breaker lets one call through, which the 40 s of Retry-After forbid.
  assert.match((await get()).error?.message ?? '', /the site asked for a pause of 10 s/);
  clock.ms += 10_000;
  assert.equal((await get()).status, 429, 'it is asked again');
});

test('one 429 an hour ago does not stop the probes of a site that hangs now', async () => {
  const { get, clock, sent } = senderOfSlow();
  await get();
  clock.ms += 3_600_000;
  for (let i = 0; i < 6; i += 1) await get();
  assert.equal(sent(), 7);
});
/** 429 first; then each call takes 10 s. */
function senderOfSlow() {
  const clock = { ms: NOW.getTime() };
  let sent = 0;
  const { send } = rateLimitedSender({
    send: () => {
      if (sent++ === 0) return Promise.resolve(answer(429, { 'retry-after': '0' }));
      clock.ms += 10_000;
      return Promise.resolve({ error: { code: 'timeout', message: 'deadline passed' }, phases: {} });
    },
    now: () => clock.ms,
    random: () => 1,
    longestWaitMs: 0,
  });
  const get = () => send({ method: 'GET', url: new URL('/', 'http://site.invalid') });
  return { get, clock, sent: () => sent };
}
