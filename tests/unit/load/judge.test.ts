// What a summary says of the site: no data is never a pass, and the machine's trouble is not the site's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { overload, type GeneratorReport } from '../../../load/generator.ts';
import type { SummaryData } from '../../../load/engine/summary.ts';
import { httpRecord } from '../../../load/figures.ts';
import { judgeLoad, type LoadResult } from '../../../load/judge.ts';
import { k6Report } from '../../../load/k6-report.ts';
import { planOf } from '../../../load/load-plan.ts';
import { resultRecord } from '../../../reports/result.ts';
import { CALM, HOGGED, result, summary, withSlots } from './sample-summaries.ts';

type Row = [name: string, result: LoadResult, outcome: string, code?: string];
/** The summary with one threshold of `metric`, crossed or not. */
const withCrossed = (given: SummaryData, metric: string, isCrossed: boolean): SummaryData => {
  const found = given.metrics[metric] ?? { type: 'rate', contains: 'default', values: {} };
  return {
    ...given,
    metrics: { ...given.metrics, [metric]: { ...found, thresholds: { 'rate<=1': { ok: !isCrossed } } } },
  };
};
const slow = summary({ trending: { counts: { valid: 16 }, meanMs: 2_500 } }, 360);
const TABLE: readonly Row[] = [
  ['a clean run', result(), 'pass'],
  ['no summary', result({ summary: undefined }), 'broken', 'no-data'],
  ['no answers', result({ summary: summary({ trending: { counts: {} }, search: { counts: {} } }) }), 'inconclusive', 'no-data'], // prettier-ignore
  ['one endpoint without answers', result({ summary: summary({ search: { counts: {} } }) }), 'inconclusive', 'no-data'],
  ['nothing but refusals', result({ exitCode: 99, summary: summary({ search: { counts: { refused: 376 } } }) }), 'fail', 'refused'], // prettier-ignore
  ['search answering 500', result({ exitCode: 99, summary: summary({ search: { counts: { 'server-error': 376 } } }) }), 'fail', 'server-error'], // prettier-ignore
  ['empty lists in 200', result({ exitCode: 99, summary: summary({ trending: { counts: { semantic: 376 } } }) }), 'fail', 'semantic'], // prettier-ignore
  ['one bad answer of 376', result({ summary: summary({ search: { counts: { valid: 375, 'server-error': 1 } } }) }), 'pass'], // prettier-ignore
  // Of 376, 0.1 % is 0.4: three failures happen by chance once in 150 runs, four once in 1,640, which is rarer than one in 1,000.
  ['three bad answers of 376, over k6\'s line', result({ exitCode: 99, summary: summary({ search: { counts: { valid: 373, 'server-error': 3 } } }) }), 'pass'], // prettier-ignore
  ['four bad answers of 376', result({ exitCode: 99, summary: summary({ search: { counts: { valid: 372, 'server-error': 4 } } }) }), 'fail', 'server-error'], // prettier-ignore
  ['four bad answers of 376, under k6\'s line', result({ summary: withCrossed(summary({ search: { counts: { valid: 372, semantic: 4 } } }), 'site_invalid{endpoint:search}', false) }), 'fail', 'semantic'], // prettier-ignore
  ['a rate over k6\'s line beside another threshold', result({ exitCode: 99, summary: withCrossed(summary({ search: { counts: { valid: 374, 'server-error': 2 } } }), 'iterations_completed', true) }), 'fail', 'budget'], // prettier-ignore
  ['a slow site with drops while all wait', result({ exitCode: 99, summary: slow, generator: { ...CALM, droppedWaiting: 360 } }), 'fail', 'budget'], // prettier-ignore
  ['an engine without a report of itself', result({ generator: undefined }), 'broken', 'no-data'],
  ['drops of a busy generator', result({ exitCode: 99, summary: summary({}, 360), generator: { ...CALM, droppedOther: 360 } }), 'inconclusive', 'machine'], // prettier-ignore
  ['a hogged machine', result({ generator: HOGGED }), 'inconclusive', 'machine'],
  ['a hogged machine that sees 500s', result({ exitCode: 99, summary: summary({ search: { counts: { 'server-error': 376 } } }), generator: HOGGED }), 'fail', 'server-error'], // prettier-ignore
  ['slowness that the lag explains', result({ exitCode: 99, summary: slow, generator: { ...HOGGED, lagMaxMs: 900 } }), 'inconclusive', 'machine'], // prettier-ignore
  [
    'slowness that the lag cannot explain',
    result({ exitCode: 99, summary: slow, generator: HOGGED }),
    'fail',
    'budget',
  ],
  ['exceptions of the script', result({ exitCode: 99, summary: summary({}, 0, 3) }), 'broken', 'tool'],
  ['429 for a tenth', result({ summary: summary({ search: { counts: { valid: 300, 'rate-limited': 76 } } }) }), 'inconclusive', 'rate-limited'], // prettier-ignore
  [
    '429 for a hundredth',
    result({ summary: summary({ search: { counts: { valid: 372, 'rate-limited': 4 } } }) }),
    'pass',
  ],
  ['429 for a twentieth exactly', result({ summary: summary({ trending: { counts: { valid: 400 } }, search: { counts: { valid: 360, 'rate-limited': 40 } } }) }), 'pass'], // prettier-ignore
  ['429 for one more than a twentieth', result({ summary: summary({ trending: { counts: { valid: 400 } }, search: { counts: { valid: 359, 'rate-limited': 41 } } }) }), 'inconclusive', 'rate-limited'], // prettier-ignore
  ['500s beside 429s', result({ exitCode: 99, summary: summary({ search: { counts: { 'server-error': 300, 'rate-limited': 76 } } }) }), 'fail', 'server-error'], // prettier-ignore
  ['as many drops as are allowed', result({ summary: summary({}, 15) }), 'pass'],
  ['one drop more, while it waits for the site', result({ summary: summary({}, 16), generator: { ...CALM, droppedWaiting: 16 } }), 'fail', 'budget'], // prettier-ignore
  ['a tenth of the drops of its own', result({ summary: summary({}, 20), generator: { ...CALM, droppedOther: 2 } }), 'fail', 'budget'], // prettier-ignore
  ['more than a tenth of its own', result({ summary: summary({}, 20), generator: { ...CALM, droppedOther: 3 } }), 'inconclusive', 'machine'], // prettier-ignore
  ['a threshold that nothing else explains', result({ exitCode: 99 }), 'fail', 'budget'],
  ['Ctrl-C', result({ exitCode: 105 }), 'inconclusive', 'no-data'],
  ['a hung engine', result({ exitCode: null, stopped: 'deadline', summary: undefined }), 'broken', 'tool'],
  ['a killed engine', result({ exitCode: null, summary: undefined }), 'broken', 'tool'],
  ['a script that k6 refuses', result({ exitCode: 104, summary: undefined }), 'broken', 'tool'],
];
for (const [name, given, outcome, code] of TABLE) {
  test(`${name} is ${outcome}`, () => {
    const judged = judgeLoad(given);
    assert.equal(judged.outcome, outcome, JSON.stringify(judged.failures));
    assert.equal(judged.failures[0]?.code, code);
  });
}

