// How much the site held while the arrival rate climbed: read off the slots of a breakpoint run. Pure.
import { LEAST_SHARE_ANSWERED } from '../judging.ts';
import { holds, kpi, type AlertLine } from '../kpis.ts';
import type { Climb } from './shapes/breakpoint-shape.ts';
import { SLOTS, type Slot } from './windows.ts';

/** What one ramp showed. */
export type Answer = {
  /** Requests a second, all endpoints together, up to which every KPI held. */
  holdsPerSecond: number;
  /** What broke it, and where; undefined where it held to the end of the climb. */
  broke: string | undefined;
  /** What it must hold, all endpoints. */
  mustPerSecond: number;
};

/** What a script found the site to hold: a value for the history. Requests a second, all endpoints together. */
export type Capacity = {
  script: 'breakpoint';
  /** The middle one of the ramps. */
  perSecond: number;
  lowPerSecond: number;
  highPerSecond: number;
  ramps: number;
  /** What ended the middle ramp; null where the site held the highest rate. */
  broke: string | null;
  /** What sent the load, and where from. */
  engine: string;
  machine: string;
};

/** Asked for in a slot, one endpoint: the area under the straight line. */
function due({ perMinute, toPerMinute, seconds }: Climb, slot: number): number {
  const middle = (slot + 0.5) / SLOTS;
  return ((perMinute + (toPerMinute - perMinute) * middle) / 60) * (seconds / SLOTS);
}
const rateAt = ({ perMinute, toPerMinute }: Climb, slot: number): number =>
  (perMinute + ((toPerMinute - perMinute) * slot) / SLOTS) / 60;
/** One broken slot may be a pause of the machine or the runtime. Two in a row are the site's limit. */
const SLOTS_BROKEN = 2;

/** Why an endpoint's slot breaks a KPI; undefined where it holds. `invalid` by the alert line: a slot is too small for the target. */
function broken({ asked, invalid, ttfbN, ttfbSumMs }: Slot, wanted: number): string | undefined {
  const [availability] = kpi('availability').alerts as readonly [AlertLine];
  const mean = ttfbSumMs / ttfbN;
  if (ttfbN > 0 && !holds(mean, kpi('response-time').target)) return `mean ${mean.toFixed(0)} ms`;
  if (invalid > 1 && !holds(1 - invalid / asked, availability)) return `${invalid} of ${asked} answers not valid`;
  return asked < wanted * LEAST_SHARE_ANSWERED - 2 ? `${asked} of ${wanted.toFixed(0)} answers came` : undefined;
}

/** `endpoints` in the order of the script, each with all slots of the run. */
export function breakingPoint(
  endpoints: readonly (readonly [name: string, slots: readonly Slot[]])[],
  climb: Climb,
): Answer {
  const mustPerSecond = Math.round((climb.mustPerMinute / 60) * endpoints.length);
  const whys = Array.from({ length: SLOTS }, (_, index) =>
    endpoints
      .map(([name, slots]) => [name, broken(slots[index] as Slot, due(climb, index))] as const)
      .find(([, why]) => why !== undefined),
  );
  for (const [index, why] of whys.entries()) {
    if (!why || whys.slice(index, index + SLOTS_BROKEN).some((next) => next === undefined)) continue;
    const at = Math.round(rateAt(climb, index + 1) * endpoints.length);
    const held = index === 0 ? 0 : Math.round(rateAt(climb, index) * endpoints.length);
    return { holdsPerSecond: held, broke: `${why[0]}: ${why[1]} on the way to ${at}/s`, mustPerSecond };
  }
  return { holdsPerSecond: Math.round((climb.toPerMinute / 60) * endpoints.length), broke: undefined, mustPerSecond };
}

/** Above this ratio between the ramps, the machine or the site is not stable. */
const WIDE = 1.25;

/** The middle one of several ramps (one at least; the lower of two), and in words with their range. */
export function steadyAnswer(answers: readonly Answer[]): { answer: Answer; low: number; high: number; text: string } {
  const sorted = answers.toSorted((a, b) => a.holdsPerSecond - b.holdsPerSecond);
  const answer = sorted[Math.floor((sorted.length - 1) / 2)] as Answer;
  const [{ holdsPerSecond: low }, { holdsPerSecond: high }] = [sorted[0], sorted.at(-1)] as [Answer, Answer];
  const { holdsPerSecond, broke } = answer;
  const target = `${kpi('response-time').target.limit / 1_000} s`;
  const range = sorted.length > 1 ? `; ${low} to ${high}/s over ${sorted.length} ramps${high > low * WIDE ? ', a wide range: this machine or the site is not stable' : ''}` : ''; // prettier-ignore
  const text = `holds ${target} up to ${broke ? '' : 'at least '}${holdsPerSecond}/s${broke ? ` (${broke})` : ''}${range}`;
  return { answer, low, high, text };
}
