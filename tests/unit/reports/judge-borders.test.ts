// Where a judgement tips: the last value on one side and the first on the other, and the words of a run's causes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MEAN_RULE } from '../../../judging.ts';
import { kpi } from '../../../kpis.ts';
import type { CheckRecord, HttpRecord, ResultRecord, StageRecord } from '../../../reports/result.ts';
import { judgeLine, judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { samplesWanted } from '../../../reports/verdict/wanted-samples.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { isMeanOpen, judgeMean } from '../../../reports/verdict/judge-times.ts';
import { tally } from '../../../reports/verdict/ratio-tally.ts';
import { integrity, parseResults, recordsOfStage } from '../../../reports/verdict/read-results.ts';
import type { Cause, CheckRow, KpiRow, StageRow, Verdict } from '../../../reports/verdict/verdict-format.ts';
import { AT, check, CHECK_OF, failed, healthyBody, load, metric, probe, whole, type Parts } from './sample-records.ts';

const [AVAILABILITY, ERRORS, TIME] = [kpi('availability'), kpi('error-rate'), kpi('response-time')];
const many = (n: number, endpoint: string, more: Partial<HttpRecord> = {}): HttpRecord[] =>
  Array.from({ length: n }, () => probe(endpoint, more));
const took = (ms: number, endpoint = 'GET /a'): HttpRecord =>
  probe(endpoint, { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms } });

test('a record counts answers: 429 and access controls are not counted, and missing answers not for the error rate', () => {
  const wall = [{ code: 'edge-challenge' as const, message: 'wall' }];
  const walled = load('GET /a', 10, { valid: 3, rateLimited: 2, failures: wall });
  assert.deepEqual(tally(AVAILABILITY, [walled]), { failures: 0, n: 3, rateLimited: 2, blocked: 5 });
  const silent = load('GET /a', 10, { valid: 4, serverErrors: 1, timeouts: 3, ttfb: { n: 9, sumMs: 90, p95Ms: 9, maxMs: 9 } }); // prettier-ignore
  assert.deepEqual(tally(ERRORS, [silent]), { failures: 1, n: 6, rateLimited: 0, blocked: 0 });
  assert.deepEqual(tally(AVAILABILITY, [silent]), { failures: 6, n: 10, rateLimited: 0, blocked: 0 });
  // What was answered counts although no time was taken of it; 429 is an answer, and counts on neither side.
  const untimed = load('GET /a', 10, { valid: 4, serverErrors: 3, rateLimited: 2, ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 } }); // prettier-ignore
  assert.deepEqual(tally(ERRORS, [untimed]), { failures: 3, n: 7, rateLimited: 2, blocked: 0 });
});

test('one failure never breaches a line, and no sample holds one', () => {
  const line = AVAILABILITY.target;
  assert.equal(judgeLine(AVAILABILITY, line, { failures: 1, n: 1 }).verdict, 'suspected');
  assert.equal(judgeLine(AVAILABILITY, line, { failures: 2, n: 2 }).verdict, 'breach');
  assert.deepEqual(judgeLine(AVAILABILITY, line, { failures: 0, n: 0 }), {
    limit: '>= 99.9 %',
    verdict: 'not-judged',
    reason: '0 samples; 2995 clean ones show it',
  });
  // As many as clean ones would need, and one of them failed.
  assert.match(judgeLine(AVAILABILITY, line, { failures: 1, n: 2_995 }).reason, /^1 of 2995 failed; at 95 % .* more samples decide$/); // prettier-ignore
  assert.match(judgeLine(AVAILABILITY, line, { failures: 1, n: 2_994 }).reason, /^2994 samples; 2995 clean/);
});

test('a suspicion needs more samples; without one, or with a proved breach, none are needed', () => {
  const wanted = (good: number, bad: number): number =>
    samplesWanted(AVAILABILITY, [...many(good, 'GET /a'), ...many(bad, 'GET /a', failed)]);
  assert.equal(wanted(10, 0), 0);
  // One failure is within 99.5 % of 200 samples.
  assert.equal(wanted(10, 1), 189);
  assert.equal(wanted(500, 2), 0);
  assert.equal(wanted(0, 10), 0);
});

