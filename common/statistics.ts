// The statistics of the verdict. All results are exact unless a comment says otherwise; tested against naive implementations.
import { MEDIAN_CONFIDENCE } from '../judging.ts';

const finite = (values: readonly number[]): readonly number[] => {
  for (const v of values) if (!Number.isFinite(v)) throw new RangeError(`not a finite number: ${v}`);
  return values;
};

/** Arithmetic mean; undefined for an empty list. Throws RangeError on NaN and infinities. */
export const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : finite(values).reduce((a, b) => a + b, 0) / values.length;

/** Quantile `q` in 0..1, linear between the two nearest samples (Hyndman-Fan type 7); undefined for an empty list. */
export function quantile(values: readonly number[], q: number): number | undefined {
  if (!(q >= 0 && q <= 1)) throw new RangeError(`quantile out of 0..1: ${q}`);
  if (values.length === 0) return undefined;
  const sorted = finite(values).toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] as number;
  const high = sorted[Math.ceil(at)] as number;
  return low + (high - low) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number | undefined => quantile(values, 0.5);

/** The median of at least one number. Throws RangeError for an empty list. */
export function medianOfSome(values: readonly number[]): number {
  const found = median(values);
  if (found === undefined) throw new RangeError('the median of an empty list');
  return found;
}

/**
 * A 95 % confidence interval of the true median: two of the ordered runs, for any
 * distribution. With fewer than 6 runs it is the whole range, with its own confidence.
 */
export function medianInterval(
  values: readonly number[],
): { low: number; high: number; confidence: number } | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const n = sorted.length;
  if (n === 0) return undefined;
  // Probability that the median is outside the k-th run from either end: binomial(n, 1/2) <= k - 1, twice.
  let beyond = 2 * 0.5 ** n;
  let k = 1;
  for (let term = 0.5 ** n; 2 * (k + 1) <= n; k += 1) {
    term *= (n - k + 1) / k;
    if (beyond + 2 * term > 1 - MEDIAN_CONFIDENCE) break;
    beyond += 2 * term;
  }
  return { low: sorted[k - 1] as number, high: sorted[n - k] as number, confidence: Math.max(0, 1 - beyond) };
}

// Lanczos, g = 7: about 15 digits for x >= 0.5, the only range used here.
const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

function lnGamma(x: number): number {
  const z = x - 1;
  const t = z + 7.5;
  const sum = LANCZOS.reduce((s, c, i) => (i === 0 ? c : s + c / (z + i)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Continued fraction of the incomplete beta function, Lentz's method (Numerical Recipes 6.4). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  const guard = (v: number): number => (Math.abs(v) < tiny ? tiny : v);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-15) return h;
  }
  throw new RangeError(`incomplete beta does not converge at x=${x} a=${a} b=${b}`);
}

/** Regularised incomplete beta I_x(a, b), for a, b >= 1: the probability that Beta(a, b) is at most x. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (!(x >= 0 && x <= 1 && a > 0 && b > 0)) throw new RangeError(`incomplete beta: x=${x} a=${a} b=${b}`);
  if (x === 0 || x === 1) return x;
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
  // The fraction converges fast on this side of the mean; the other side is computed by symmetry.
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(1 - x, b, a)) / b;
}

function counts(failures: number, n: number): void {
  if (!Number.isInteger(n) || !Number.isInteger(failures) || failures < 0 || failures > n) {
    throw new RangeError(`not a count of failures: ${failures} of ${n}`);
  }
}

function solve(a: number, b: number, chance: number): number {
  let low = 0;
  let high = 1;
  for (let i = 0; i < 200 && high - low > 1e-16; i++) {
    const middle = (low + high) / 2;
    if (incompleteBeta(middle, a, b) < chance) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Exact one-sided upper bound (Clopper-Pearson) of the failure rate. Without samples:  1. */
export function upperBound(failures: number, n: number, confidence: number): number {
  counts(failures, n);
  return failures === n ? 1 : solve(failures + 1, n - failures, confidence);
}

/** Exact one-sided lower bound (Clopper-Pearson) of the failure rate. Without samples:  0. */
export function lowerBound(failures: number, n: number, confidence: number): number {
  counts(failures, n);
  return failures === 0 ? 0 : solve(failures, n - failures + 1, 1 - confidence);
}

/** Clean samples needed to show a failure rate of at most `limit`: ln(1 - confidence) / ln(1 - limit), rounded up. */
export const cleanSamples = (limit: number, confidence: number): number =>
  Math.ceil(Math.log(1 - confidence) / Math.log1p(-limit));

export type SprtRule = { promised: number; broken: number; falseAlarm: number; miss: number };

/**
 * Wald's sequential test of a failure rate: as `promised`, `broken`, or more samples are needed. `more` is how many
 * clean samples would still be needed to conclude `promised`.
 */
export function sprt(
  failures: number,
  n: number,
  rule: SprtRule,
): { decision: 'promised' | 'broken' | 'undecided'; more: number } {
  counts(failures, n);
  const clean = Math.log((1 - rule.broken) / (1 - rule.promised));
  const ratio = failures * Math.log(rule.broken / rule.promised) + (n - failures) * clean;
  const accept = Math.log(rule.miss / (1 - rule.falseAlarm));
  if (ratio <= accept) return { decision: 'promised', more: 0 };
  const more = Math.ceil((accept - ratio) / clean);
  return { decision: ratio >= Math.log((1 - rule.miss) / rule.falseAlarm) ? 'broken' : 'undecided', more };
}
