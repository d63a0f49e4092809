// What a summary says of the site: no data is never a pass, and the machine's trouble is not the site's.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OUTCOMES, type Outcome } from '../../../load/answers.ts';
import { overload, type GeneratorReport } from '../../../load/engine/self.ts';
import type { SummaryData, SummaryMetric } from '../../../load/engine/summary.ts';
import { httpRecord, judgeLoad, type LoadResult } from '../../../load/judge.ts';
import { ENDPOINT_NAMES, type EndpointName } from '../../../load/profiles.ts';
import { resultRecord } from '../../../reports/result.ts';

const CALM: GeneratorReport = {
  lagMeanMs: 0.3,
  lagP99Ms: 5,
  lagMaxMs: 20,
  cpuCores: 0.3,
  machineBusy: 0.3,
  runQueueFraction: 0.05,
  starts: 752,
  lateStarts: 0,
  droppedWaiting: 0,
  droppedOther: 0,
  exceptions: 0,
  firstException: undefined,
  interrupted: 0,
  startUpMs: 900,
  overloaded: undefined,
};
const HOGGED: GeneratorReport = { ...CALM, overloaded: 'every core busy for 100 % of the time' };

type Seen = { counts: Partial<Record<Outcome, number>>; meanMs?: number };
const SEEN: Seen = { counts: { valid: 376 } };

function summary(seen: Partial<Record<EndpointName, Seen>> = {}, dropped = 0, threw = 0): SummaryData {
  const metrics: Record<string, SummaryMetric> = {
    dropped_iterations: { type: 'counter', contains: 'default', values: { count: dropped } },
    iterations_completed: { type: 'rate', contains: 'default', values: { fails: threw } },
    iteration_duration: { type: 'trend', contains: 'time', values: { avg: 100 } },
    http_req_duration: { type: 'trend', contains: 'time', values: { avg: 97 } },
  };
  for (const name of ENDPOINT_NAMES) {
    const { counts, meanMs = 5 } = seen[name] ?? SEEN;
    const total = Object.values(counts).reduce((a, b) => a + b, 0);
    const { valid = 0, timeout = 0 } = counts;
    for (const outcome of OUTCOMES) {
      const values = { count: counts[outcome] ?? 0 };
      metrics[`site_answers{endpoint:${name},outcome:${outcome}}`] = { type: 'counter', contains: 'default', values };
    }
    const ttfb = { count: valid + timeout, avg: meanMs, 'p(95)': meanMs * 2, max: meanMs * 3 };
    const bad = total - valid - (counts['rate-limited'] ?? 0);
    metrics[`site_ttfb{endpoint:${name}}`] = {
      type: 'trend',
      contains: 'time',
      values: ttfb,
      thresholds: { 'avg<2000': { ok: meanMs < 2_000 } },
    };
    metrics[`site_invalid{endpoint:${name}}`] = {
      type: 'rate',
      contains: 'default',
      values: {},
      thresholds: { 'rate<=0.005': { ok: bad <= total * 0.005 } },
    };
  }
  return {
    metrics,
    root_group: { name: '', path: '', id: '', groups: [], checks: [] },
    options: { summaryTrendStats: [], summaryTimeUnit: '', noColor: true },
    state: { isStdErrTTY: false, isStdOutTTY: false, testRunDurationMs: 5_000 },
  };
}

const result = (over: Partial<LoadResult> = {}): LoadResult => ({
  exitCode: 0,
  stopped: undefined,
  summary: summary(),
  generator: CALM,
  stderr: '',
  droppedAllowed: 15,
  ...over,
});

type Row = [name: string, result: LoadResult, outcome: string, code?: string];
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
  ['a slow site with drops while all wait', result({ exitCode: 99, summary: slow, generator: { ...CALM, droppedWaiting: 360 } }), 'fail', 'budget'], // prettier-ignore
  ['drops on k6 while it waits for the site', result({ exitCode: 99, summary: summary({}, 360), generator: undefined }), 'fail', 'budget'], // prettier-ignore
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
  ['a hog on every core', { machineBusy: 0.99 }, /every core busy/],
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
