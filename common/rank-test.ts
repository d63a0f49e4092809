// Exact Mann-Whitney test, with the usual effect sizes.

export type Change = {
  /** Two-sided p: the probability of ranks at least this uneven if nothing changed. */
  p: number;
  /** Cliff's delta, -1..1: the probability that a new value is larger than an old one, minus the probability that it is smaller. */
  delta: number;
};

/** Ranks from 1; equal values share the mean of theirs. Doubled, so that they are whole numbers. */
function doubledRanks(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return values.map((value) => sorted.indexOf(value) + 1 + sorted.lastIndexOf(value) + 1);
}

/**
 * Compares `now` with `before`. Exact also with equal values: it counts, over all ways to choose as many values as `now` has, how
 * often their rank sum is at least as far from the middle. Undefined if either list is empty. For up to a few hundred values.
 */
export function rankTest(before: readonly number[], now: readonly number[]): Change | undefined {
  if (before.length === 0 || now.length === 0) return undefined;
  const ranks = doubledRanks([...now, ...before]);
  const total = ranks.reduce((a, b) => a + b, 0);
  const k = now.length;
  // ways[j][s]: the number of choices of j ranks with the sum s.
  const ways: Map<number, number>[] = Array.from({ length: k + 1 }, () => new Map<number, number>());
  ways[0]?.set(0, 1);
  for (const rank of ranks) {
    for (let j = k; j >= 1; j -= 1) {
      for (const [sum, count] of ways[j - 1] ?? []) {
        const to = ways[j] as Map<number, number>;
        to.set(sum + rank, (to.get(sum + rank) ?? 0) + count);
      }
    }
  }
  const middle = (total * k) / ranks.length;
  const seen = Math.abs(ranks.slice(0, k).reduce((a, b) => a + b, 0) - middle);
  let [all, extreme] = [0, 0];
  for (const [sum, count] of ways[k] ?? []) {
    all += count;
    if (Math.abs(sum - middle) >= seen - 1e-9) extreme += count;
  }
  return { p: extreme / all, delta: cliffsDelta(before, now) };
}

function cliffsDelta(before: readonly number[], now: readonly number[]): number {
  const signs = now.flatMap((n) => before.map((b) => Math.sign(n - b)));
  return signs.reduce((a, b) => a + b, 0) / signs.length;
}
