// One simulated site, watched by the real code. All parts of the simulation use such runs.
import { seededRandom } from '../../common/seeded-random.ts';
import { TICK_RULES } from '../../judging.ts';
import type { Change } from '../incidents/incident.ts';
import { SimulatedSite, type Fault, type Schedule } from './simulated-site.ts';
import { SimulatedWatch } from './simulated-watch.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const DAY = 24 * 60 * MINUTE;
export const START = Date.UTC(2026, 1, 27);
export const SCHEDULE: Schedule = {
  everyMs: TICK_RULES.probeEveryMs,
  costlyEveryMs: TICK_RULES.costlyEveryMs,
  confirmRounds: TICK_RULES.confirmRounds,
  confirmEveryMs: TICK_RULES.confirmEveryMs,
  confirmationsPerMinute: TICK_RULES.confirmationsPerMinute,
};

export type RunInput = {
  seed: number;
  faults: readonly Fault[];
  forMs: number;
  /** Time between two judgings, ms. */
  cadenceMs: (random: () => number) => number;
  /** Ends the run early. */
  until?: (watch: SimulatedWatch) => boolean;
};
export type SimulatedRun = { watch: SimulatedWatch; opened: Change[] };

/** Skips the judging if nothing failed for 5 minutes and nothing is open, because no rule can change then. */
export function run({ seed, faults, forMs, cadenceMs, until }: RunInput): SimulatedRun {
  const random = seededRandom(seed);
  const site = new SimulatedSite(random, SCHEDULE, START, faults, 0);
  const watch = new SimulatedWatch(START, SCHEDULE.everyMs);
  const end = START + forMs;
  let next = START + cadenceMs(random);
  for (;;) {
    const { known, sample } = site.next();
    while (next < known && next < end) {
      if (watch.failures(next) > 0 || !watch.isCalm()) {
        watch.judge(next);
        if (until?.(watch) === true) return { watch, opened: openedOf(watch) };
      }
      next += cadenceMs(random);
    }
    if (known >= end) break;
    watch.add(sample);
  }
  return { watch, opened: openedOf(watch) };
}

const openedOf = (watch: SimulatedWatch): Change[] => watch.changes.filter(({ kind }) => kind === 'opened');
export const every = (ms: number) => () => ms;
