// The smaller decisions of a judgement: which record counts where there are several, what a row without data shows, and the words for both.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kpi } from '../../../kpis.ts';
import type { HttpRecord, ResultRecord } from '../../../reports/result.ts';
import { checkRows, context, stageRows } from '../../../reports/verdict/check-verdicts.ts';
import { judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { judgeMean } from '../../../reports/verdict/judge-times.ts';
import { judgeMedian, judgeStatus } from '../../../reports/verdict/kpi-figures.ts';
import { rollbackAdvice } from '../../../reports/verdict/rollback-advice.ts';
import type { KpiRow, Verdict } from '../../../reports/verdict/verdict-format.ts';
import { samplesWanted } from '../../../reports/verdict/wanted-samples.ts';
import { whatNow } from '../../../reports/verdict/what-now.ts';
import { AT, check, CHECK_OF, failed, healthyBody, load, metric, probe, whole, type Parts } from './sample-records.ts';

const [AVAILABILITY, ERRORS, TIME, LCP, SCORE] = (
  ['availability', 'error-rate', 'response-time', 'lcp', 'lighthouse-seo'] as const
).map((id) => kpi(id)) as [ReturnType<typeof kpi>, ReturnType<typeof kpi>, ReturnType<typeof kpi>, ReturnType<typeof kpi>, ReturnType<typeof kpi>]; // prettier-ignore
const many = (n: number, endpoint: string, more: Partial<HttpRecord> = {}): HttpRecord[] =>
  Array.from({ length: n }, () => probe(endpoint, more));
const took = (ms: number, endpoint = 'GET /a'): HttpRecord =>
  probe(endpoint, { ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms } });
const judged = (parts: Parts = {}): Verdict => judge({ records: whole(parts), problems: [] });
const rowOf = (verdict: Verdict, id: KpiRow['id']): KpiRow => {
  const row = verdict.kpis.find((one) => one.id === id);
  assert.ok(row);
  return row;
};
const DOOR = check(CHECK_OF['front-door'], 'front-door', {
  outcome: 'fail',
  failures: [{ code: 'assertion', message: 'no heading' }],
});
const ended = (stage: 'contracts' | 'journeys', status: 'done' | 'skipped' | 'broken', reason?: string): ResultRecord => ({ kind: 'stage', at: AT, stage, status, durationMs: 7, records: 0, ...(reason === undefined ? {} : { reason }) }); // prettier-ignore

test('pages are named with their variant, and each says its own figure', () => {
  const phone = { subject: '/shows', variant: 'phone' };
  const found = judgeMedian(LCP, [metric('lcp', [9_000, 9_000, 9_000], phone), metric('lcp', [8_000, 8_000, 8_000], { subject: '/a' })]); // prettier-ignore
  assert.equal(
    found.reason,
    '/a 8,000 ms (median of 3 runs: 8,000 ms, 8,000 ms, 8,000 ms); /shows (phone) 9,000 ms (median of 3 runs: 9,000 ms, 9,000 ms, 9,000 ms)',
  );
  assert.deepEqual(
    found.parts.map(({ subject, variant }) => [subject, variant]),
    [
      ['/a', undefined],
      ['/shows', 'phone'],
    ],
  );
  assert.equal(found.found, 9_000);
  // A score is worst where it is lowest.
  assert.equal(judgeMedian(SCORE, [metric('lighthouse-seo', [0.95], { subject: '/a' }), metric('lighthouse-seo', [0.91], { subject: '/b', variant: 'phone' })]).reason, 'worst: /b (phone), a single run'); // prettier-ignore
});

test('of several records of a page the first note and the first comparison are shown, wherever they stand', () => {
  const page = (samples: number[], note?: string, past?: { worse: boolean; text: string }) =>
    metric('lcp', samples, {
      ...(note === undefined ? {} : { note }),
      ...(past === undefined ? {} : { past: { runs: 9, median: 900, effect: 1, p: 0.01, ...past } }),
    });
  const found = judgeMedian(LCP, [
    page([1_000]),
    page([1_000], 'first note', { worse: true, text: 'first past' }),
    page([1_000], 'second note', { worse: false, text: 'second past' }),
  ]);
  assert.deepEqual(
    [found.verdict, found.parts[0]?.reason],
    ['warn', 'median of 3 runs: 1,000 ms, 1,000 ms, 1,000 ms; first note; first past'],
  );
  const status = (note?: string) => metric('health', [1], { ...(note === undefined ? {} : { note }) });
  assert.equal(judgeStatus(kpi('health'), [status(), status('one'), status('two')]).parts[0]?.reason, 'one');
});

