import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RATIO_RULES } from '../../../kpis.ts';
import {
  cleanSamples,
  incompleteBeta,
  lowerBound,
  mean,
  median,
  quantile,
  sprt,
  upperBound,
} from '../../../common/statistics.ts';

/** The naive reference: sums of binomial terms, each built by multiplication. */
function binomialAtMost(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= k; i++) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
}

const near = (found: number, wanted: number, within: number): void =>
  assert.ok(Math.abs(found - wanted) <= within, `${found} is not within ${within} of ${wanted}`);

test('the incomplete beta function is the tail of the binomial distribution', () => {
  for (const [k, n, p] of [
    [1, 1, 0.3],
    [1, 10, 0.01],
    [5, 12, 0.5],
    [3, 96, 0.02],
    [40, 60, 0.7],
    [2, 3_000, 0.001],
  ] as const) {
    near(incompleteBeta(p, k, n - k + 1), 1 - binomialAtMost(k - 1, n, p), 1e-10);
  }
});

test('the bounds are where the binomial tail crosses the confidence', () => {
  for (const [f, n] of [
    [0, 1],
    [0, 96],
    [1, 12],
    [1, 96],
    [3, 598],
    [11, 12],
    [7, 3_000],
  ] as const) {
    near(binomialAtMost(f, n, upperBound(f, n, 0.95)), 0.05, 1e-9);
    if (f > 0) near(1 - binomialAtMost(f - 1, n, lowerBound(f, n, 0.95)), 0.05, 1e-9);
  }
});

test('the bounds without samples, without failures and with failures only are the extremes', () => {
  assert.equal(upperBound(0, 0, 0.95), 1);
  assert.equal(lowerBound(0, 0, 0.95), 0);
  assert.equal(lowerBound(0, 50, 0.95), 0);
  assert.equal(upperBound(50, 50, 0.95), 1);
  near(upperBound(0, 1, 0.95), 0.95, 1e-12);
  near(lowerBound(1, 1, 0.95), 0.05, 1e-12);
});

test('an impossible count is refused', () => {
  for (const [f, n] of [
    [2, 1],
    [-1, 4],
    [0.5, 4],
    [NaN, 4],
    [0, NaN],
  ] as const) {
    assert.throws(() => upperBound(f, n, 0.95), RangeError);
    assert.throws(() => lowerBound(f, n, 0.95), RangeError);
    assert.throws(() => sprt(f, n, RATIO_RULES.hardDown), RangeError);
  }
});

test('the clean samples that kpis.ts quotes are the recomputed ones, and one fewer does not do', () => {
  const { confidence, cleanSamples: quoted, hardDown } = RATIO_RULES;
  assert.equal(cleanSamples(0.005, confidence), quoted.alert);
  assert.equal(cleanSamples(0.001, confidence), quoted.target);
  for (const [n, limit] of [
    [quoted.alert, 0.005],
    [quoted.target, 0.001],
  ] as const) {
    assert.ok(upperBound(0, n, confidence) <= limit);
    assert.ok(upperBound(0, n - 1, confidence) > limit);
  }
  assert.equal(sprt(0, quoted.hardDown, hardDown).decision, 'promised');
  assert.equal(sprt(0, quoted.hardDown - 1, hardDown).decision, 'undecided');
});

test('one failure never proves a site down, two of few do, and the missing sample size is given', () => {
  const rule = RATIO_RULES.hardDown;
  assert.equal(sprt(0, 0, rule).decision, 'undecided');
  assert.equal(sprt(0, 0, rule).more, RATIO_RULES.cleanSamples.hardDown);
  for (const n of [1, 2, 12, 96]) assert.equal(sprt(1, n, rule).decision, 'undecided');
  assert.equal(sprt(2, 2, rule).decision, 'broken');
  const { more } = sprt(1, 96, rule);
  assert.equal(sprt(1, 96 + more, rule).decision, 'promised');
  assert.equal(sprt(1, 96 + more - 1, rule).decision, 'undecided');
});

test('the sequential test meets its stated error rates on a fixed stream of random numbers', () => {
  let seed = 12_345;
  const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
  const wrong = (rate: number, wanted: string, runs: number): number => {
    let errors = 0;
    for (let i = 0; i < runs; i++) {
      let f = 0;
      let n = 0;
      let decision = 'undecided';
      while (decision === 'undecided') {
        n += 1;
        if (random() < rate) f += 1;
        decision = sprt(f, n, RATIO_RULES.hardDown).decision;
      }
      if (decision !== wanted) errors += 1;
    }
    return errors / runs;
  };
  assert.ok(wrong(0.001, 'promised', 3_000) <= 0.003);
  assert.ok(wrong(0.05, 'broken', 2_000) <= 0.02);
});

test('mean, median and quantiles of an empty list are undefined, of one sample that sample', () => {
  assert.equal(mean([]), undefined);
  assert.equal(median([]), undefined);
  assert.equal(mean([7]), 7);
  assert.equal(quantile([7], 0.95), 7);
});

test('quantiles are interpolated linearly, for any order of the samples', () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 3, 2]), 2.5);
  assert.equal(median([5, 5, 5]), 5);
  assert.equal(quantile([10, 20, 30, 40, 50], 0.9), 46);
  assert.equal(quantile([1, 9], 0), 1);
  assert.equal(quantile([1, 9], 1), 9);
});

test('NaN is refused, not averaged', () => {
  assert.throws(() => mean([1, NaN]), RangeError);
  assert.throws(() => median([Infinity]), RangeError);
  assert.throws(() => quantile([1], 1.1), RangeError);
  assert.throws(() => quantile([1], NaN), RangeError);
});
