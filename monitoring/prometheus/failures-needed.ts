// How many failures of n answers are proof, as a step function: the exact binomial test, tabulated for PromQL, which has none.
import { PROMETHEUS_RULES } from '../../judging.ts';

export type Needed = { first: number; from: number[] };

/** The fewest failures that `isProof` accepts, for each n from 1 on, as its first value and where it grows by one. */
export function failuresNeeded(isProof: (failures: number, n: number) => boolean): Needed {
  let needed = 1;
  let first = 0;
  const from: number[] = [];
  for (let n = 1; n <= PROMETHEUS_RULES.mostAnswers; n += 1) {
    // More than n of n cannot be: then nothing is proof yet.
    while (needed <= n && !isProof(needed, n)) {
      needed += 1;
      if (n > 1) from.push(n);
    }
    if (n === 1) first = needed;
  }
  return { first, from };
}

/** What the step function says of n. */
export const neededOf = ({ first, from }: Needed, n: number): number => first + from.filter((at) => n >= at).length;
