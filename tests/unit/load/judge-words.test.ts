// What a load run's judgement says, word for word: every count and limit in it comes from the run.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Outcome } from '../../../load/answers.ts';
import type { SummaryData, SummaryMetric } from '../../../load/engine/summary.ts';
import { endpointLine, httpRecord, slotsOf, sums } from '../../../load/figures.ts';
import { judgeLoad, type LoadResult } from '../../../load/judge.ts';
import { ownOutcome } from '../../../load/own-script.ts';
import { planOf } from '../../../load/load-plan.ts';
import { siteFailures, windowFailures } from '../../../load/site-failures.ts';
import { CALM, PLAN, result, summary, withSlots } from './sample-summaries.ts';

const LONG = `begin${'x'.repeat(700)}`;
const TAIL = LONG.slice(-600);
const clean = summary();
const failing = summary({ search: { counts: { valid: 100, 'server-error': 3, timeout: 5, 'rate-limited': 2 } } });
const refusing = summary({ search: { counts: { valid: 100, 'server-error': 3 } } });
const slow = summary({ trending: { counts: { valid: 376 }, meanMs: 2_500 } });
const drops = { ...CALM, droppedWaiting: 16 };

const SAID: readonly [name: string, given: Partial<LoadResult>, outcome: string, words: readonly string[]][] = [
  ['stopped', { stopped: 'signal' }, 'inconclusive', ['the load run was stopped before its end']],
  ['hung', { stopped: 'deadline' }, 'broken', ['the load engine hung and was ended at its deadline']],
  ['a refused script', { exitCode: 104, stderr: ` ${LONG}\n` }, 'broken', [`the load engine refused the suite's own script before the first request: ${TAIL}`]], // prettier-ignore
  ['an unknown code', { exitCode: 7, stderr: LONG }, 'broken', [`the load engine ended with 7: ${TAIL}`]],
  ['a signal', { exitCode: null, stderr: 'bye' }, 'broken', ['the load engine ended with a signal: bye']],
  ['no summary', { summary: undefined }, 'broken', ['the load engine left no summary']],
  ['one exception', { summary: summary({}, 0, 1), generator: { ...CALM, firstException: 'TypeError: a\n  at b' } }, 'broken', ['1 iterations of the script threw: TypeError: a']], // prettier-ignore
  [
    'no report of the engine itself',
    { generator: undefined },
    'broken',
    ['the load engine left no report of itself: it may not have kept up'],
  ],
  ['exceptions on k6', { summary: summary({}, 0, 2), stderr: LONG }, 'broken', [`2 iterations of the script threw: ${TAIL}`]], // prettier-ignore
  ['no answer at all', { summary: summary({ trending: { counts: {} }, search: { counts: {} } }) }, 'inconclusive', ['the load run got no answer to count']], // prettier-ignore
  ['only one answer', { summary: summary({ trending: { counts: { valid: 1 } }, search: { counts: {} } }) }, 'inconclusive', ['no valid answer of GET /api/search']], // prettier-ignore
  ['429 alone', { summary: summary({ search: { counts: { valid: 300, 'rate-limited': 76 } } }) }, 'inconclusive', ["the site's limiter capped the run: 76 of 752 answers were 429; 135.2 requests/s were let through"]], // prettier-ignore
  ['failures of several kinds', { summary: failing }, 'fail', ['GET /api/search: 8 of 110 answers not valid (server-error 3, timeout 5)']], // prettier-ignore
  ['slow answers', { summary: slow }, 'fail', ['GET /api/trending: mean 2500 ms, p95 5000 ms of 376 answers; must be avg<2000 ms']], // prettier-ignore
  ['drops', { summary: summary({}, 16), generator: drops }, 'fail', ['16 iterations dropped (at most 15): every VU was waiting for the site']], // prettier-ignore
  ['drops of a site that is here too, on a busy machine', { summary: summary({}, 16), generator: { ...drops, machineBusy: 0.91 }, siteIsLocal: true }, 'inconclusive', ['machine overloaded: the site runs on it too, and every core was busy for 91 % of the time']], // prettier-ignore
  ['drops of a site that is here too, on an idle machine', { summary: summary({}, 16), generator: { ...drops, machineBusy: 0.9 }, siteIsLocal: true }, 'fail', ['16 iterations dropped (at most 15): every VU was waiting for the site']], // prettier-ignore
  ['drops of a site elsewhere, on a busy machine', { summary: summary({}, 16), generator: { ...drops, machineBusy: 0.91 } }, 'fail', ['16 iterations dropped (at most 15): every VU was waiting for the site']], // prettier-ignore
  ['errors of a site that is here too, on a busy machine', { summary: refusing, generator: { ...CALM, machineBusy: 0.91 }, siteIsLocal: true }, 'fail', ['GET /api/search: 3 of 103 answers not valid (server-error 3)']], // prettier-ignore
  ['a clean run against a site that is here too, on a busy machine', { generator: { ...CALM, machineBusy: 0.91 }, siteIsLocal: true }, 'pass', []], // prettier-ignore
  ['drops of the generator', { summary: summary({}, 20), generator: { ...CALM, droppedOther: 3 } }, 'inconclusive', ['generator overloaded: 20 iterations dropped']], // prettier-ignore
  ['a generator that says why', { generator: { ...CALM, overloaded: 'lag' } }, 'inconclusive', ['generator overloaded: lag']], // prettier-ignore
  ['a threshold of k6', { exitCode: 99, stderr: LONG }, 'fail', [`thresholds crossed: ${TAIL}`]],
  ['a clean run', {}, 'pass', []],
];
for (const [name, given, outcome, words] of SAID)
  test(`${name}: ${outcome}, in these words`, () => {
    const judged = judgeLoad(result({ summary: clean, ...given }));
    assert.equal(judged.outcome, outcome);
    assert.deepEqual(
      judged.failures.map(({ message }) => message),
      words,
    );
    assert.deepEqual(judged.notes, []);
  });

