// Several known issues, facts or severities at once: which one decides, and which one is named.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyToCheck, applyToKpi } from '../../../reports/verdict/apply-known-issues.ts';
import { groupCauses } from '../../../reports/verdict/group-causes.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { findingsOf } from '../../../reports/verdict/known-issues.ts';
import { rollbackAdvice } from '../../../reports/verdict/rollback-advice.ts';
import type { Cause, CheckRow, KpiRow, PartRow, Verdict } from '../../../reports/verdict/verdict-format.ts';
import { whatNow, type AdviceFacts } from '../../../reports/verdict/what-now.ts';
import { baselineOf } from '../../../reports/verdict/write-baseline.ts';
import { check, CHECK_OF, healthyBody, whole } from './sample-records.ts';
import { healthy, issue, known, kpiOf, NOW } from './sample-issues.ts';

const ID = CHECK_OF.journeys;
const checkOf = (more: Partial<CheckRow>): CheckRow => ({ ...(healthy.checks.find((one) => one.id === ID) as CheckRow), ...more }); // prettier-ignore
const part = (subject: string, found: number): PartRow => ({ subject, n: 3, found, text: `${found}`, verdict: 'breach', reason: 'r' }); // prettier-ignore
const failing = (verdict: CheckRow['verdict'], ...messages: string[]): CheckRow =>
  checkOf({
    verdict,
    reason: 'as reported',
    variants: [
      {
        outcome: 'fail',
        durationMs: 1,
        failures: messages.map((message) => ({ code: 'assertion', message })),
        evidence: [],
        rerun: 'x',
      },
    ],
  });

test('of several new findings the first is the reason', () => {
  const row = applyToCheck(failing('breach', 'a', 'b', 'c'), known(issue(ID, 'assertion', 'a')), 'gate');
  assert.deepEqual([row.verdict, row.reason], ['breach', 'b']);
});

test('of several open pages the first is the reason', () => {
  const slow = kpiOf('lcp', { verdict: 'breach', reason: 'slow', found: 9_000, parts: [part('/', 9_000), part('/b', 3_000)] }); // prettier-ignore
  const row = applyToKpi(slow, known(issue('lcp', 'kpi', '/', { found: 3_000 })), 'gate');
  assert.deepEqual([row.verdict, row.reason], ['breach', '/ is worse than the 3000 that is known; slow']);
});

test('a known finding does not turn a check green that could not be judged', () => {
  for (const verdict of ['inconclusive', 'broken'] as const) {
    const row = failing(verdict, 'a');
    assert.equal(applyToCheck(row, known(issue(ID, 'assertion', 'a')), 'gate'), row, verdict);
  }
  // With our own network down a timeout is inconclusive, although it is known.
  const timeout = { code: 'timeout' as const, message: 'the button did not appear' };
  const body = [
    ...healthyBody().filter((r) => r.kind !== 'check' || (r.id !== ID && r.stage !== 'contracts')),
    check(ID, 'journeys', { outcome: 'fail', failures: [timeout] }),
    check(CHECK_OF.contracts, 'contracts', { outcome: 'inconclusive', failures: [{ code: 'own-network', message: 'no network' }] }), // prettier-ignore
  ];
  const knownIssues = [issue(ID, 'timeout', timeout.message)];
  const { checks } = judge({ records: whole({ body }), problems: [] }, { knownIssues });
  assert.equal(checks.find(({ id }) => id === ID)?.verdict, 'inconclusive');
});

test('of two entries for one finding the first counts: a later one does not extend it, and a baseline preserves it', () => {
  const [old, later] = [{ expires: '2026-11-27', owner: 'Ann' }, { owner: 'Bob' }].map((more) => issue(ID, 'assertion', 'a', more)); // prettier-ignore
  assert.ok(old && later);
  assert.equal(applyToCheck(failing('breach', 'a'), known(old, later), 'gate').verdict, 'breach');
  assert.equal(applyToCheck(failing('breach', 'a'), known(later, old), 'gate').verdict, 'warn');
  const verdict: Verdict = { ...healthy, checks: [failing('breach', 'a')] };
  const { file } = baselineOf(verdict, { owner: 'new', days: 30, now: NOW, previous: [old, later] });
  assert.deepEqual(file.issues, [old]);
});

