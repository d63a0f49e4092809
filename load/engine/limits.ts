// What this machine can hold with the embedded engine. More is refused before the start: an overloaded generator would
// only void its own run. Figures from `npm run bench -- load-capacity` on two cores.
import { invalidConfig } from './codes.ts';
import { vuNeeds, type Scenario } from './options.ts';

/** A realm with the script in it: 50 of them take about 20 MB, connections and answers included 60. */
const VU_BYTES = 2 * 2 ** 20;
const SHARE_OF_MEMORY = 0.8;
/** All VUs share one core, and it takes about 1 ms to make each. */
const MOST_VUS = 2_000;
/** Iterations with one request each that one core starts, sends and measures in a second while the site's work takes another. */
const MOST_PER_SECOND = 5_000;

export type Machine = { memoryBytes: number };
export const thisMachine = (): Machine => ({ memoryBytes: process.availableMemory() });

const fastest = (s: Scenario): number =>
  s.executor === 'arrival-rate' ? Math.max(s.start, ...s.stages.map((stage) => stage.target)) : 0;

/** @throws EngineError 104 with the advice to use k6. Scenarios count as if all ran at once. */
export function refuseTooMuch(list: readonly Scenario[], { memoryBytes }: Machine): void {
  const vus = list.reduce((sum, s) => sum + vuNeeds(s).most, 0);
  const fit = Math.floor(Math.min((memoryBytes * SHARE_OF_MEMORY) / VU_BYTES, MOST_VUS));
  if (vus > fit)
    throw invalidConfig(`${vus} VUs do not fit this machine (about ${fit} do): use k6 itself for this load`);
  const rate = list.reduce((sum, s) => sum + fastest(s), 0);
  const holds = MOST_PER_SECOND;
  if (rate > holds) {
    throw invalidConfig(
      `${Math.round(rate)} iterations/s are more than the embedded engine starts on a core (about ${holds}): use k6 itself for this load`,
    );
  }
}