test('a source without any answer has no figure, in each ratio and mean', () => {
  const silent = load('GET /a', 0, { requests: 3, valid: 0, ttfb: { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 } });
  const none = { source: 'load', n: 0, found: null, text: 'no data' };
  assert.deepEqual(judgeRatio(ERRORS, [...many(20, 'GET /a'), silent]).sources[1], none);
  assert.deepEqual(judgeMean(TIME, [...many(20, 'GET /a'), silent]).sources[1], none);
  assert.deepEqual(judgeRatio(ERRORS, [silent]).parts, [{ subject: 'GET /a', n: 0, found: null, text: 'no data', verdict: 'not-judged', reason: judgeRatio(ERRORS, [silent]).parts[0]?.reason }]); // prettier-ignore
});

test('the p95 of sums is the largest, of single answers their own, and of no answer none', () => {
  const sums = (p95Ms: number) => load('GET /a', 40, { ttfb: { n: 40, sumMs: 400, p95Ms, maxMs: 90 } });
  assert.match(judgeMean(TIME, [sums(30), sums(50), sums(40)]).reason, /^mean of 120, p95 50 ms, slowest 90 ms$/);
  const empty = load('GET /a', 0, { requests: 2, valid: 0, ttfb: { n: 0, sumMs: 0, p95Ms: 999, maxMs: 0 } });
  assert.match(judgeMean(TIME, [sums(30), empty]).reason, /p95 30 ms/);
  assert.equal(judgeMean(TIME, [empty]).reason, 'no valid answer and no timeout to measure');
  assert.match(judgeMean(TIME, many(40, 'GET /a')).reason, /^mean of 40, p95 40 ms, slowest 40 ms$/);
  // One slow answer alone has no others that could confirm it.
  const row = judgeMean(TIME, [took(9_000, 'GET /b'), ...many(60, 'GET /a')]).parts.find(
    ({ subject }) => subject === 'GET /b',
  );
  assert.equal(row?.verdict, 'not-judged');
});

test('one endpoint proved to breach needs no more samples, whatever the others do', () => {
  const proved = [...many(400, 'GET /a', failed), ...many(20, 'GET /b')];
  assert.equal(samplesWanted(AVAILABILITY, proved), 0);
});

test('a stage counts by its first end, and one that did not end is broken', () => {
  const run = whole({ stages: ['contracts', 'journeys'] })[0];
  assert.ok(run?.kind === 'run');
  const rows = stageRows(run, [ended('contracts', 'skipped', 'first'), ended('contracts', 'done')]);
  assert.deepEqual(
    rows.filter(({ stage }) => stage === 'contracts' || stage === 'journeys' || stage === 'load'),
    [
      { stage: 'contracts', status: 'skipped', reason: 'first', durationMs: 7 },
      { stage: 'journeys', status: 'broken', reason: 'did not end', durationMs: 0 },
      { stage: 'load', status: 'not-selected', durationMs: 0 },
    ],
  );
  assert.deepEqual(stageRows(undefined, [])[0], { stage: 'front-door', status: 'not-selected', durationMs: 0 });
});

test('a check without a result takes no time, and says why it has none', () => {
  const records = whole({ stages: ['contracts'], body: [ended('contracts', 'broken', 'killed')] });
  const [run] = records;
  assert.ok(run?.kind === 'run');
  const unselected = run.checks.map(({ reason: _reason, ...one }) => one);
  const ctx = context([{ ...run, checks: unselected }, ...records.slice(1)]);
  const shown = checkRows(ctx, [{ id: 'contract.extra', stage: 'contracts', title: 'extra' }]).map(
    ({ id, verdict, reason, durationMs, variants }) => [id, verdict, reason, durationMs, variants.length],
  );
  assert.deepEqual(shown, [
    ['front-door.home', 'not-selected', 'not selected', 0, 0],
    ['contract.trending', 'broken', 'no result (stage broken: killed)', 0, 0],
    ...['security.headers', 'journey.voting.signed-in', 'audit.home', 'load.latency'].map((id) => [id, 'not-selected', 'not selected', 0, 0]), // prettier-ignore
    ['contract.extra', 'broken', 'declared, but missing from the run record', 0, 0],
  ]);
});

