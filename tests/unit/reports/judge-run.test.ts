import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KPIS, STAGES, type KpiId } from '../../../kpis.ts';
import type { ResultRecord } from '../../../reports/result.ts';
import { LEFT_OUT_BY_ONLY } from '../../../reports/verdict/check-verdicts.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { failingIds, verdictSchema, type KpiRow, type Verdict } from '../../../reports/verdict/verdict-format.ts';
import { AT, check, CHECK_OF, ENDPOINTS, failed, healthyBody, load, metric, probe, whole } from './sample-records.ts';

const judged = (records: ResultRecord[], problems: string[] = []): Verdict => {
  const verdict = judge({ records, problems });
  verdictSchema.parse(verdict);
  return verdict;
};
const row = (v: Verdict, id: KpiId): KpiRow => v.kpis.find((k) => k.id === id) as KpiRow;
const without = (drop: (r: ResultRecord) => boolean): ResultRecord[] => healthyBody().filter((r) => !drop(r));
const outcome = (v: Verdict): [string, number] => [v.verdict, v.exitCode];

test('a healthy run passes, with a row for every KPI, check and stage', () => {
  const v = judged(whole());
  assert.deepEqual(v.causes, []);
  assert.deepEqual(outcome(v), ['pass', 0]);
  assert.deepEqual(
    v.kpis.map((k) => k.id),
    KPIS.map((k) => k.id),
  );
  assert.deepEqual(v.checks.map((c) => c.id).toSorted(), Object.values(CHECK_OF).toSorted());
  assert.deepEqual(
    v.stages.map((s) => s.stage),
    STAGES,
  );
  assert.deepEqual(failingIds(v), []);
});

test('896 clean samples prove the alert line and state that the target is not judged', () => {
  const lines = row(judged(whole()), 'availability').lines;
  assert.deepEqual(
    lines.map((l) => [l.name, l.verdict]),
    [
      ['hard-down', 'held'],
      ['critical', 'held'],
      ['target', 'not-judged'],
    ],
  );
});

test('2,995 clean samples prove the target too, 2,994 do not', () => {
  for (const [n, wanted] of [
    [2_995, 'held'],
    [2_994, 'not-judged'],
  ] as const) {
    const body = without((r) => r.kind === 'http').concat(load('GET /api/trending', n));
    assert.equal(row(judged(whole({ body })), 'availability').lines.at(-1)?.verdict, wanted);
  }
});

test('92 clean samples suffice to pass, 91 are inconclusive', () => {
  for (const [n, wanted] of [
    [92, ['pass', 0]],
    [91, ['inconclusive', 2]],
  ] as const) {
    const body = without((r) => r.kind === 'http').concat(load('GET /', n));
    assert.deepEqual(outcome(judged(whole({ body }))), wanted);
  }
});

test('one failure among 96 probes makes the run inconclusive, neither pass nor breach', () => {
  const body = without((r) => r.kind === 'http' && r.source === 'load');
  body[body.findIndex((r) => r.kind === 'http')] = probe('GET /', failed);
  const v = judged(whole({ body }));
  assert.equal(row(v, 'availability').verdict, 'suspected');
  assert.equal(row(v, 'error-rate').verdict, 'suspected');
  assert.deepEqual(outcome(v), ['inconclusive', 2]);
  assert.deepEqual(failingIds(v), []);
});

test('one endpoint that always fails is a breach although all others are valid', () => {
  const body = healthyBody().map((r) =>
    r.kind === 'http' && r.source === 'probe' && r.endpoint === 'GET /artists' ? probe(r.endpoint, failed) : r,
  );
  const v = judged(whole({ body }));
  assert.deepEqual(outcome(v), ['breach', 1]);
  assert.deepEqual(failingIds(v), ['availability', 'error-rate']);
  assert.equal(row(v, 'availability').parts.find((p) => p.subject === 'GET /artists')?.verdict, 'breach');
});

test('429 counts neither as a failure nor as a valid sample', () => {
  const limited = { requests: 50, valid: 0, rateLimited: 50 };
  const some = judged(whole({ body: healthyBody().concat(load('GET /api/search', 50, limited)) }));
  assert.equal(row(some, 'availability').n, 896);
  assert.match(row(some, 'availability').reason, /50 x 429, not counted/);
  assert.equal(some.verdict, 'pass');
  const only = without((r) => r.kind === 'http').concat(load('GET /', 500, { valid: 0, rateLimited: 500 }));
  const v = judged(whole({ body: only }));
  assert.equal(row(v, 'error-rate').verdict, 'inconclusive');
  assert.equal(v.verdict, 'inconclusive');
});

