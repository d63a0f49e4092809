// A run as Allure's results: all stages, severities, known issues, attempts, history; and the report as one file without outside requests.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CHECKS } from '../../../checks/index.ts';
import { KPIS } from '../../../kpis.ts';
import { allureHistoryPoint } from '../../../reports/allure/allure-history.ts';
import { historyIdOf, type AllureResult } from '../../../reports/allure/allure-format.ts';
import { allureResults, type AllureFacts, type Played } from '../../../reports/allure/allure-results.ts';
import { withoutTraces } from '../../../reports/allure/allure-traces.ts';
import { NotSelfContained, offlineHtml } from '../../../reports/formats/offline-html.ts';
import { runbookPlace } from '../../../reports/runbook-place.ts';
import { FAILED_ONCE, type CheckRecord } from '../../../reports/result.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import type { Verdict } from '../../../reports/verdict/verdict-format.ts';
import { check, CHECK_OF, healthyBody, probe, whole } from './sample-records.ts';

const journey = (more: Partial<CheckRecord>): Verdict => {
  const others = healthyBody().filter((r) => !(r.kind === 'check' && r.stage === 'journeys'));
  return judge({
    records: whole({ body: [...others, check(CHECK_OF.journeys, 'journeys', { variant: 'phone', ...more })] }),
    problems: [],
  });
};
const failed = journey({ outcome: 'fail', failures: [{ code: 'assertion', message: 'no result' }] });
const of = (verdict: Verdict, id: string, facts?: AllureFacts): AllureResult[] =>
  allureResults(verdict, facts).filter(({ testCaseId }) => testCaseId === id);
const label = (result: AllureResult | undefined, name: string): string[] =>
  (result?.labels ?? []).flatMap((one) => (one.name === name ? [one.value] : []));
const played = (start: number, message: string): Played => ({
  labels: [
    { name: 'framework', value: 'playwright' },
    { name: 'tag', value: CHECK_OF.journeys },
  ],
  parameters: [{ name: 'Project', value: 'phone' }],
  steps: [{ name: message, status: 'passed', stage: 'finished', statusDetails: {}, steps: [], attachments: [] }],
  attachments: [{ name: 'picture', type: 'image/png', source: `${message}-attachment.png` }],
  start,
  stop: start + 5,
});

