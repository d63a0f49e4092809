// What this machine can hold with the embedded engine. More is refused before the start: the generator would be overloaded,
// and its run void. Figures from `npm run bench -- load-capacity` on two cores.
import { SHARE_OF_MEMORY } from '../../judging.ts';
import { invalidConfig } from './codes.ts';
import type { Scenario } from './options.ts';

/** A realm with the script in it: 50 of them take about 20 MB, with connections and answers 60. */
const VU_BYTES = 2 * 2 ** 20;
/** All VUs share one core, and it takes about 1 ms to make each. */
const MOST_VUS = 2_000;
/** Iterations with one request each that one core starts, sends and measures in a second while the site uses the other. */
const MOST_PER_SECOND = 5_000;

/** Scenarios count as if all ran at once. @throws EngineError 104 with the advice to use k6. */
export function refuseTooMuch(list: readonly Scenario[], memoryBytes = process.availableMemory()): void {
  const vus = list.reduce((sum, { most }) => sum + most, 0);
  const fit = Math.floor(Math.min((memoryBytes * SHARE_OF_MEMORY) / VU_BYTES, MOST_VUS));
  if (vus > fit)
    throw invalidConfig(`${vus} VUs do not fit this machine (about ${fit} do): use k6 itself for this load`);
  const arrivals = list.filter(({ executor }) => executor.endsWith('arrival-rate'));
  const rate = Math.round(
    arrivals.reduce((sum, s) => sum + Math.max(s.start, ...s.stages.map((one) => one.target)), 0),
  );
  if (rate > MOST_PER_SECOND)
    throw invalidConfig(`${rate} iterations/s are more than this engine starts (about ${MOST_PER_SECOND}): use k6 itself for this load`); // prettier-ignore
}