test('an endpoint with one failure warns where all together are not down; with two it is suspected', () => {
  const parts = (bad: number, others: number): string[] =>
    judgeRatio(AVAILABILITY, [
      ...many(60, 'GET /a'),
      ...many(bad, 'GET /a', failed),
      ...many(others, 'GET /b'),
    ]).parts.map(({ subject, verdict }) => `${subject} ${verdict}`);
  assert.deepEqual(parts(1, 400), ['GET /a warn', 'GET /b pass']);
  assert.deepEqual(parts(2, 900), ['GET /a suspected', 'GET /b pass']);
  assert.deepEqual(parts(1, 30), ['GET /a suspected', 'GET /b not-judged']);
  assert.match(judgeRatio(AVAILABILITY, [...many(60, 'GET /a'), ...many(2, 'GET /a', failed), ...many(900, 'GET /b')]).reason, /^GET \/a: /); // prettier-ignore
});

test('the mean of two samples has an interval, one sample has none, and sums have none', () => {
  const five = (ms: readonly number[], endpoint?: string): HttpRecord[] => ms.map((one) => took(one, endpoint));
  assert.equal(isMeanOpen(TIME, five([1_990, 2_010, 1_990, 2_010, 1_999])), true);
  assert.equal(isMeanOpen(TIME, five([1_000, 1_000, 1_000, 1_000, 1_000])), false);
  // Thirty answers, 100 ms above and below 2,010 ms: the variance of a sample is n / (n - 1) of the square.
  const thirty = five(Array.from({ length: 30 }, (_, i) => 2_010 + (i % 2 === 0 ? 100 : -100)));
  const half = MEAN_RULE.standardErrors * Math.sqrt((100 ** 2 * 30) / 29 / 30);
  assert.match(
    judgeMean(TIME, thirty).reason,
    new RegExp(`at the limit, ${half.toFixed(1)} ms either way: mean of 30`),
  );
});

test('a single slow answer is a suspicion: without it the others must exceed the limit, too', () => {
  const reason = (ms: readonly number[]): string | undefined =>
    judgeMean(TIME, [...many(40, 'GET /b'), ...ms.map((one) => took(one))]).parts.find((part) => part.subject === 'GET /a')?.reason; // prettier-ignore
  assert.match(reason([100, 100, 100, 100, 9_999]) ?? '', /^one slow answer alone: mean of 5, /);
  assert.match(reason([1_999, 1_999, 1_999, 1_999, 2_100]) ?? '', /^one slow answer alone: /);
  // Without the slowest the mean of the others is at the limit, which breaks it.
  assert.match(reason([2_000, 2_000, 2_000, 2_000, 2_100]) ?? '', /^at the limit, /);
});

const judged = (parts: Parts = {}, problems: string[] = []): Verdict => judge({ records: whole(parts), problems });
const kpiRow = (verdict: Verdict, id: string): KpiRow => verdict.kpis.find((one) => one.id === id) as KpiRow;
const checkRow = (verdict: Verdict, id: string): CheckRow => verdict.checks.find((one) => one.id === id) as CheckRow;
const stageOf = (verdict: Verdict, stage: string): StageRow => verdict.stages.find((one) => one.stage === stage) as StageRow; // prettier-ignore
const causes = (verdict: Verdict): string[] => verdict.causes.map(({ verdict: word, id, message }: Cause) => `${word} ${id}: ${message}`); // prettier-ignore
const without = (id: string, ...more: ResultRecord[]): ResultRecord[] => [
  ...healthyBody().filter((r) => r.kind !== 'check' || r.id !== id),
  ...more,
];
const ended = (stage: StageRecord['stage'], status: StageRecord['status'], reason?: string): StageRecord => ({
  kind: 'stage',
  at: AT,
  stage,
  status,
  durationMs: 5,
  records: 0,
  ...(reason === undefined ? {} : { reason }),
});

test('a healthy run has no cause, and the duration of its end record', () => {
  assert.deepEqual(causes(judged()), []);
  assert.equal(judged().durationMs, 60_000);
  const [run, ...rest] = whole();
  const late = rest.filter((r) => r.kind !== 'end').map((r, i) => (i === 3 ? { ...r, at: '2026-01-02T03:04:15.000Z' } : r)); // prettier-ignore
  assert.equal(judge({ records: [run as ResultRecord, ...late], problems: [] }).durationMs, 10_000);
  assert.equal(judge({ records: [], problems: [] }).durationMs, 0);
});