test('requests without a response do not prove a low error rate', () => {
  const refused = probe('GET /', { valid: 0, ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 } });
  const body = without((r) => r.kind === 'http').concat(Array.from({ length: 200 }, () => refused));
  const v = judged(whole({ body }));
  assert.equal(row(v, 'availability').verdict, 'breach');
  assert.equal(row(v, 'error-rate').verdict, 'inconclusive');
  assert.equal(row(v, 'error-rate').n, 0);
});

test('the mean of an endpoint breaches at the limit and passes below it', () => {
  for (const [ms, wanted] of [
    [2_000, ['response-time']],
    [1_999, []],
  ] as const) {
    const slow = { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms } };
    const body = healthyBody().map((r) =>
      r.kind === 'http' && r.source === 'probe' && r.endpoint === 'GET /api/search' ? probe('GET /search', slow) : r,
    );
    assert.deepEqual(failingIds(judged(whole({ body }))), wanted);
  }
});

test('a single slow response is not a breach', () => {
  const body = healthyBody().concat(probe('GET /', { ttfb: { n: 1, sumMs: 30_000, p95Ms: 30_000, maxMs: 30_000 } }));
  const v = judged(whole({ body }));
  assert.equal(row(v, 'response-time').verdict, 'suspected');
  assert.deepEqual(outcome(v), ['inconclusive', 2]);
});

test('fast errors do not lower the mean response time', () => {
  const body = without((r) => r.kind === 'http').concat(
    load('GET /', 100, { valid: 0, serverErrors: 100, ttfb: { n: 100, sumMs: 100, p95Ms: 1, maxMs: 1 } }),
  );
  const v = judged(whole({ body }));
  assert.equal(row(v, 'response-time').verdict, 'inconclusive');
  assert.match(row(v, 'response-time').reason, /no valid answer/);
});

test('29 samples are too few for a mean, 30 are enough', () => {
  for (const [n, wanted] of [
    [29, 'inconclusive'],
    [30, 'pass'],
  ] as const) {
    const body = without((r) => r.kind === 'http').concat(Array.from({ length: n }, () => probe('GET /')));
    assert.equal(row(judged(whole({ body })), 'response-time').verdict, wanted);
  }
});

test('a status is as bad as its worst sample; external APIs breach only when all failed', () => {
  const set = (kpi: KpiId, subject: string, value: number): ResultRecord[] =>
    healthyBody().map((r) =>
      r.kind === 'metric' && r.kpi === kpi && r.subject === subject
        ? metric(kpi, [1, value], { stage: 'contracts', subject })
        : r,
    );
  assert.deepEqual(failingIds(judged(whole({ body: set('database', 'database', 0) }))), ['database']);
  assert.equal(judged(whole({ body: set('health', 'comprehensive', 0.5) })).verdict, 'warn');
  assert.equal(judged(whole({ body: set('external-apis', 'spotify', 0) })).verdict, 'warn');
  const all = without((r) => r.kind === 'metric' && r.kpi === 'external-apis').concat(
    ['spotify', 'ticketmaster'].map((subject) => metric('external-apis', [0], { stage: 'contracts', subject })),
  );
  assert.deepEqual(failingIds(judged(whole({ body: all }))), ['external-apis']);
});

test('a vital is the median of its runs: at the limit it passes, above it breaches, unmeasured it is inconclusive', () => {
  const cls = (samples: number[]): Verdict =>
    judged(whole({ body: without((r) => r.kind === 'metric' && r.kpi === 'cls').concat(metric('cls', samples)) }));
  assert.equal(cls([0.9, 0.1, 0.05]).verdict, 'pass');
  assert.deepEqual(failingIds(cls([0.9, 0.11, 0.05])), ['cls']);
  assert.deepEqual(outcome(cls([])), ['inconclusive', 2]);
});

test('a required KPI without any record is inconclusive, one that cannot be observed never decides', () => {
  const v = judged(whole({ body: without((r) => r.kind === 'metric' && r.kpi === 'lcp') }));
  assert.deepEqual(outcome(v), ['inconclusive', 2]);
  const memory = judged(whole({ body: healthyBody().concat(metric('memory', [1.4], { stage: 'contracts' })) }));
  assert.equal(row(memory, 'memory').verdict, 'not-observable');
  assert.equal(memory.verdict, 'pass');
});

