import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUDGETS, rowsFor, show, showLimit } from '../../../checks/audits/audit-budgets.ts';
import { failureOf, judgeRows, type Judged } from '../../../checks/audits/judge-audit.ts';
import type { Sample } from '../../../checks/audits/sequential-runs.ts';
import { KPIS } from '../../../kpis.ts';

const good = Object.fromEntries(BUDGETS.map((row) => [row.id, row.op.startsWith('>') ? 1 : 0]));
const sample = (figures: Record<string, number> = {}, machineProblem?: string): Sample => ({
  figures: { ...good, ...figures },
  machineProblem,
});
const judge = (samples: Sample[], least = 3, findings = {}): Judged[] => judgeRows(samples, BUDGETS, least, findings);
const of = (judged: Judged[], id: string): Judged => judged.find(({ row }) => row.id === id) as Judged;
const wrong = (judged: Judged[]): string[] =>
  judged.filter(({ verdict }) => verdict !== 'pass').map(({ row, verdict }) => `${row.id} ${verdict}`);

test('a page within its budgets passes every row', () => {
  const judged = judge([sample(), sample(), sample()]);
  assert.equal(judged.length, BUDGETS.length);
  assert.deepEqual(wrong(judged), []);
  assert.ok(judged.every((row) => !('reason' in row)));
});
test('each row turns red for a value just beyond its limit, and holds at it unless the operator is strict', () => {
  for (const row of BUDGETS) {
    const beyond = row.limit + (row.op.startsWith('<') ? 0.001 : -0.001);
    assert.deepEqual(wrong(judge([sample({ [row.id]: beyond })], 1)), [`${row.id} ${row.level}`]);
    const strict = row.op === '<' || row.op === '>';
    assert.equal(of(judge([sample({ [row.id]: row.limit })], 1), row.id).verdict, strict ? row.level : 'pass', row.id);
  }
});
test('the median decides, not the best and not the worst', () => {
  assert.deepEqual(wrong(judge([sample({ tbt: 10 }), sample({ tbt: 20 }), sample({ tbt: 9_000 })])), []);
  assert.deepEqual(wrong(judge([sample({ tbt: 10 }), sample({ tbt: 900 }), sample({ tbt: 9_000 })])), ['tbt fail']);
});
test('on a busy machine a missed timing is inconclusive, a layout shift still fails', () => {
  const judged = judge([1, 2, 3].map(() => sample({ tbt: 900, cls: 0.5 }, 'this machine is busy')));
  assert.deepEqual(wrong(judged), ['cls fail', 'tbt inconclusive']);
  assert.deepEqual(failureOf(of(judged, 'tbt'), '/'), {
    code: 'machine',
    message: 'tbt on /: 900 ms found, but this machine is busy',
  });
});
test('on a busy machine a timing within its limit passes, and the reason names the machine', () => {
  const { verdict, reason } = of(judge([1, 2, 3].map(() => sample({ tbt: 100 }, 'busy'))), 'tbt');
  assert.deepEqual({ verdict, reason }, { verdict: 'pass', reason: 'busy' });
});
test('with three runs on an idle machine only those decide', () => {
  const busy = [1, 2, 3, 4].map(() => sample({ tbt: 900 }, 'busy'));
  const fit = [1, 2, 3].map(() => sample({ tbt: 100 }));
  assert.deepEqual(wrong(judge([...busy, ...fit])), []);
  assert.deepEqual(wrong(judge([...busy, ...fit.slice(1)])), ['tbt inconclusive']);
});
test('a figure that Lighthouse could not measure is inconclusive, never a pass', () => {
  const without = Object.fromEntries(Object.entries(good).filter(([id]) => id !== 'lcp'));
  const judged = judge([{ figures: without }]);
  assert.deepEqual(wrong(judged), ['lcp inconclusive']);
  assert.equal(failureOf(of(judged, 'lcp'), '/')?.code, 'no-data');
  assert.ok(judge([]).every(({ verdict }) => verdict === 'inconclusive'));
});
test('a failure contains the row, the value, the limit, every run and the findings', () => {
  const runs = [sample({ tbt: 300 }), sample({ tbt: 310.4 }), sample({ tbt: 290 })];
  assert.equal(
    failureOf(of(judge(runs), 'tbt'), '/x')?.message,
    'tbt on /x: 300 ms, must be <= 200 ms; median of 3: 300 ms, 310 ms, 290 ms',
  );
  const spans = judge([...runs, sample({ tbt: 100 }), sample({ tbt: 305 })]);
  assert.equal(
    of(spans, 'tbt').reason,
    'must be <= 200 ms; median of 5: 300 ms, 310 ms, 290 ms, 100 ms, 305 ms; its interval spans the limit',
  );
  const title = judge([sample({ 'document-title': 0 })], 1, { 'document-title': 'no <title>' });
  assert.equal(
    failureOf(of(title, 'document-title'), '/x')?.message,
    'document-title on /x: 0, must be >= 1; a single run; no <title>',
  );
});
test('every KPI of the audits is a row with the limit of kpis.ts, and every row has a source', () => {
  const rows = BUDGETS.filter((row) => row.kpi !== undefined);
  const kpis = KPIS.filter((kpi) => kpi.stages.includes('audits'));
  assert.deepEqual(
    rows.map(({ kpi, op, limit }) => ({ id: kpi, target: { op, limit } })),
    kpis.map(({ id, target }) => ({ id, target })),
  );
  assert.ok(BUDGETS.every((row) => row.source.length > 5));
  assert.equal(new Set(BUDGETS.map((row) => row.id)).size, BUDGETS.length);
});
test('the rows are those of the selected categories, without the exempt rows of a private page', () => {
  assert.ok(rowsFor(['performance']).every((row) => row.category === 'performance'));
  assert.ok(!rowsFor(['seo'], ['lighthouse-seo']).some((row) => row.id === 'lighthouse-seo'));
});
test('values are printed in their unit, limits with their operator', () => {
  assert.deepEqual(
    [show(1_402.4, 'ms'), show(13.44, 'ms'), show(512.6, 'kB'), show(0.0123, 'ratio'), show(3, 'count')],
    ['1,402 ms', '13.4 ms', '513 kB', '0.012', '3'],
  );
  assert.equal(showLimit(BUDGETS[0] as (typeof BUDGETS)[number]), '<= 2,500 ms');
});