test('the identity of a run comes from its record, otherwise from the options', () => {
  const who = ({ runId, target, profile, startedAt }: Verdict) => [runId, target, profile, startedAt];
  const options = { runId: 'mine', target: 'http://t.invalid' };
  assert.deepEqual(who(judge({ records: whole(), problems: [] }, options)), ['run-1', 'http://127.0.0.1:4000', 'quick', AT]); // prettier-ignore
  assert.deepEqual(who(judge({ records: [], problems: [] }, options)), ['mine', 'http://t.invalid', null, null]);
  assert.deepEqual(who(judge({ records: [], problems: [] })), ['unknown', 'unknown', null, null]);
});

test('a stage that did not come to its end: the status and the reason reach its checks', () => {
  const id = CHECK_OF.journeys;
  const gone = (status: StageRecord['status'], reason?: string): Verdict =>
    judged({ body: without(id, ended('journeys', status, reason)) });
  const reasonOf = (verdict: Verdict): string => `${checkRow(verdict, id).verdict}: ${checkRow(verdict, id).reason}`;
  assert.equal(reasonOf(gone('skipped', 'no browser')), 'skipped: stage skipped: no browser');
  assert.equal(reasonOf(gone('inconclusive')), 'inconclusive: stage could not judge');
  assert.equal(reasonOf(gone('inconclusive', 'wall')), 'inconclusive: stage could not judge: wall');
  assert.equal(reasonOf(gone('broken', 'crash')), 'broken: no result (stage broken: crash)');
  assert.equal(reasonOf(gone('done')), 'broken: no result');
  assert.deepEqual(stageOf(gone('broken'), 'journeys'), { stage: 'journeys', status: 'broken', durationMs: 5 });
  assert.deepEqual(causes(gone('inconclusive', 'wall')), [
    `inconclusive ${id}: journeys is well: stage could not judge: wall`,
    'inconclusive stage journeys: inconclusive: wall',
  ]);
  assert.deepEqual(causes(gone('skipped')), [
    `inconclusive ${id}: did not run: journeys is well: stage skipped`,
    'inconclusive stage journeys: skipped',
  ]);
  assert.deepEqual(causes(gone('broken')).slice(-1), ['broken stage journeys: broken']);
});

test('a row adds up its variants and gives the reason of the worst one', () => {
  const id = CHECK_OF.journeys;
  const variant = (name: string | undefined, more: Partial<CheckRecord>): CheckRecord =>
    check(id, 'journeys', { ...(name === undefined ? {} : { variant: name }), ...more });
  const said = (message: string) => [{ code: 'assertion' as const, message }];
  const found = checkRow(
    judged({
      body: without(
        id,
        variant('phone', { outcome: 'warn', failures: said('slow') }),
        variant('desktop', { outcome: 'fail', failures: [...said('first'), ...said('second')] }),
        variant(undefined, { outcome: 'fail', failures: said('other') }),
      ),
    }),
    id,
  );
  assert.deepEqual([found.verdict, found.reason, found.durationMs], ['breach', 'first', 300]);
  assert.deepEqual(
    found.variants.map((one) => ('variant' in one ? one.variant : 'none')),
    ['phone', 'desktop', 'none'],
  );
  assert.equal('reason' in checkRow(judged(), id), false);
});

test('a failure without a message is still a breach while our own network is down; one about the path is not', () => {
  const id = CHECK_OF.journeys;
  const down = check('contract.trending', 'contracts', { outcome: 'inconclusive', failures: [{ code: 'own-network', message: 'no network' }] }); // prettier-ignore
  const verdictOf = (failures: CheckRecord['failures']): string =>
    checkRow(judged({ body: [...without(id, check(id, 'journeys', { outcome: 'fail', failures })).filter((r) => r.kind !== 'check' || r.id !== 'contract.trending'), down] }), id).verdict; // prettier-ignore
  assert.equal(verdictOf([]), 'breach');
  assert.equal(verdictOf([{ code: 'dns', message: 'no name' }]), 'inconclusive');
  assert.equal(verdictOf([{ code: 'dns', message: 'no name' }, { code: 'assertion', message: 'x' }]), 'breach'); // prettier-ignore
});

