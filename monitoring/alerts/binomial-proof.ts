// Whether failures prove that a limit is missed. Exact and fast. The bounds that are shown come from the same statistics.
import { PROOF } from '../../judging.ts';
import { rememberResults } from '../../common/remember-results.ts';
import { incompleteBeta } from '../../common/statistics.ts';

/** The chance of at least `failures` in `n` where each fails with `rate`. Exact: the regularised incomplete beta function. */
export function chanceOfAtLeast(failures: number, n: number, rate: number): number {
  if (failures <= 0) return 1;
  if (failures > n) return 0;
  return incompleteBeta(rate, failures, n - failures + 1);
}

/** The same few counts are needed at every judging. */
const chance = rememberResults(200_000, chanceOfAtLeast);

/** More failures than a site that meets its target has by chance. */
export const exceedsChance = (failures: number, n: number): boolean =>
  failures / n > PROOF.promised && chance(failures, n, PROOF.promised) < PROOF.chance;

/** More than `allowed` fail, at the confidence of the gate, and not by chance. */
export const isProvedAbove = (failures: number, n: number, allowed: number): boolean =>
  failures / n > allowed && chance(failures, n, allowed) < 1 - PROOF.confidence && exceedsChance(failures, n);
