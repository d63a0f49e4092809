import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUDGETS, type Budget } from '../../../checks/audits/audit-budgets.ts';
import { againstPast } from '../../../checks/audits/earlier-medians.ts';
import { rankTest } from '../../../common/rank-test.ts';
import type { KpiId } from '../../../kpis.ts';

const close = (found: number | undefined, expected: number): void =>
  assert.ok(Math.abs((found ?? Number.NaN) - expected) < 1e-9, `${found}, expected ${expected}`);

// scipy 1.17.1: mannwhitneyu(now, before, alternative='two-sided', method='exact'), where no values are equal.
for (const { before, now, p } of [
  { before: [1, 2, 3, 4, 5], now: [6, 7, 8], p: 0.03571428571428571 },
  { before: [1.1, 2.7, 3.2, 4.9, 5.5, 6.1], now: [2.2, 5.9, 7.3], p: 0.5476190476190476 },
  { before: [900, 910, 925, 940, 890, 905, 915], now: [1400, 1410, 930], p: 0.03333333333333333 },
  { before: [3, 1, 4, 1.5, 9, 2.6, 5, 3.5], now: [2, 7, 1.8, 2.8], p: 0.8080808080808081 },
]) {
  test(`the rank test of ${now.join(' ')} against ${before.join(' ')} equals scipy's result`, () => {
    close(rankTest(before, now)?.p, p);
  });
}

/** By trying every choice of ranks. */
function naive(before: readonly number[], now: readonly number[]): number {
  const all = [...now, ...before];
  const rank = all.map((v) => all.filter((w) => w < v).length + (all.filter((w) => w === v).length + 1) / 2);
  const middle = (rank.reduce((a, b) => a + b, 0) * now.length) / all.length;
  const off = (chosen: readonly number[]): number => Math.abs(chosen.reduce((s, i) => s + (rank[i] ?? 0), 0) - middle);
  const seen = off(now.map((_, i) => i));
  const sets = Array.from({ length: 2 ** all.length }, (_, bits) =>
    all.flatMap((_v, i) => ((bits >> i) & 1 ? [i] : [])),
  );
  const same = sets.filter((set) => set.length === now.length);
  return same.filter((set) => off(set) >= seen - 1e-9).length / same.length;
}
for (const [before, now] of [
  [
    [1, 1, 2, 2, 3],
    [2, 3, 3],
  ],
  [
    [0, 0, 0, 0, 0, 0],
    [0, 0, 1],
  ],
  [
    [5, 5, 5],
    [5, 5],
  ],
  [[1], [2]],
  [
    [0.01, 0.02, 0.02, 0.03, 0.01, 0.02, 0.02],
    [0.02, 0.2, 0.19],
  ],
] as const) {
  test(`with equal values (${now.join(' ')} against ${before.join(' ')}) it is exact, too`, () => {
    close(rankTest(before, now)?.p, naive(before, now));
  });
}
test("Cliff's delta is 1 if all are larger, -1 if all are smaller, 0 if all are equal", () => {
  assert.equal(rankTest([1, 2], [3, 4])?.delta, 1);
  assert.equal(rankTest([3, 4], [1, 2])?.delta, -1);
  assert.equal(rankTest([5, 5], [5, 5])?.delta, 0);
  assert.equal(rankTest([1, 3], [2])?.delta, 0);
});
test('an empty list gives undefined', () => {
  assert.equal(rankTest([], [1]), undefined);
  assert.equal(rankTest([1], []), undefined);
});
test('seven runs against twenty medians can be counted, and p is a chance', () => {
  const p = rankTest(
    Array.from({ length: 20 }, (_, i) => i * 1.7),
    [3, 9, 12, 30, 31, 32, 33],
  )?.p;
  assert.ok(p !== undefined && p > 0 && p < 1);
});

const row = (id: string): Budget & { kpi: KpiId } => BUDGETS.find((r) => r.id === id) as Budget & { kpi: KpiId };
const past = [900, 910, 925, 940, 890, 905, 915];

test('a page that became slower is worse, with its earlier median, effect and p', () => {
  assert.deepEqual(againstPast(row('lcp'), [1_400, 1_390, 1_420], past), {
    runs: 7,
    median: 910,
    effect: 1,
    p: 2 / 120,
    worse: true,
    text: 'worse than before: 910 ms in 7 earlier runs, +490 ms, effect 1.00, p 0.017',
  });
});
test('a page that became faster is better, and no warning', () => {
  const found = againstPast(row('lcp'), [500, 490, 510], past);
  assert.equal(found?.worse, false);
  assert.match(found?.text ?? '', /^better than before: 910 ms/);
});
test('a score that fell is worse', () => {
  const scores = [0.99, 0.98, 1, 0.99, 0.98, 1];
  assert.equal(againstPast(row('lighthouse-performance'), [0.8, 0.79, 0.8], scores)?.worse, true);
});
test('a change that is too small, or not significant, does not count', () => {
  assert.match(againstPast(row('lcp'), [950, 951, 952], past)?.text ?? '', /^as before/);
  assert.match(againstPast(row('lcp'), [1_400, 880, 700], past)?.text ?? '', /^as before/);
});
test('with fewer than five earlier runs nothing is compared', () => {
  assert.equal(againstPast(row('lcp'), [1_400, 1_390, 1_420], past.slice(0, 4)), undefined);
  assert.equal(againstPast(row('lcp'), [], past), undefined);
});