test('requests that were held back count as asked, and a run without any says nothing of them', () => {
  const held = (count: number): SummaryData => ({
    ...clean,
    metrics: { ...clean.metrics, site_held_back: { type: 'counter', contains: 'default', values: { count } } },
  });
  // A twentieth of 752 + 39 is 39.55; of 752 + 40 it is 39.6.
  assert.equal(judgeLoad(result({ summary: held(39) })).outcome, 'pass');
  assert.deepEqual(
    judgeLoad(result({ summary: held(40) })).failures.map(({ message }) => message),
    ["the site's limiter capped the run: 0 of 752 answers were 429, 40 more were held back for Retry-After; 150.4 requests/s were let through"], // prettier-ignore
  );
});

test('slowness beyond what this machine adds stands on a busy machine; exactly as much does not', () => {
  const trusted = (lagMs: number): boolean[] => siteFailures(slow, PLAN, lagMs).map((found) => found.trusted);
  assert.deepEqual([trusted(499), trusted(500), trusted(501)], [[true], [false], [false]]);
});

test('a timeout alone may be this machine, any other answer may not', () => {
  const trusted = (bad: 'timeout' | 'semantic'): boolean[] =>
    siteFailures(summary({ search: { counts: { valid: 50, [bad]: 50 } } }), PLAN, 0).map((found) => found.trusted);
  assert.deepEqual([trusted('timeout'), trusted('semantic')], [[false], [true]]);
});