test('bad answers that chance explains are said of a run that passes', () => {
  const { outcome, notes } = judgeLoad(
    result({ exitCode: 99, summary: summary({ search: { counts: { valid: 374, 'server-error': 2 } } }) }),
  );
  assert.equal(outcome, 'pass');
  assert.deepEqual(notes, ['2 of 752 answers not valid: as few as a site that keeps its promise can have by chance']);
  assert.deepEqual(judgeLoad(result()).notes, []);
});

test('a stall in the middle of a run whose mean is good is a breach of the sliding window', () => {
  const stalled = withSlots(summary(), (i) => (i > 7 && i < 13 ? 5_600 : 5));
  const judged = judgeLoad(result({ summary: stalled }));
  assert.equal(judged.outcome, 'fail');
  assert.match(judged.failures[0]?.message ?? '', /response-time over 2 min \(scaled to 1 s\) from 2 s: mean 56/);
});

test('a window above the warning line alone is a warning', () => {
  const judged = judgeLoad(result({ summary: withSlots(summary(), (i) => (i > 7 && i < 13 ? 3_600 : 5)) }));
  assert.equal(judged.outcome, 'warn');
});

test('a soak that ends slower than it began is a warning', () => {
  const plan = planOf('soak', 'smoke', false);
  const judged = judgeLoad(result({ summary: withSlots(summary(), (i) => 10 + i * 20), plan }));
  assert.equal(judged.outcome, 'warn');
  assert.match(judged.failures[0]?.message ?? '', /grows slower with time: mean 50 ms .* 350 ms/);
});

for (const [firstMs, lastMs, outcome] of [
  [200, 400, 'pass'], // twice as slow, and no more
  [200, 401, 'warn'],
  [90, 190, 'pass'], // 100 ms, and no more
  [90, 191, 'warn'],
] as const) {
  test(`a soak that goes from ${firstMs} to ${lastMs} ms is ${outcome}`, () => {
    const plan = planOf('soak', 'smoke', false);
    const given = withSlots(summary(), (i) => (i < 15 ? firstMs : lastMs));
    assert.equal(judgeLoad(result({ summary: given, plan })).outcome, outcome);
  });
}