test('causes: the worst first, a suspicion as such, and why a check failed', () => {
  const id = CHECK_OF.security;
  const body = without(
    id,
    check(id, 'security', { outcome: 'warn', failures: [{ code: 'header', message: 'no CSP' }] }),
    probe('GET /', failed),
    metric('lcp', [9_000, 9_000, 9_000], { subject: '/slow' }),
  );
  const said = causes(judged({ body }));
  assert.deepEqual(
    said.map((one) => one.split(':')[0]),
    ['breach lcp', 'warn availability', 'warn error-rate', `warn ${id}`],
  );
  assert.match(said[3] ?? '', /: security is well: no CSP$/);
});

test('a suspicion of a required KPI makes the run inconclusive, and is marked as not proved', () => {
  const body = [...healthyBody(1).filter((r) => r.kind !== 'http'), ...many(60, 'GET /'), probe('GET /', failed)];
  const [first] = causes(judged({ body }));
  assert.match(first ?? '', /^inconclusive availability: suspected, not proved: .*: 98\.36 %, limit >= 99\.9 %; < 5 % failures: 1 of 61/); // prettier-ignore
});

test('a KPI whose stage ended early has both reasons; after a failed front door it is not judged', () => {
  const id = CHECK_OF.audits;
  const noAudit = without(id, ended('audits', 'inconclusive', 'no browser')).filter((r) => r.kind === 'stage' || !('stage' in r && r.stage === 'audits')); // prettier-ignore
  const lcp = kpiRow(judged({ body: noAudit }), 'lcp');
  assert.equal(lcp.reason, 'nothing measured (stage audits inconclusive: no browser)');
  const door = check(CHECK_OF['front-door'], 'front-door', { outcome: 'fail', failures: [{ code: 'server-error', message: '500' }] }); // prettier-ignore
  const dead = judged({
    body: [door, ...(['contracts', 'security', 'journeys', 'audits', 'load'] as const).map((one) => ended(one, 'skipped'))], // prettier-ignore
  });
  assert.equal(kpiRow(dead, 'lcp').verdict, 'not-judged');
  assert.deepEqual(causes(dead), [`breach ${CHECK_OF['front-door']}: front-door is well: 500`]);
  // A warning of the front door is no dead one: what was skipped stays open.
  const warned = judged({ body: [{ ...door, outcome: 'warn' }, ...(['contracts', 'security', 'journeys', 'audits', 'load'] as const).map((one) => ended(one, 'skipped'))] }); // prettier-ignore
  assert.equal(warned.verdict, 'inconclusive');
});