test('every KPI and check of every stage is a result, with its severity and its place in the runbook', () => {
  const results = allureResults(failed, { sourceOf: () => 'R6 Security Monitoring', runbook: 'https://a.example/r' });
  assert.deepEqual([...new Set(results.flatMap((one) => label(one, 'parentSuite')))].sort(), [
    'KPIs',
    'audits',
    'contracts',
    'front-door',
    'journeys',
    'load',
    'security',
  ]);
  const [one] = results.filter(({ testCaseId }) => testCaseId === CHECK_OF.journeys);
  assert.deepEqual([one?.status, label(one, 'severity')], ['failed', ['critical']]);
  assert.equal(one?.statusDetails.message, 'assertion: no result');
  assert.deepEqual(one?.links, [
    { type: 'link', name: 'Runbook: Security Incident Response', url: 'https://a.example/r#security' },
  ]);
  assert.match(one?.description ?? '', /Run it again: `npm run gate/);
  assert.equal(new Set(results.map(({ uuid }) => uuid)).size, results.length);
});

test('a check that was not judged is unknown, never passed', () => {
  const [open] = of(journey({ outcome: 'inconclusive' }), CHECK_OF.journeys);
  assert.equal(open?.status, 'unknown');
  const empty = judge({ records: whole({ body: [] }), problems: [] });
  assert.deepEqual(
    allureResults(empty).filter(({ status }) => status === 'passed'),
    [],
  );
});

test('a known issue is an accepted failure', () => {
  const row = failed.checks.find(({ id }) => id === CHECK_OF.journeys);
  const known = { state: 'known', fingerprint: 'f', owner: 'Ada', expires: '2026-12-01' } as const;
  const accepted = {
    ...failed,
    checks: [
      { ...row, verdict: 'warn', known: [known], variants: row?.variants.map((v) => ({ ...v, outcome: 'warn' })) },
    ],
  } as Verdict;
  const [one] = of(accepted, CHECK_OF.journeys);
  assert.deepEqual([one?.status, one?.statusDetails.known], ['failed', true]);
  assert.match(one?.description ?? '', /owner Ada, expires 2026-12-01/);
});

test('each attempt is a result of its own, with the steps and pictures that Playwright kept of it', () => {
  const message = 'no result';
  const twice = journey({
    outcome: 'warn',
    attempts: 2,
    durationMs: 300,
    earlier: [{ outcome: 'fail', durationMs: 100, failures: [{ code: 'assertion', message }] }],
    failures: [{ code: 'assertion', message: FAILED_ONCE + message }],
  });
  const [first, second] = of(twice, CHECK_OF.journeys, { played: [played(2_000, 'second'), played(1_000, 'first')] });
  assert.deepEqual([first?.status, first?.start, first?.steps[0]?.name], ['failed', 1_000, 'first']);
  assert.deepEqual([second?.status, second?.start, second?.steps[0]?.name], ['passed', 2_000, 'second']);
  assert.equal(second?.statusDetails.flaky, true);
  assert.equal(first?.historyId, second?.historyId);
});

test('a KPI that fails for one endpoint shows the figure of that endpoint', () => {
  const late = { ttfb: { n: 1, sumMs: 9_000, p95Ms: 9_000, maxMs: 9_000 } };
  const body = [...healthyBody(), ...Array.from({ length: 12 }, () => probe('GET /slow', late))];
  const [kpi] = of(judge({ records: whole({ body }), problems: [] }), 'response-time');
  assert.match(kpi?.name ?? '', /: 9,000 ms, limit < 2,000 ms$/);
  assert.ok(kpi?.steps.some(({ name, status }) => name.startsWith('GET /slow: 9,000 ms') && status === 'failed'));
});

test('traces are taken out wherever they are attached, other attachments and steps stay', () => {
  const trace = { name: 'trace', source: 'a-attachment.zip', type: 'application/vnd.allure.playwright-trace' };
  const picture = { name: 'how it ended', source: 'b-attachment.png', type: 'image/png' };
  const step = { name: 'Click Search', status: 'failed', stage: 'finished', statusDetails: {}, steps: [], attachments: [] } as const; // prettier-ignore
  const own = { ...step, name: 'trace', attachments: [trace] };
  const [one] = of(failed, CHECK_OF.journeys);
  assert.ok(one);
  const mixed = { ...step, name: 'After Hooks', steps: [own, step], attachments: [picture, trace] } as unknown as (typeof one.steps)[0]; // prettier-ignore
  const { result, traces } = withoutTraces({ ...one, attachments: [trace, picture], steps: [own as never, mixed] });
  assert.deepEqual([...new Set(traces)], ['a-attachment.zip']);
  assert.equal(traces.length, 4);
  assert.deepEqual(result.attachments, [picture]);
  assert.deepEqual(
    result.steps.map(({ name, steps, attachments }) => [name, steps.map((inner) => inner.name), attachments]),
    [['After Hooks', ['Click Search'], [picture]]],
  );
});

test('a point of the history has the ids by which Allure finds the same test again', () => {
  const point = allureHistoryPoint(failed);
  // md5 of the id, a dot, md5 of `Project:phone`: what @allurereport/core 3.18 makes of a result.
  const id = historyIdOf(CHECK_OF.journeys, 'phone');
  assert.match(id, /^[0-9a-f]{32}\.[0-9a-f]{32}$/);
  assert.equal((point.testResults[id] as { status: string }).status, 'failed');
  assert.ok(point.knownTestCaseIds.includes(id.slice(0, 32)));
  assert.equal(point.metrics['availability'], 100);
});

test('every source that names the runbook leads to a section that it has', () => {
  const runbook = readFileSync(path.join(import.meta.dirname, '../../../docs/runbook.md'), 'utf8');
  const sources = [...CHECKS.map(({ runbook: source }) => source), ...KPIS.map(({ source }) => source)];
  const places = sources.map((source) => [source, runbookPlace(source)] as const);
  for (const [source, place] of places) {
    if (place !== undefined)
      assert.ok(runbook.includes(`<a id="${place.anchor}"></a>\n\n## ${place.section}\n`), source);
    else assert.doesNotMatch(source, /\bR\d|Procedures/);
  }
  assert.ok(places.filter(([, place]) => place !== undefined).length > 100);
});

test('the tag manager is removed, the policy comes first, and the data is unchanged', () => {
  const page = offlineHtml(
    `<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><script src="data:text/javascript;base64,YQ=="></script>
    <script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script><script>function gtag(){}; gtag('js', 1)</script>
    <script>window.data = '</' + 'b>'</script><a href="https://allurereport.org">site</a></body></html>`,
  );
  assert.doesNotMatch(page, /gtag|googletagmanager/);
  assert.match(page, /<head><meta http-equiv="Content-Security-Policy" content="default-src 'none'; /);
  assert.match(page, /YQ==/);
  assert.match(page, /window\.data = '<\/' \+ 'b>'/);
});

for (const outside of [
  '<img src="https://a.example/b.png">',
  '<link rel="stylesheet" href="main.css">',
  '<iframe src="//a.example">',
])
  test(`a report that still loads something is refused: ${outside}`, () => {
    assert.throws(() => offlineHtml(`<html><head></head><body>${outside}</body></html>`), NotSelfContained);
  });