test('an endpoint fails by more than chance explains, by no valid answer, and not by 429; k6 need not say so', () => {
  const failuresOf = (counts: Partial<Record<Outcome, number>>): string[] => {
    const given = summary({ search: { counts } });
    delete given.metrics['site_invalid{endpoint:search}'];
    return siteFailures(given, PLAN, 0).map((one) => one.failure.message);
  };
  assert.deepEqual(failuresOf({ valid: 98, 'server-error': 2 }), []);
  assert.deepEqual(failuresOf({ valid: 97, 'server-error': 3 }), [
    'GET /api/search: 3 of 100 answers not valid (server-error 3)',
  ]);
  // 429 are neither: two of the 45 other answers are more than chance gives, two of 46 are not.
  assert.deepEqual(failuresOf({ valid: 44, semantic: 2, 'rate-limited': 1_000 }), []);
  assert.deepEqual(failuresOf({ valid: 43, semantic: 2, 'rate-limited': 1_000 }), [
    'GET /api/search: 2 of 1045 answers not valid (semantic 2)',
  ]);
  assert.deepEqual(failuresOf({ semantic: 2 }), ['GET /api/search: 2 of 2 answers not valid (semantic 2)']);
  assert.deepEqual(failuresOf({ 'rate-limited': 5 }), []);
});

test('a phase of a spike is judged where it has answers, and by its own threshold', () => {
  const phase = (count: number, ok: boolean): SummaryData => {
    const one: SummaryMetric = { type: 'trend', contains: 'time', values: { count, avg: 2_400 }, thresholds: { 'avg<2000': { ok }, 'avg<2300': { ok } } }; // prettier-ignore
    return { ...clean, metrics: { ...clean.metrics, 'site_ttfb{endpoint:search,phase:after}': one } };
  };
  assert.deepEqual(siteFailures(phase(1, false), PLAN, 0), [
    {
      failure: {
        code: 'budget',
        message: 'GET /api/search, after: mean 2400 ms of 1 answers; must be avg<2000 and avg<2300 ms',
      },
      trusted: false,
    },
  ]);
  assert.deepEqual(siteFailures(phase(0, false), PLAN, 0), []);
  assert.deepEqual(siteFailures(phase(1, true), PLAN, 0), []);
});

test('windows are judged where the script has slots and does not climb; growth where it is a soak', () => {
  const slowSlots = withSlots(clean, () => 6_000);
  assert.ok(windowFailures(slowSlots, PLAN).breaches.length > 0);
  assert.deepEqual(windowFailures(slowSlots, { ...PLAN, slots: false }), { breaches: [], warnings: [] });
  assert.deepEqual(windowFailures(slowSlots, planOf('breakpoint', 'smoke', false)), { breaches: [], warnings: [] });
  const growing = withSlots(clean, (i) => 10 + i * 20);
  assert.deepEqual(windowFailures(growing, PLAN), { breaches: [], warnings: [] });
  // Windows as long as the run: 20 s of a soak's smoke.
  const [one] = windowFailures(slowSlots, planOf('soak', 'smoke', false)).breaches;
  assert.match(one?.message ?? '', /^GET \/api\/trending: response-time over 2 min \(scaled to 4 s\) from 0 s: /);
});

test('a climb that holds exactly what it must is a pass, and its answer is a note', () => {
  const plan = planOf('breakpoint', 'smoke', false);
  const given = result({ exitCode: 99, summary: withSlots(clean, () => 5, 200), plan });
  const must = (perSecond: number): LoadResult => ({ ...given, plan: { ...plan, climb: { ...plan.climb, mustPerMinute: perSecond * 30 } as NonNullable<typeof plan.climb> } }); // prettier-ignore
  assert.deepEqual(judgeLoad(must(400)), { outcome: 'pass', failures: [], notes: ['holds 2 s up to at least 400/s'] });
  assert.deepEqual(judgeLoad(must(401)).failures, [
    { code: 'budget', message: 'holds 2 s up to at least 400/s; must hold 401/s' },
  ]);
  // Thresholds of the whole run say nothing of a climb, nor do drops, nor slowness at its end.
  const late = { ...given, summary: withSlots(summary({ trending: { counts: { valid: 376 }, meanMs: 2_500 } }, 900), () => 5, 200) }; // prettier-ignore
  assert.equal(judgeLoad({ ...late, plan: { ...plan, droppedAllowed: 15 } }).outcome, 'pass');
  // On a machine without a core, a low answer is the machine's.
  const busy = judgeLoad({ ...must(401), generator: { ...CALM, overloaded: 'lag' } });
  assert.deepEqual([busy.outcome, busy.failures[0]?.code], ['inconclusive', 'machine']);
});

