// What this machine can hold with the embedded engine. More is refused before the start: an overloaded generator would
// only void its own run. Figures from `npm run bench -- load-capacity` on two cores.
import { availableParallelism } from 'node:os';
import { invalidConfig } from './codes.ts';
import { vuNeeds, type Scenario } from './options.ts';

/** A worker thread with its script; 50 of them take about 640 MB. */
const VU_BYTES = 2 * 2 ** 20;
const SHARE_OF_MEMORY = 0.8;
/** A thread takes about 40 ms of a core to start, and a core runs so many without starving the one that measures. */
const VUS_PER_CORE = 250;
/** Iterations with one request each that a core starts, sends and measures in a second, beside the others' work. */
const RATE_PER_CORE = 2_500;

export type Machine = { cores: number; memoryBytes: number };
export const thisMachine = (): Machine => ({ cores: availableParallelism(), memoryBytes: process.availableMemory() });

const fastest = (s: Scenario): number =>
  s.executor === 'arrival-rate' ? Math.max(s.start, ...s.stages.map((stage) => stage.target)) : 0;

/** @throws EngineError 104 with the advice to use k6. Scenarios count as if all ran at once. */
export function refuseTooMuch(list: readonly Scenario[], { cores, memoryBytes }: Machine): void {
  const vus = list.reduce((sum, s) => sum + vuNeeds(s).most, 0);
  const fit = Math.floor(Math.min((memoryBytes * SHARE_OF_MEMORY) / VU_BYTES, VUS_PER_CORE * cores));
  if (vus > fit)
    throw invalidConfig(`${vus} VUs do not fit this machine (about ${fit} do): use k6 itself for this load`);
  const rate = list.reduce((sum, s) => sum + fastest(s), 0);
  const holds = RATE_PER_CORE * cores;
  if (rate > holds) {
    throw invalidConfig(
      `${Math.round(rate)} iterations/s are more than the embedded engine starts on ${cores} cores (about ${holds}): use k6 itself for this load`,
    );
  }
}
