// How many failures of n answers prove a breach: the exact binomial test as a step function for PromQL, which has no binomial test.
import { PROMETHEUS_RULES } from '../../judging.ts';

export type Needed = { first: number; from: number[] };

/** The minimum number of failures that `isProof` accepts for each n from 1: its first value, and each n at which it grows by one. */
export function failuresNeeded(isProof: (failures: number, n: number) => boolean): Needed {
  let needed = 1;
  let first = 0;
  const from: number[] = [];
  for (let n = 1; n <= PROMETHEUS_RULES.mostAnswers; n += 1) {
    // Stops at n + 1: even n failures of n answers are no proof.
    while (needed <= n && !isProof(needed, n)) {
      needed += 1;
      if (n > 1) from.push(n);
    }
    if (n === 1) first = needed;
  }
  return { first, from };
}

/** The value of the step function for n. */
export const neededOf = ({ first, from }: Needed, n: number): number => first + from.filter((at) => n >= at).length;