test('a failed check is a breach; an inconclusive, broken or unreported one is reported as such', () => {
  const id = CHECK_OF.journeys;
  const having = (more: Parameters<typeof check>[2]): Verdict =>
    judged(whole({ body: without((r) => r.kind === 'check' && r.id === id).concat(check(id, 'journeys', more)) }));
  const failures = [{ code: 'assertion' as const, message: 'the vote is gone' }];
  assert.deepEqual(failingIds(having({ outcome: 'fail', failures })), [id]);
  assert.equal(having({ outcome: 'warn' }).verdict, 'warn');
  assert.deepEqual(outcome(having({ outcome: 'inconclusive' })), ['inconclusive', 2]);
  assert.deepEqual(outcome(having({ outcome: 'skipped' })), ['inconclusive', 2]);
  assert.deepEqual(outcome(having({ outcome: 'broken' })), ['broken', 3]);
  const silent = judged(whole({ body: without((r) => r.kind === 'check' && r.id === id) }));
  assert.deepEqual(outcome(silent), ['broken', 3]);
  assert.match(silent.checks.find((c) => c.id === id)?.reason ?? '', /no result/);
});

test('a check is as bad as its worst variant', () => {
  const id = CHECK_OF.journeys;
  const body = healthyBody().concat(check(id, 'journeys', { variant: 'phone', outcome: 'fail' }));
  assert.deepEqual(failingIds(judged(whole({ body }))), [id]);
});

test('a declared check without a record and a record of an undeclared check are broken', () => {
  const declared = [{ id: 'journey.lost', stage: 'journeys' as const, title: 'lost' }];
  const lost = judge({ records: whole(), problems: [] }, { declared });
  assert.equal(lost.checks.find((c) => c.id === 'journey.lost')?.verdict, 'broken');
  assert.equal(lost.exitCode, 3);
  assert.equal(judged(whole({ body: healthyBody().concat(check('x.y', 'security')) })).verdict, 'broken');
});

test('with a dead front door the skipped checks add no findings', () => {
  const home = CHECK_OF['front-door'];
  const dead = { valid: 0, ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 } };
  const body: ResultRecord[] = [
    check(home, 'front-door', { outcome: 'fail', failures: [{ code: 'refused', message: 'nothing listens' }] }),
    ...ENDPOINTS.slice(0, 3).flatMap((e) => [
      probe(e, { stage: 'front-door', ...dead }),
      probe(e, { stage: 'front-door', ...dead }),
    ]),
    ...STAGES.slice(1).map((stage): ResultRecord => ({
      kind: 'stage',
      at: AT,
      stage,
      status: 'skipped',
      reason: 'the front door is dead',
      durationMs: 0,
      records: 0,
    })),
  ];
  const v = judged(whole({ body }));
  assert.deepEqual(outcome(v), ['breach', 1]);
  assert.deepEqual(failingIds(v), ['availability', home]);
  assert.deepEqual(new Set(v.causes.map((c) => c.verdict)), new Set(['breach']));
  assert.equal(v.checks.find((c) => c.id === CHECK_OF.load)?.verdict, 'skipped');
});

test('while our own network is down the site is not blamed', () => {
  const failures = [
    { code: 'dns' as const, message: 'unknown host' },
    { code: 'own-network' as const, message: 'the control address does not answer either' },
  ];
  const body: ResultRecord[] = [
    check(CHECK_OF['front-door'], 'front-door', { outcome: 'fail', failures }),
    ...Array.from({ length: 6 }, () =>
      probe('GET /', { valid: 0, stage: 'front-door', failures: failures.slice(0, 1) }),
    ),
  ];
  assert.deepEqual(outcome(judged(whole({ body, stages: ['front-door'] }))), ['inconclusive', 2]);
});

test("a response of the bot wall is not counted as the site's", () => {
  const wall = { valid: 0, failures: [{ code: 'edge-challenge' as const, message: '403' }] };
  const body = without((r) => r.kind === 'http').concat(ENDPOINTS.flatMap((e) => [probe(e, wall), probe(e, wall)]));
  assert.deepEqual(outcome(judged(whole({ body }))), ['inconclusive', 2]);
});

test('a load run limited by 429 leaves the response time undecided and does not hide a breach', () => {
  const message = "the site's limiter capped the run: 80 of 800 answers were 429; 70 requests/s were let through";
  const cap = check(CHECK_OF.load, 'load', { outcome: 'inconclusive', failures: [{ code: 'rate-limited', message }] });
  const body = without((r) => r.kind === 'check' && r.stage === 'load').concat(cap);
  const v = judged(whole({ body }));
  assert.deepEqual(outcome(v), ['inconclusive', 2]);
  assert.equal(row(v, 'response-time').verdict, 'inconclusive');
  assert.equal(row(v, 'response-time').reason, message);
  const slow = { n: 400, sumMs: 4_000_000, p95Ms: 12_000, maxMs: 20_000 };
  const worse = body.concat(load('GET /api/trending', 400, { ttfb: slow }));
  assert.equal(row(judged(whole({ body: worse })), 'response-time').verdict, 'breach');
});