for (const [name, meanMs, outcome, says] of [
  ['holds', () => 5, 'pass', /holds 2 s up to at least 400\/s/],
  [
    'breaks',
    (i: number) => (i < 3 ? 5 : 2_500),
    'fail',
    /holds 2 s up to 77\/s \(GET \/api\/trending: mean 2500 ms.*must hold 100\/s/,
  ],
] as const) {
  test(`a breakpoint run of a site that ${name} answers with a number`, () => {
    const plan = planOf('breakpoint', 'smoke', false);
    const judged = judgeLoad(result({ exitCode: 99, summary: withSlots(summary(), meanMs, 200), plan }));
    assert.equal(judged.outcome, outcome, JSON.stringify(judged));
    assert.match([...judged.notes, ...judged.failures.map((f) => f.message)].join(), says);
  });
}

test('what was held back for Retry-After counts as capped by the limiter', () => {
  const capped = summary({ search: { counts: { valid: 372, 'rate-limited': 4 } } });
  capped.metrics['site_held_back'] = { type: 'counter', contains: 'default', values: { count: 100 } };
  const judged = judgeLoad(result({ summary: capped }));
  assert.equal(judged.outcome, 'inconclusive');
  assert.match(
    judged.failures[0]?.message ?? '',
    /4 of 752 answers were 429, 100 more were held back.*149.6 requests\/s/,
  );
});

const K6 = (dropped: number, waitedMs: number): SummaryData => {
  const given = summary({}, dropped);
  given.metrics['iterations'] = { type: 'counter', contains: 'default', values: { count: 752 } };
  given.metrics['http_reqs'] = { type: 'counter', contains: 'default', values: { count: 752 } };
  given.metrics['http_req_duration'] = { type: 'trend', contains: 'time', values: { avg: waitedMs } };
  return given;
};
for (const [name, watched, given, says] of [
  ['calm', CALM, K6(0, 97), undefined],
  ['calm, waiting for the site when it drops', CALM, K6(300, 97), undefined],
  ['busy with itself when it drops', CALM, K6(300, 10), /300 iterations dropped while VUs were busy here/],
  ['on a machine without a core left', { ...CALM, machineBusy: 1 }, K6(0, 97), /every core busy/],
] as const) {
  test(`k6 ${name} is ${says ? '' : 'not '}overloaded`, () => {
    const { overloaded } = k6Report(watched, given);
    if (says) assert.match(overloaded ?? '', says);
    else assert.equal(overloaded, undefined);
  });
}

test('the sums of an endpoint make a valid record', () => {
  const counts = { valid: 90, 'server-error': 4, 'rate-limited': 3, timeout: 2, semantic: 1 };
  const record = httpRecord(summary({ search: { counts, meanMs: 10 } }), 'search', new Date(0).toISOString());
  resultRecord.parse(record);
  assert.equal(record.endpoint, 'GET /api/search');
  assert.deepEqual(
    [record.requests, record.valid, record.serverErrors, record.rateLimited, record.timeouts],
    [100, 90, 4, 3, 2],
  );
  assert.deepEqual(record.ttfb, { n: 92, sumMs: 920, p95Ms: 20, maxMs: 30 });
  assert.deepEqual(
    record.failures.map((f) => f.code),
    ['rate-limited', 'server-error', 'timeout', 'semantic'],
  );
});

const SIGNS: readonly [name: string, report: Partial<GeneratorReport>, says: RegExp | undefined][] = [
  ['calm', {}, undefined],
  ['calm with drops while waiting', { droppedWaiting: 500 }, undefined],
  ['a lagging loop', { lagP99Ms: 61 }, /lag p99 61 ms/],
  ['no core', { runQueueFraction: 0.3 }, /no core for 30 %/],
  ['a hog on every core, its starts on time', { machineBusy: 0.99 }, undefined],
  ['a hog on every core and late starts', { machineBusy: 0.99, lateStarts: 50 }, /50 of 752 .* late; every core busy/],
  ['late starts', { lateStarts: 50 }, /50 of 752 .* late/],
  ['drops while busy', { droppedOther: 50 }, /50 iterations dropped/],
];
for (const [name, report, says] of SIGNS) {
  test(`a generator with ${name} ${says ? 'is overloaded' : 'is not overloaded'}`, () => {
    const reason = overload({ ...CALM, ...report });
    if (says) assert.match(reason ?? '', says);
    else assert.equal(reason, undefined);
  });
}
