// Borders of a load run's judgement: exactly one of something, what 429 leaves over, and which crossed thresholds are rates.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../../load/answers.ts';
import type { SummaryData, SummaryMetric } from '../../../load/engine/summary.ts';
import { judgeLoad } from '../../../load/judge.ts';
import { isByRatesAlone, siteFailures, windowFailures } from '../../../load/site-failures.ts';
import { CALM, PLAN, result, summary, withSlots } from './sample-summaries.ts';

const searched = (counts: Partial<Record<Outcome, number>>): SummaryData => summary({ search: { counts } });
const failuresOf = (given: SummaryData): string[] => siteFailures(given, PLAN, 0).map((one) => one.failure.message);

/** Metrics with their thresholds, `true` for one that held. */
const withThresholds = (metrics: Record<string, Record<string, boolean>>): SummaryData => ({
  ...summary(),
  metrics: Object.fromEntries(
    Object.entries(metrics).map(([name, of]): [string, SummaryMetric] => [
      name,
      {
        type: 'rate',
        contains: 'default',
        values: {},
        thresholds: Object.fromEntries(Object.entries(of).map(([text, ok]) => [text, { ok }])),
      },
    ]),
  ),
});
const BY_RATES: readonly [name: string, metrics: Parameters<typeof withThresholds>[0], expected: boolean][] = [
  ['no threshold at all', {}, false],
  ['thresholds that held', { 'site_invalid{endpoint:search}': { a: true }, site_ttfb: { a: true } }, false],
  ['answers that are not valid', { 'site_invalid{endpoint:search}': { a: false } }, true],
  ['5xx', { 'site_server_errors{endpoint:search}': { a: false } }, true],
  ['a rate of all endpoints together', { site_server_errors: { a: false } }, true],
  ['both rates', { 'site_invalid{endpoint:home}': { a: false }, 'site_server_errors{slot:01}': { a: false } }, true],
  ['one of two lines of a rate', { 'site_invalid{endpoint:search}': { a: true, b: false } }, true],
  ['a rate, beside times that held', { site_ttfb: { a: true }, 'site_invalid{endpoint:search}': { a: false } }, true],
  ['times', { 'site_ttfb{endpoint:search}': { a: false } }, false],
  ['a rate and times', { 'site_invalid{endpoint:search}': { a: false }, site_ttfb: { a: false } }, false],
  ['times and a rate', { site_ttfb: { a: false }, 'site_invalid{endpoint:search}': { a: false } }, false],
  ['a rate and the second line of times', { site_invalid: { a: false }, site_ttfb: { a: true, b: false } }, false],
  ['a metric whose name only begins like a rate', { site_invalid_votes: { a: false } }, false],
  ['a metric with the name of a rate as its tag', { 'site_ttfb{of:site_invalid}': { a: false } }, false],
];
for (const [name, metrics, expected] of BY_RATES)
  test(`crossed by rates alone: ${name}: ${expected ? 'yes' : 'no'}`, () => {
    assert.equal(isByRatesAlone(withThresholds(metrics)), expected);
    // And it decides: what rates alone crossed is no failure of its own.
    const crossed = { ...summary(), metrics: { ...summary().metrics, ...withThresholds(metrics).metrics } };
    assert.equal(judgeLoad(result({ exitCode: 99, summary: crossed })).outcome, expected ? 'pass' : 'fail');
  });

// One failure of one says as little as chance allows, and still no answer was valid.
const FAILED: readonly [counts: Partial<Record<Outcome, number>>, messages: readonly string[]][] = [
  [{ semantic: 1 }, ['GET /api/search: 1 of 1 answers not valid (semantic 1)']],
  [{ semantic: 1, 'rate-limited': 9 }, ['GET /api/search: 1 of 10 answers not valid (semantic 1)']],
  [{ valid: 1, semantic: 1 }, []],
  [{ valid: 1, 'rate-limited': 9 }, []],
  [{ valid: 1 }, []],
  [{ valid: 1, semantic: 2 }, ['GET /api/search: 2 of 3 answers not valid (semantic 2)']],
  // Two of 45 are more than chance gives, two of 46 are not: neither valid answers nor 429 are failures.
  [{ valid: 43, semantic: 2 }, ['GET /api/search: 2 of 45 answers not valid (semantic 2)']],
  [{ valid: 44, semantic: 2 }, []],
  [{ valid: 100, 'rate-limited': 50 }, []],
  // A single answer is listed as well.
  [{ valid: 97, 'server-error': 2, semantic: 1 }, ['GET /api/search: 3 of 100 answers not valid (server-error 2, semantic 1)']], // prettier-ignore
  [{ valid: 99, 'server-error': 1, semantic: 1 }, []],
];
for (const [counts, messages] of FAILED)
  test(`${JSON.stringify(counts)} ${messages.length > 0 ? 'are more failures than chance gives' : 'may be chance'}`, () =>
    assert.deepEqual(failuresOf(searched(counts)), messages));