test('a list with one finding is that finding, not its heading', () => {
  assert.deepEqual(findingsOf({ message: 'Seen:\n- one' }), ['one']);
});

const cause = (id: string, verdict: Cause['verdict'] = 'breach'): Cause => ({ id, verdict, message: `of ${id}` });
const row = (id: string, stage: CheckRow['stage'], reason: string): CheckRow => checkOf({ id, stage, reason, verdict: 'breach' }); // prettier-ignore
const grouped = (causes: readonly Cause[], rows: readonly CheckRow[], kpis: readonly KpiRow[] = []): string[] =>
  groupCauses(causes, rows, kpis).map(({ id, fact, also, sameAs }) => [id, fact, also?.join('+'), sameAs].join(' | '));

test('checks whose messages are too short to be a fact have nothing in common', () => {
  const rows = [row('contract.a', 'contracts', '500'), row('contract.b', 'contracts', '404')];
  assert.deepEqual(grouped([cause('contract.a'), cause('contract.b')], rows), [
    'contract.a |  |  | ',
    'contract.b |  |  | ',
  ]);
});

test('checks that could not be prepared have their own facts where that of their culprit is too short', () => {
  const lost = 'could not prepare: see contract.a: x';
  const rows = [row('contract.a', 'contracts', '500'), row('journey.a', 'journeys', lost), row('journey.b', 'journeys', `${lost} y`)]; // prettier-ignore
  assert.deepEqual(grouped([cause('contract.a'), cause('journey.a'), cause('journey.b')], rows), [
    'contract.a |  |  | ',
    'journey.a |  |  | ',
    'journey.b |  |  | ',
  ]);
});

test('a KPI belongs to no fact where its request fails in two ways', () => {
  const rows = [
    row('contract.a', 'contracts', 'GET /api/search: status 500'),
    row('contract.b', 'contracts', 'GET /api/search: deadline passed'),
  ];
  const errors = kpiOf('error-rate', { verdict: 'breach', parts: [part('GET /api/search', 1)] });
  assert.deepEqual(grouped([cause('error-rate'), cause('contract.a'), cause('contract.b')], rows, [errors]), [
    'error-rate |  |  | ',
    'contract.a |  |  | ',
    'contract.b |  |  | ',
  ]);
});

test('a KPI that breaches leads a front door that is broken', () => {
  const rows = [row('front-door.a', 'front-door', 'GET /api/search: status 500')];
  const errors = kpiOf('error-rate', { verdict: 'breach', parts: [part('GET /api/search', 1)] });
  assert.deepEqual(grouped([cause('front-door.a', 'broken'), cause('error-rate')], rows, [errors]), [
    'front-door.a | GET /api/search 500 |  | error-rate',
    'error-rate | GET /api/search 500 | front-door.a | ',
  ]);
});

const FACTS: AdviceFacts = { contacts: { by: (severity) => [`on-call for ${severity}`], security: ['security team'] } };
const breaching = (...stages: CheckRow['stage'][]): Verdict => ({
  ...healthy,
  target: 'https://site.example',
  verdict: 'breach',
  checks: stages.map((stage) => ({ ...checkOf({ verdict: 'breach' }), id: CHECK_OF[stage], stage })),
});

test('the worst of several severities decides, and each contact of it is told', () => {
  const worst = whatNow(breaching('audits', 'journeys', 'security'), FACTS);
  assert.match(worst.text, /^P0, respond within /);
  assert.deepEqual([worst.decision, worst.tell], ['roll back', ['on-call for P0', 'security team']]);
  const least = whatNow(breaching('load', 'audits'), FACTS);
  assert.deepEqual([least.decision, least.tell], ['hold', ['on-call for P2']]);
});

test('a breach of security without known contacts tells nobody, and is still rolled back', () => {
  const { decision, tell } = whatNow(breaching('security'));
  assert.deepEqual([decision, tell], ['roll back', []]);
});

test('without a good deployment the advice names the time before which to look, if it is known', () => {
  const which = (before?: string): string => rollbackAdvice('https://site.example', undefined, before).which;
  assert.equal(which(), 'the newest deployment from before this one');
  assert.equal(which('2026-01-02T03:04:05.000Z'), 'the newest deployment from before 2026-01-02 03:04 UTC');
});
