// A run whose records are incomplete, repeated or left out on purpose: what is judged, what is only shown, and which causes it has.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STAGES } from '../../../kpis.ts';
import type { CheckRecord, ResultRecord, StageRecord } from '../../../reports/result.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import type { KpiRow, Verdict } from '../../../reports/verdict/verdict-format.ts';
import { AT, check, CHECK_OF, failed, healthyBody, probe, whole, type Parts } from './sample-records.ts';

const judged = (parts: Parts = {}): Verdict => judge({ records: whole(parts), problems: [] });
const rowOf = (verdict: Verdict, id: KpiRow['id']): KpiRow => {
  const row = verdict.kpis.find((one) => one.id === id);
  assert.ok(row);
  return row;
};
const causesOf = ({ causes }: Verdict): string[] => causes.map(({ verdict, id, message }) => `${verdict} ${id}: ${message}`); // prettier-ignore
const withoutCheck = (stage: CheckRecord['stage'], ...more: ResultRecord[]): ResultRecord[] => [
  ...healthyBody().filter((r) => r.kind !== 'check' || r.stage !== stage),
  ...more,
];
const ended = (stage: StageRecord['stage'], status: StageRecord['status']): StageRecord => ({ kind: 'stage', at: AT, stage, status, durationMs: 7, records: 0 }); // prettier-ignore
const DOOR = check(CHECK_OF['front-door'], 'front-door', {
  outcome: 'fail',
  failures: [{ code: 'assertion', message: 'no heading' }],
});

test('of two run records and two end records the first count, and the run is broken', () => {
  const records = whole();
  const [run] = records;
  assert.ok(run?.kind === 'run');
  const verdict = judge({
    records: [
      ...records,
      { ...run, runId: 'run-2', target: 'https://other.example' },
      { kind: 'end', at: AT, durationMs: 1, records: 1 },
    ],
    problems: [],
  });
  const { verdict: word, runId, target, durationMs } = verdict;
  assert.deepEqual([word, runId, target, durationMs], ['broken', 'run-1', 'http://127.0.0.1:4000', 60_000]);
});

test('without a run record no stage explains missing figures, and each of them is inconclusive', () => {
  const rows = judge({ records: [], problems: [] }).kpis.filter(({ verdict }) => verdict !== 'not-observable');
  assert.deepEqual(new Set(rows.map(({ verdict }) => verdict)), new Set(['inconclusive']));
  assert.equal(rows.find(({ id }) => id === 'lcp')?.reason, 'nothing measured');
});

test('a record with more answers than requests counts for no ratio', () => {
  const twice = probe('GET /', { valid: 1, serverErrors: 1 });
  const before = rowOf(judged(), 'availability').n;
  assert.equal(rowOf(judged({ body: [...healthyBody(), twice] }), 'availability').n, before);
  assert.equal(rowOf(judged({ body: [...healthyBody(), probe('GET /')] }), 'availability').n, before + 1);
});

test('the first load check that 429 limited is the reason of the response time', () => {
  const capped = (id: string): CheckRecord => check(id, 'load', { outcome: 'inconclusive', failures: [{ code: 'rate-limited', message: `429 in ${id}` }] }); // prettier-ignore
  const body = withoutCheck('load', capped(CHECK_OF.load), capped('load.spike'));
  assert.equal(rowOf(judged({ body }), 'response-time').reason, `429 in ${CHECK_OF.load}`);
});

test('a failed front door explains a figure if it skipped one of the stages that measure it', () => {
  const body = [DOOR, ended('contracts', 'skipped'), ended('load', 'broken')];
  const { verdict, reason } = rowOf(judged({ stages: ['front-door', 'contracts', 'load'], body }), 'health');
  assert.equal(verdict, 'not-judged');
  assert.match(reason, /stage contracts skipped/);
  const both = rowOf(judged({ stages: ['front-door', 'contracts', 'load'], body }), 'availability');
  assert.equal(both.verdict, 'not-judged');
  assert.match(both.reason, /stage contracts skipped; stage load broken/);
});

test('while our own network is down a figure that is not required is inconclusive, too', () => {
  const down = check(CHECK_OF.contracts, 'contracts', { outcome: 'inconclusive', failures: [{ code: 'own-network', message: 'no network' }] }); // prettier-ignore
  const inp = (body: ResultRecord[]): string[] => {
    const { required, verdict } = rowOf(judged({ body }), 'inp');
    return [String(required), verdict];
  };
  const none = healthyBody().filter((r) => r.kind !== 'metric' || r.kpi !== 'inp');
  assert.deepEqual(inp(none), ['false', 'not-judged']);
  assert.deepEqual(inp([...none.filter((r) => r.kind !== 'check' || r.stage !== 'contracts'), down]), ['false', 'inconclusive']); // prettier-ignore
});

test('a failed front door hides a skipped check only where it skipped a stage', () => {
  const body = [
    ...withoutCheck('security').filter((r) => r.kind !== 'check' || r.stage !== 'front-door'),
    DOOR,
    check(CHECK_OF.security, 'security', { outcome: 'skipped' }),
  ];
  assert.deepEqual(causesOf(judged({ body })), [
    `breach ${CHECK_OF['front-door']}: front-door is well: no heading`,
    `inconclusive ${CHECK_OF.security}: did not run: security is well`,
  ]);
});

test('a suspicion of an informative KPI warns, and the run is not held up', () => {
  const probes = Array.from({ length: 60 }, () => probe('GET /'));
  const body = [...healthyBody().filter((r) => r.kind !== 'http'), ...probes, probe('GET /', failed)];
  const verdict = judged({ body, run: { checksOnly: [...STAGES] } });
  const { required, verdict: word } = rowOf(verdict, 'availability');
  assert.deepEqual([required, word, verdict.verdict, verdict.exitCode], [false, 'suspected', 'warn', 0]);
  assert.deepEqual(verdict.causes.map(({ verdict: of, id }) => `${of} ${id}`), ['warn availability', 'warn error-rate']); // prettier-ignore
});

test('the cause of a check without a message is its title', () => {
  const body = withoutCheck('security', check(CHECK_OF.security, 'security', { outcome: 'warn' }));
  assert.deepEqual(causesOf(judged({ body })), [`warn ${CHECK_OF.security}: security is well`]);
});

test('a run that selected none of its checks is inconclusive; a KPI that passes is enough for a pass', () => {
  const nothing = judged({ body: [], stages: [] });
  assert.deepEqual(nothing.checks.map(({ verdict }) => verdict), STAGES.map(() => 'not-selected')); // prettier-ignore
  assert.deepEqual([nothing.verdict, ...causesOf(nothing)], [
    'inconclusive',
    'inconclusive results: no check was selected, so nothing was judged',
  ]); // prettier-ignore
  const checks = [{ id: CHECK_OF.contracts, stage: 'contracts' as const, title: 'x', selected: false, reason: 'nightly only' }]; // prettier-ignore
  const figures = judged({ body: healthyBody().filter((r) => r.kind !== 'check'), stages: ['contracts'], run: { checks } }); // prettier-ignore
  assert.deepEqual([figures.verdict, ...causesOf(figures)], ['pass']);
});