test('a window breach on a busy machine is not trusted', () => {
  const stalled = withSlots(clean, (i) => (i > 7 && i < 13 ? 5_600 : 5));
  assert.equal(judgeLoad(result({ summary: stalled, generator: { ...CALM, overloaded: 'lag' } })).outcome, 'inconclusive'); // prettier-ignore
});

test('an endpoint in a line: counts, times, and times of failed answers apart', () => {
  const times = { n: 2, meanMs: 10.04, p95Ms: 20, maxMs: 30 };
  const none = { n: 0, meanMs: 0, p95Ms: 0, maxMs: 0 };
  const { counts } = sums(summary({ search: { counts: { valid: 2, timeout: 1 } } }), 'search');
  const line = (ttfb: typeof times, failed: typeof times): string =>
    endpointLine('GET /x', { requests: 3, counts, ttfb, failed });
  assert.equal(line(times, none), 'GET /x: 3 requests, 2 valid, 1 timeout; mean 10.0 ms, p95 20.0 ms');
  assert.equal(
    line(none, { ...times, n: 1 }),
    'GET /x: 3 requests, 2 valid, 1 timeout; no time: nothing valid was answered; answers not valid: mean 10.0 ms, p95 20.0 ms',
  );
  assert.match(line({ ...times, n: 1 }, none), /valid, 1 timeout; mean/);
});

test('a summary without a metric counts nothing', () => {
  const empty = { ...clean, metrics: {} };
  const none = { n: 0, meanMs: 0, p95Ms: 0, maxMs: 0 };
  const { requests, counts, ttfb, failed } = sums(empty, 'search');
  assert.deepEqual([requests, new Set(Object.values(counts)), ttfb, failed], [0, new Set([0]), none, none]);
  assert.deepEqual(
    slotsOf(empty, 'search'),
    Array.from({ length: 20 }, () => ({ asked: 0, invalid: 0, serverErrors: 0, ttfbN: 0, ttfbSumMs: 0 })),
  );
});

test('a slot counts what came and what failed', () => {
  const metrics: Record<string, SummaryMetric> = {};
  const put = (metric: string, values: Record<string, number>): void => {
    metrics[`${metric}{endpoint:search,slot:03}`] = { type: 'rate', contains: 'default', values };
  };
  put('site_invalid', { passes: 2, fails: 5 });
  put('site_server_errors', { passes: 1, fails: 6 });
  put('site_ttfb', { count: 4, avg: 25 });
  assert.deepEqual(slotsOf({ ...clean, metrics }, 'search')[3], {
    asked: 7,
    invalid: 2,
    serverErrors: 1,
    ttfbN: 4,
    ttfbSumMs: 100,
  });
});

test('a record names five kinds of failure at most, with their counts', () => {
  const counts = { valid: 4, 'rate-limited': 1, 'server-error': 1, timeout: 1, refused: 1, dns: 1, reset: 1 };
  const { failures } = httpRecord(summary({ search: { counts } }), 'search', new Date(0).toISOString());
  assert.deepEqual(
    failures.map(({ code, message }) => `${code}: ${message}`),
    ['rate-limited', 'server-error', 'timeout', 'refused', 'dns'].map((code) => `${code}: 1 of 10 answers`),
  );
});

test("a crossed threshold of one's own script is not the site's on an overloaded generator", () => {
  const given = {
    exitCode: 99,
    stopped: undefined,
    metrics: {},
    stderr: 'error: http_req_duration has been crossed\n',
  };
  const judged = (generator: LoadResult['generator']) => ownOutcome({ ...given, generator });
  assert.deepEqual(judged(CALM), { outcome: 'fail', message: 'error: http_req_duration has been crossed' });
  assert.deepEqual(judged({ ...CALM, overloaded: 'lag' }), {
    outcome: 'inconclusive',
    message: 'generator overloaded: lag; and error: http_req_duration has been crossed',
  });
});
