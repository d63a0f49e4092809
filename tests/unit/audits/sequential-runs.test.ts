import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUDGETS, type Budget } from '../../../checks/audits/audit-budgets.ts';
import { median, medianInterval } from '../../../common/statistics.ts';
import { asksForMore, nextRun, unclear, type Sample } from '../../../checks/audits/sequential-runs.ts';

const limit = { op: '<=', limit: 200 } as const;
const tbt = BUDGETS.find((row) => row.id === 'tbt') as Budget;
const speedIndex = BUDGETS.find((row) => row.id === 'speed-index') as Budget;
const samples = (values: number[], machineProblem?: string): Sample[] =>
  values.map((value) => ({ figures: { tbt: value, 'speed-index': value }, machineProblem }));

test('the median of an empty list is undefined, of an even number of values the mean of two', () => {
  assert.equal(median([]), undefined);
  assert.equal(median([3]), 3);
  assert.equal(median([4, 1, 3, 2]), 2.5);
});

/** The same from its definition: the ordered runs k-th from either end, the largest k with at least 95 %. */
function naive(n: number): { k: number; confidence: number } {
  const choose = (m: number): number =>
    Array.from({ length: m }, (_, i) => (n - i) / (i + 1)).reduce((a, b) => a * b, 1);
  const confidence = (k: number): number =>
    1 - (2 * Array.from({ length: k }, (_, m) => choose(m)).reduce((a, b) => a + b, 0)) / 2 ** n;
  const k = [...Array(Math.floor(n / 2)).keys()].map((i) => i + 1).findLast((i) => confidence(i) >= 0.95) ?? 1;
  return { k, confidence: confidence(k) };
}
for (const n of [2, 3, 5, 6, 7, 8, 9, 12, 20, 31]) {
  test(`the interval of the median of ${n} runs is that of the binomial distribution`, () => {
    const { k, confidence } = naive(n);
    const found = medianInterval(Array.from({ length: n }, (_, i) => n - i));
    assert.equal(found?.low, k);
    assert.equal(found?.high, n - k + 1);
    assert.ok(Math.abs((found?.confidence ?? 0) - confidence) < 1e-12);
  });
}
test('six runs are the fewest whose range holds the median at 95 %', () => {
  assert.ok((medianInterval([1, 2, 3, 4, 5])?.confidence ?? 1) < 0.95);
  assert.ok((medianInterval([1, 2, 3, 4, 5, 6])?.confidence ?? 0) > 0.95);
  assert.deepEqual(medianInterval([7]), { low: 7, high: 7, confidence: 0 });
  assert.equal(medianInterval([]), undefined);
});

test('a verdict is unclear while the runs lie on both sides of the limit', () => {
  assert.equal(unclear([150, 199, 200], limit), false);
  assert.equal(unclear([150, 199, 201], limit), true);
  assert.equal(unclear([201, 500], limit), false);
  assert.equal(unclear([], limit), false);
});
test('with nine runs one outlier does not make it unclear: the interval of the median decides', () => {
  assert.equal(unclear([1, 2, 3, 4, 5, 6, 7, 8, 900], limit), false);
  assert.equal(unclear([1, 2, 3, 4, 5, 6, 7, 800, 900], limit), true);
});

test('an unclear row causes more runs, a row that only warns does not', () => {
  assert.equal(asksForMore(samples([100, 190, 210]), [speedIndex, tbt], 3), tbt);
  assert.equal(asksForMore(samples([100, 190, 199]), [speedIndex, tbt], 3), undefined);
  assert.equal(asksForMore(samples([100, 190, 2_900, 3_100]), [speedIndex], 3), undefined);
});
test('a missed limit with too few runs on an idle machine causes more runs, a met limit does not', () => {
  assert.equal(asksForMore(samples([300, 310, 320], 'busy'), [tbt], 3), tbt);
  assert.equal(asksForMore(samples([100, 110, 120], 'busy'), [tbt], 3), undefined);
  assert.equal(asksForMore([...samples([300, 310, 320], 'busy'), ...samples([100, 110, 120])], [tbt], 3), undefined);
  assert.equal(asksForMore([{ figures: {}, machineProblem: 'busy' }], [tbt], 3), undefined, 'nothing was measured');
});

const rules = { least: 3, most: 7, extra: 4, idleWaitMs: 0 };
test('the first three runs are always made', () => {
  assert.deepEqual(nextRun([], [tbt], rules), { number: 1 });
  assert.deepEqual(nextRun(samples([100, 900]), [tbt], rules), { number: 3 });
});
test('an unclear page gets a fourth run up to its seventh, a clear one none', () => {
  assert.deepEqual(nextRun(samples([100, 190, 210]), [tbt], rules), { number: 4, asking: tbt });
  assert.equal(nextRun(samples([100, 190, 199]), [tbt], rules), undefined);
  assert.equal(nextRun(samples([100, 300, 100, 300, 100, 300, 100]), [tbt], rules), undefined);
});
test('no page gets an extra run when all that the profile allows are used', () => {
  assert.equal(nextRun(samples([100, 190, 210]), [tbt], { ...rules, extra: 0 }), undefined);
  assert.deepEqual(nextRun(samples([100]), [tbt], { ...rules, extra: 0 }), { number: 2 });
});
test('a single requested run is enough for a verdict', () => {
  const quick = { least: 1, most: 1, extra: 0, idleWaitMs: 0 };
  assert.equal(nextRun(samples([300]), [tbt], quick), undefined);
});
