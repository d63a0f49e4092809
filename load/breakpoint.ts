// How much the site held while the arrival rate climbed: read off the slots of a breakpoint run. Pure.
import { holds, kpi } from '../kpis.ts';
import type { Climb } from './profiles.ts';
import { SLOTS, type Slot } from './windows.ts';

export type Answer = {
  /** Requests a second, all endpoints together, up to which every KPI held. */
  holdsPerSecond: number;
  /** What broke it, and where; undefined where it held to the end of the climb. */
  broke: string | undefined;
  /** What it must hold, all endpoints. */
  mustPerSecond: number;
};

/** Asked for in a slot, one endpoint: the area under the straight line. */
function due({ perMinute, toPerMinute, seconds }: Climb, slot: number): number {
  const middle = (slot + 0.5) / SLOTS;
  return ((perMinute + (toPerMinute - perMinute) * middle) / 60) * (seconds / SLOTS);
}
const rateAt = ({ perMinute, toPerMinute }: Climb, slot: number): number =>
  (perMinute + ((toPerMinute - perMinute) * slot) / SLOTS) / 60;
/** Answers that a slot may lack: iterations at its borders, and the 2 % that a start may drop. */
const SHARE_ANSWERED = 0.9;

/** `endpoints` in the order of the script; `invalid` is judged with the alert line, a slot is too small for the target. */
export function breakingPoint(
  endpoints: readonly (readonly [name: string, slots: readonly Slot[]])[],
  climb: Climb,
): Answer {
  // prettier-ignore
  const time = kpi('response-time').target;
  const availability = kpi('availability').alerts[0] ?? kpi('availability').target;
  const mustPerSecond = Math.round((climb.mustPerMinute / 60) * endpoints.length);
  for (let index = 0; index < SLOTS; index++) {
    for (const [name, slots] of endpoints) {
      const { asked, invalid, ttfbN, ttfbSumMs } = slots[index] ?? { asked: 0, invalid: 0, ttfbN: 0, ttfbSumMs: 0 };
      const mean = ttfbN === 0 ? 0 : ttfbSumMs / ttfbN;
      const wanted = due(climb, index);
      const broke =
        ttfbN > 0 && !holds(mean, time)
          ? `mean ${mean.toFixed(0)} ms`
          : asked > 0 && !holds(1 - invalid / asked, availability) && invalid > 1
            ? `${invalid} of ${asked} answers not valid`
            : asked < wanted * SHARE_ANSWERED - 2
              ? `${asked} of ${wanted.toFixed(0)} answers came`
              : undefined;
      if (broke === undefined) continue;
      const at = Math.round(rateAt(climb, index + 1) * endpoints.length);
      const held = index === 0 ? 0 : Math.round(rateAt(climb, index) * endpoints.length);
      return { holdsPerSecond: held, broke: `${name}: ${broke} on the way to ${at}/s`, mustPerSecond };
    }
  }
  return { holdsPerSecond: Math.round((climb.toPerMinute / 60) * endpoints.length), broke: undefined, mustPerSecond };
}