test('a KPI measured only by the front door names the stages that it needs', () => {
  const stages = ['front-door'] as const;
  const body = [check(CHECK_OF['front-door'], 'front-door'), probe('GET /', { stage: 'front-door' })];
  const found = kpiRow(judged({ stages, body }), 'response-time');
  assert.equal(found.verdict, 'not-selected');
  assert.match(found.reason, /^not judged by the stages selected; it needs contracts or \w+.* \(1 samples, 30 needed/);
  assert.equal(kpiRow(judged({ stages, body: body.slice(0, 1) }), 'response-time').reason.includes('('), false);
});

test('only a load run limited by 429 leaves the response time undecided, and only a busy machine drops its times', () => {
  const capped = (stage: 'load' | 'security', code: 'rate-limited' | 'machine'): KpiRow =>
    kpiRow(judged({ body: without(CHECK_OF[stage], check(CHECK_OF[stage], stage, { outcome: 'inconclusive', failures: [{ code, message: 'why' }] })) }), 'response-time'); // prettier-ignore
  assert.deepEqual([capped('load', 'rate-limited').verdict, capped('load', 'rate-limited').reason], ['inconclusive', 'why']); // prettier-ignore
  assert.equal(capped('security', 'rate-limited').verdict, 'pass');
  assert.deepEqual(capped('load', 'machine').sources.map(({ source }) => source), ['probe']); // prettier-ignore
  assert.deepEqual(capped('security', 'machine').sources.map(({ source }) => source), ['probe', 'load']); // prettier-ignore
});

test('a stage counts its checks, requests and figures, and neither its end nor another stage', () => {
  const records = whole({ body: [check('a', 'audits'), metric('lcp', [1]), probe('GET /'), ended('audits', 'done')] });
  assert.equal(recordsOfStage(records, 'audits'), 2);
  assert.equal(recordsOfStage(records, 'contracts'), 1);
});

test('inconsistent records are reported completely', () => {
  const records = whole({ body: [ended('audits', 'done')] });
  const again = records.toSpliced(-1, 0, ended('audits', 'done'));
  assert.deepEqual(integrity(again.map((r) => (r.kind === 'end' ? { ...r, records: again.length - 1 } : r))), [
    'stage audits ended 2 times',
  ]);
  assert.deepEqual(integrity(records.map((r) => (r.kind === 'stage' && r.stage === 'load' ? { ...r, records: 7 } : r))), [
    'stage load wrote 7 records, 0 are in the results',
  ]); // prettier-ignore
  assert.deepEqual(integrity(records.map((r) => (r.kind === 'end' ? { ...r, records: 99 } : r))), [
    `the run wrote 99 records before its end, ${records.length - 1} are in the results`,
  ]);
  assert.deepEqual(integrity([]), [
    'the results have no run record: the planned checks are unknown',
    'the results have no end record: the run did not end',
  ]);
  const refused = load('GET /', 10, { valid: 8, rateLimited: 2 });
  assert.deepEqual(integrity(whole({ body: [refused] })), []);
  assert.deepEqual(integrity(whole({ body: [{ ...refused, rateLimited: 3 }] })), ['GET /: more answers than its 10 requests']); // prettier-ignore
});

test('the message of a foreign line contains its place and error', () => {
  assert.match(parseResults('{"kind":"end","at":7}\n').problems[0] ?? '', /^line 1 of the results is not a record: at: Invalid input: expected string/); // prettier-ignore
});

test('a variant lists its attempts only if there were several', () => {
  const id = CHECK_OF.journeys;
  const [plain] = checkRow(judged(), id).variants;
  assert.ok(plain && !('attempts' in plain) && !('earlier' in plain) && !('variant' in plain));
  const again = checkRow(judged({ body: without(id, check(id, 'journeys', { outcome: 'warn', attempts: 2 })) }), id);
  assert.equal(again.variants[0]?.attempts, 2);
});

test('a single sample of a load run has no interval; a load run without times has no p95', () => {
  const untimed = load('GET /a', 40, { ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 } });
  const timed = load('GET /a', 40, { ttfb: { n: 40, sumMs: 400, p95Ms: 30, maxMs: 60 } });
  assert.equal(judgeMean(TIME, [untimed, timed]).reason, 'mean of 40, p95 30 ms, slowest 60 ms');
  // Pairs are sums, not samples: their own p95 is shown.
  const pairs = Array.from({ length: 20 }, () => load('GET /a', 2, { ttfb: { n: 2, sumMs: 200, p95Ms: 150, maxMs: 190 } })); // prettier-ignore
  assert.equal(judgeMean(TIME, [...pairs, load('GET /a', 2, { ttfb: { n: 2, sumMs: 200, p95Ms: 170, maxMs: 190 } })]).reason, 'mean of 42, p95 170 ms, slowest 190 ms'); // prettier-ignore
});

test('a run has its commit, and causes are sorted by precedence', () => {
  const commit = 'a'.repeat(40);
  assert.equal(judged({ run: { commit } }).commit, commit);
  assert.equal('commit' in judged(), false);
  const of = (id: string, stage: CheckRecord['stage'], outcome: CheckRecord['outcome']): CheckRecord =>
    check(id, stage, { outcome, failures: [{ code: 'assertion', message: `${outcome} it is` }] });
  const ids = [CHECK_OF.contracts, CHECK_OF.security, CHECK_OF.journeys, CHECK_OF.audits];
  const body = [
    ...healthyBody().filter((r) => r.kind !== 'check' || !ids.includes(r.id)),
    of(CHECK_OF.contracts, 'contracts', 'warn'),
    of(CHECK_OF.security, 'security', 'inconclusive'),
    of(CHECK_OF.journeys, 'journeys', 'fail'),
    of(CHECK_OF.audits, 'audits', 'broken'),
  ];
  assert.deepEqual(
    judged({ body }).causes.map(({ verdict }) => verdict),
    ['breach', 'broken', 'inconclusive', 'warn'],
  );
});