test('an overloaded machine does not judge response times', () => {
  const slow = { n: 400, sumMs: 4_000_000, p95Ms: 12_000, maxMs: 20_000 };
  const body = without((r) => r.kind === 'http' && r.source === 'load')
    .filter((r) => !(r.kind === 'check' && r.stage === 'load'))
    .concat(
      load('GET /api/trending', 400, { ttfb: slow }),
      check(CHECK_OF.load, 'load', { outcome: 'inconclusive', failures: [{ code: 'machine', message: 'busy' }] }),
    );
  assert.deepEqual(outcome(judged(whole({ body }))), ['inconclusive', 2]);
});

test('a KPI whose stages are not selected is not-selected and does not decide', () => {
  const v = judged(whole({ stages: ['front-door', 'journeys'] }));
  assert.deepEqual(outcome(v), ['pass', 0]);
  assert.equal(row(v, 'lcp').verdict, 'not-selected');
  assert.equal(row(v, 'availability').verdict, 'not-selected');
  assert.equal(v.stages.find((s) => s.stage === 'load')?.status, 'not-selected');
});

test('--only with the id of one check makes the KPIs of its stage informative', () => {
  const checks = [
    { id: CHECK_OF.contracts, stage: 'contracts' as const, title: 'x', selected: true },
    { id: 'contract.other', stage: 'contracts' as const, title: 'y', selected: false, reason: LEFT_OUT_BY_ONLY },
  ];
  const body = [check(CHECK_OF.contracts, 'contracts')];
  assert.deepEqual(outcome(judged(whole({ body, stages: ['contracts'], run: { checks } }))), ['pass', 0]);
  const all = [checks[0]].filter((c) => c !== undefined);
  assert.equal(judged(whole({ body, stages: ['contracts'], run: { checks: all } })).verdict, 'inconclusive');
});

test('a run with nothing selected is inconclusive', () => {
  assert.deepEqual(outcome(judged(whole({ body: [], stages: [], run: { checks: [] } }))), ['inconclusive', 2]);
});

test('a proved breach wins over broken, except in results that cannot be trusted', () => {
  const home = CHECK_OF['front-door'];
  const body = without((r) => r.kind === 'check' && (r.id === home || r.stage === 'security')).concat(
    check(home, 'front-door', { outcome: 'fail' }),
  );
  const records = whole({ body });
  const v = judged(records);
  assert.deepEqual(outcome(v), ['breach', 1]);
  assert.deepEqual(
    v.causes.map((c) => c.verdict),
    ['breach', 'broken'],
  );
  assert.deepEqual(outcome(judged(records.slice(0, -1))), ['broken', 3]);
  assert.deepEqual(outcome(judged(records, ['cut off'])), ['broken', 3]);
});

test('a run without records is broken, and every KPI still has a row', () => {
  const declared = [{ id: 'a.b', stage: 'load' as const, title: 'x' }];
  const v = judge({ records: [], problems: ['the results file is missing'] }, { declared });
  assert.deepEqual(outcome(v), ['broken', 3]);
  assert.equal(v.kpis.length, KPIS.length);
  assert.equal(v.checks[0]?.verdict, 'broken');
  assert.deepEqual(
    v.kpis.filter((k) => k.verdict === 'pass'),
    [],
  );
});

test('a killed stage is broken, and its unreported checks give the reason', () => {
  const body = without((r) => r.kind !== 'end' && r.kind !== 'run' && r.stage === 'security').concat({
    kind: 'stage',
    at: AT,
    stage: 'security',
    status: 'broken',
    reason: 'killed',
    durationMs: 5,
    records: 0,
  });
  const v = judged(whole({ body }));
  assert.deepEqual(outcome(v), ['broken', 3]);
  assert.match(v.checks.find((c) => c.id === CHECK_OF.security)?.reason ?? '', /killed/);
});

test('a run of checks alone does not owe the figures that its stages would have measured', () => {
  const body = healthyBody().filter((r) => r.kind !== 'http' && r.kind !== 'metric');
  const of = (more: object): string[] =>
    judge({ records: whole({ body, run: more }), problems: [] }).kpis.map((k) => k.verdict);
  assert.ok(of({}).includes('inconclusive'));
  assert.deepEqual(new Set(of({ checksOnly: [...STAGES] })), new Set(['not-selected', 'not-observable']));
});