test('the failure has the code of what was seen most, wherever it stands in the list', () => {
  const worst = (counts: Partial<Record<Outcome, number>>): unknown[] =>
    siteFailures(searched({ valid: 100, ...counts }), PLAN, 0).map(({ failure, trusted }) => [failure.code, trusted]);
  assert.deepEqual(worst({ 'server-error': 3, timeout: 5 }), [['timeout', false]]);
  assert.deepEqual(worst({ 'server-error': 5, timeout: 3 }), [['server-error', true]]);
  assert.deepEqual(worst({ 'server-error': 2, timeout: 3, semantic: 4 }), [['semantic', true]]);
  assert.deepEqual(worst({ 'server-error': 4, timeout: 4 }), [['server-error', true]], 'of two alike, the first');
});

test('times are judged from one answer on, not from none', () => {
  const slow = (count: number): SummaryData => {
    const given = summary({ search: { counts: { valid: 376 }, meanMs: 2_500 } });
    const metric = given.metrics['site_ttfb{endpoint:search}'] as SummaryMetric;
    metric.values = { ...metric.values, count };
    return given;
  };
  assert.deepEqual(failuresOf(slow(0)), []);
  assert.deepEqual(failuresOf(slow(1)), [
    'GET /api/search: mean 2500 ms, p95 5000 ms of 1 answers; must be avg<2000 ms',
  ]);
});

test('a window is said to be as long as it is, to the tenth of a second', () => {
  const [found] = windowFailures(
    withSlots(summary(), () => 6_000),
    { ...PLAN, seconds: 598.3 },
  ).breaches;
  assert.match(
    found?.message ?? '',
    /^GET \/api\/trending: response-time over 2 min \(scaled to 119\.7 s\) from 0 s: /,
  );
});

test('one failure that is not trusted is the machine, where the site runs on it too', () => {
  // Less beyond the limit than this machine's lag of 20 ms.
  const slow = summary({ trending: { counts: { valid: 376 }, meanMs: 2_010 } });
  const judged = judgeLoad(result({ summary: slow, generator: { ...CALM, machineBusy: 0.91 }, siteIsLocal: true }));
  assert.deepEqual([judged.outcome, judged.failures[0]?.code], ['inconclusive', 'machine']);
  const idle = judgeLoad(result({ summary: slow, generator: { ...CALM, machineBusy: 0.9 }, siteIsLocal: true }));
  assert.deepEqual([idle.outcome, idle.failures.length], ['fail', 1]);
});

test('one warning is a warning', () => {
  const given = withSlots(summary(), (i) => (i > 7 && i < 13 ? 3_600 : 5));
  for (const name of Object.keys(given.metrics))
    if (name.startsWith('site_ttfb{endpoint:search,slot')) delete given.metrics[name];
  const judged = judgeLoad(result({ summary: given }));
  assert.deepEqual([judged.outcome, judged.failures.length], ['warn', 1]);
});

test('429 are neither valid nor bad in what is said of a run', () => {
  const of = (counts: Partial<Record<Outcome, number>>): unknown[] => {
    const { outcome, notes } = judgeLoad(result({ summary: searched(counts) }));
    return [outcome, ...notes];
  };
  assert.deepEqual(of({ valid: 372, 'rate-limited': 4 }), ['pass']);
  assert.deepEqual(of({ valid: 370, 'rate-limited': 4, semantic: 2 }), [
    'pass',
    '2 of 752 answers not valid: as few as a site that keeps its promise can have by chance',
  ]);
});

test('a single request that was held back is said', () => {
  const given = searched({ valid: 300, 'rate-limited': 76 });
  given.metrics['site_held_back'] = { type: 'counter', contains: 'default', values: { count: 1 } };
  assert.equal(
    judgeLoad(result({ summary: given })).failures[0]?.message,
    "the site's limiter capped the run: 76 of 752 answers were 429, 1 more were held back for Retry-After; 135.2 requests/s were let through", // prettier-ignore
  );
});
