// What one load run is meant to be: read by the adapter, the judge and the tests.
import { asksOf, droppedAllowed, planned, seconds, SHAPES, type ScriptName } from './profiles.ts';
import type { Climb } from './shapes/breakpoint-shape.ts';
import type { EndpointName, ProfileName, Shape } from './shapes/shape.ts';

export type LoadPlan = {
  script: ScriptName;
  endpoints: readonly EndpointName[];
  /** Seconds in which requests are started. */
  seconds: number;
  /** Requests, about. */
  planned: number;
  /** Undefined for closed models, which drop nothing. */
  droppedAllowed: number | undefined;
  /** The script tags answers with their slot: windows slide over them. */
  slots: boolean;
  climb: Climb | undefined;
  /** Answers count for the KPIs; not where the script overloads the site on purpose, or asks as one account. */
  records: boolean;
};

export function planOf(script: ScriptName, profile: ProfileName, isLimited: boolean): LoadPlan {
  const { closed, slots = false, records = false } = SHAPES[script] as Shape<unknown>;
  return {
    script,
    endpoints: asksOf(script),
    seconds: seconds(script, profile, isLimited),
    planned: planned(script, profile, isLimited),
    droppedAllowed: closed ? undefined : droppedAllowed(script, profile, isLimited),
    slots,
    climb: script === 'breakpoint' ? SHAPES.breakpoint.profiles[profile] : undefined,
    records,
  };
}