test('a check of two variants shows the first failure of its worst one, and what an earlier attempt found', () => {
  const failure = (message: string) => [{ code: 'assertion' as const, message }];
  const earlier = [{ outcome: 'fail' as const, durationMs: 1, failures: failure('earlier') }];
  const id = CHECK_OF.journeys;
  const body = [
    ...healthyBody().filter((r) => !(r.kind === 'check' && r.id === id)),
    check(id, 'journeys', { variant: 'desktop', outcome: 'warn', failures: failure('a warning') }),
    check(id, 'journeys', { variant: 'phone', outcome: 'fail', failures: failure('first'), attempts: 2, earlier }),
    check(id, 'journeys', { variant: 'phone', outcome: 'fail', failures: failure('second') }),
  ];
  const row = judged({ body }).checks.find((one) => one.id === id);
  assert.deepEqual([row?.verdict, row?.reason, row?.durationMs], ['breach', 'first', 300]);
  assert.deepEqual(
    row?.variants.map((one) => [one.variant, one.attempts, one.earlier]),
    [
      ['desktop', undefined, undefined],
      ['phone', 2, earlier],
      ['phone', undefined, undefined],
    ],
  );
});

test('a dead front door explains missing data only of a stage that it skipped', () => {
  const stages = ['front-door', 'contracts'] as const;
  const verdictOf = (end: ResultRecord, door = [DOOR]): string =>
    rowOf(judged({ stages, body: [...door, end] }), 'availability').verdict;
  assert.equal(verdictOf(ended('contracts', 'skipped', 'the front door failed')), 'not-judged');
  // The stage broke by itself: its missing data is not explained by the door.
  assert.equal(verdictOf(ended('contracts', 'broken', 'killed')), 'inconclusive');
  assert.equal(verdictOf(ended('contracts', 'skipped'), []), 'inconclusive');
  // Skipped was another stage than the one that feeds the figure.
  const both = judged({
    stages: ['front-door', 'contracts', 'journeys'],
    body: [DOOR, ended('contracts', 'broken'), ended('journeys', 'skipped')],
  });
  assert.equal(rowOf(both, 'availability').verdict, 'inconclusive');
});

test('the reason of a figure without data names each stage that did not end well', () => {
  const body = healthyBody().filter((r) => r.kind !== 'metric' && r.kind !== 'http');
  const { reason } = rowOf(judged({ body: [...body, ended('contracts', 'broken', 'killed')] }), 'health');
  assert.equal(reason, 'nothing measured (stage contracts broken: killed)');
  const bare = rowOf(judged({ body: [...body, ended('contracts', 'broken')] }), 'health');
  assert.equal(bare.reason, 'nothing measured (stage contracts broken)');
});

test('a check left out by --only makes the figures of its stage informative; one left out otherwise does not', () => {
  const required = (reason: string, stage: 'contracts' | 'journeys' = 'contracts'): boolean => {
    const [run] = whole();
    assert.ok(run?.kind === 'run');
    const extra = { id: 'contract.x', stage, title: 'x', selected: false, reason };
    return rowOf(judged({ run: { checks: [...run.checks, extra] } }), 'health').required;
  };
  assert.deepEqual([required('left out by --only'), required('nightly only'), required('left out by --only', 'journeys')], [false, true, true]); // prettier-ignore
});

test('advice: a part of the gate is said to be one, and contacts can be missing', () => {
  const verdict = judged();
  assert.equal(whatNow(verdict).text, 'Every required KPI is met.');
  const [first, ...others] = verdict.kpis;
  assert.ok(first);
  const only = (required: boolean): Verdict => ({
    ...verdict,
    kpis: [{ ...first, required }, ...others.map((row) => ({ ...row, required: false }))],
  });
  assert.equal(whatNow(only(true)).text, 'Every required KPI is met.');
  assert.match(whatNow(only(false)).text, /^What ran has passed\. It was a part of the gate/);
  const breach: Verdict = { ...verdict, verdict: 'breach', target: 'https://site.example' };
  // No row says which severity: as the runbook's P1.
  const advice = whatNow(breach);
  assert.match(advice.text, /^P1, respond within 15 min\./);
  assert.deepEqual(advice.tell, []);
});

test('a rollback to the address that is the alias itself searches the list by a whole commit id only', () => {
  const target = 'https://site.example';
  const good = (commit: string, address: string) => rollbackAdvice(target, { commit, address, at: AT }).commands;
  const id = 'a'.repeat(40);
  assert.deepEqual(good(id, target), [`vercel ls --scope swbams-projects -m githubCommitSha=${id} | grep mysetlist-sonnet`]); // prettier-ignore
  for (const other of ['a'.repeat(39), 'a'.repeat(41), 'main; rm'])
    assert.deepEqual(good(other, target), ['vercel ls --scope swbams-projects | grep mysetlist-sonnet']);
  assert.deepEqual(good(id, 'site-abc.vercel.app'), ['vercel alias set site-abc.vercel.app site.example']);
});
