// The facts that the rules judge, read once for all rules.
import { COVERAGE, FRESH, DEPLOYMENTS, DEGRADED } from '../../judging.ts';
import type { Sample, SampleClass } from '../sample.ts';
import type { CheckReading, Deployment, StateReading, WindowSource, WindowSum } from '../window-source.ts';
import { isWithin, type Span } from './spans.ts';
import { inOrder, shortWindow, type ShortWindow } from './short-windows.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Windows that are longer than raw samples are worth reading for, ms; each ends now. */
export const LONG_WINDOWS_MS = [30 * MINUTE, HOUR, 2 * HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR] as const;
export type LongWindowMs = (typeof LONG_WINDOWS_MS)[number];
/** The longest window that is summed from raw samples: the runbook's 5 minutes. */
export const RECENT_MS = 5 * MINUTE;

/** What the rules need to know about the site in addition to its history. */
export type JudgeSite = {
  /** Origin. */
  target: string;
  /** Probes about the site that the schedule should make in an hour; absent: coverage is not judged. */
  probesPerHour?: number;
  /** Since when the schedule has run without a stop, ms since 1970. */
  watchedSinceMs?: number;
  certificateExpiresAtMs?: number;
  /** Maintenance between two times. Nothing that was seen in it counts. */
  maintenance?: (fromMs: number, toMs: number) => readonly Span[];
  /** Silenced topics at a time, and until when. They are judged, and no notices are sent. */
  silent?: (now: number) => ReadonlyMap<string, number>;
};

export type SlowFacts = {
  sums: ReadonlyMap<LongWindowMs, WindowSum>;
  lastWeek: WindowSum;
  checks: readonly CheckReading[];
  deployments: readonly Deployment[];
  /** Times of samples about the site in the last hour that a gate sent, not the schedule. */
  gateSamples: readonly number[];
};
export type Facts = {
  now: number;
  site: JudgeSite;
  /** The last 5 minutes, in order, without what was seen in a maintenance. */
  samples: readonly Sample[];
  minute: ShortWindow;
  twoMinutes: ShortWindow;
  fiveMinutes: ShortWindow;
  states: readonly StateReading[];
  slow: SlowFacts;
};

/** Combines what was read. Pure. */
export function factsOf(
  site: JudgeSite,
  now: number,
  read: { samples: readonly Sample[]; states: readonly StateReading[]; slow: SlowFacts },
): Facts {
  const spans = site.maintenance?.(now - FRESH.checksMs, now) ?? [];
  const counts = ({ at }: { at: number }): boolean => at <= now && !isWithin(spans, at);
  const samples = inOrder(spans.length === 0 ? read.samples : read.samples.filter(counts));
  return {
    now,
    site,
    samples,
    minute: shortWindow(samples, now - MINUTE, now),
    twoMinutes: shortWindow(samples, now - 2 * MINUTE, now),
    fiveMinutes: shortWindow(samples, now - RECENT_MS, now),
    states: read.states.filter(counts),
    slow: {
      ...read.slow,
      checks: read.slow.checks.filter(counts),
      gateSamples: read.slow.gateSamples.filter((at) => counts({ at })),
    },
  };
}

/** Samples are read in parts of this length: thousands at once would keep the next probe from its start. Windows are open at their start. */
const PART_MS = 30_000;
export async function readSamples(source: WindowSource, now: number): Promise<Sample[]> {
  const parts: Sample[][] = [];
  for (let from = now - RECENT_MS; from < now; from += PART_MS) parts.push(await source.samples(from, from + PART_MS));
  return parts.flat();
}
export const readStates = (source: WindowSource, now: number): Promise<StateReading[]> =>
  source.states(now - FRESH.statesMs, now);

/** The reads that change slowly: 8 sums and three lists. */
export async function readSlow(source: WindowSource, site: JudgeSite, now: number): Promise<SlowFacts> {
  const weekAgo = now - DEGRADED.weekMs;
  const [lastWeek, checks, deployments, gateSamples, ...sums] = await Promise.all([
    sumOutside(source, site, weekAgo - DEGRADED.windowMs, weekAgo),
    source.checks(now - FRESH.checksMs, now),
    source.deployments(now - DEPLOYMENTS.lookBackMs, now),
    source.gateSamples(now - COVERAGE.windowMs, now),
    ...LONG_WINDOWS_MS.map((ms) => sumOutside(source, site, now - ms, now)),
  ]);
  return {
    lastWeek,
    checks,
    deployments,
    gateSamples,
    sums: new Map(LONG_WINDOWS_MS.map((ms, i) => [ms, sums[i] as WindowSum])),
  };
}

/** The sum of a window without its maintenance: neither its failures nor its time count. */
export async function sumOutside(
  source: WindowSource,
  { maintenance }: Pick<JudgeSite, 'maintenance'>,
  fromMs: number,
  toMs: number,
  endpoint = '*',
): Promise<WindowSum> {
  const whole = await source.sum(endpoint, fromMs, toMs);
  const spans = maintenance?.(fromMs, toMs) ?? [];
  const parts = await Promise.all(
    spans.map((s) => source.sum(endpoint, Math.max(fromMs, s.fromMs), Math.min(toMs, s.toMs))),
  );
  return parts.reduce(without, whole);
}

const lengthOf = (s: WindowSum): number => s.toMs - s.fromMs;

function without(whole: WindowSum, part: WindowSum): WindowSum {
  const rest = lengthOf(whole) - lengthOf(part);
  const share = (of: (s: WindowSum) => number): number =>
    rest <= 0 ? 0 : Math.max(0, of(whole) * lengthOf(whole) - of(part) * lengthOf(part)) / rest;
  const classes = { ...whole.classes };
  for (const [name, n] of Object.entries(classes) as [SampleClass, number][])
    classes[name] = n - (part.classes[name] ?? 0);
  return {
    // Only its length counts from here on.
    fromMs: whole.fromMs + lengthOf(part),
    toMs: whole.toMs,
    n: whole.n - part.n,
    valid: whole.valid - part.valid,
    classes,
    ttfb: {
      n: whole.ttfb.n - part.ttfb.n,
      sumMs: whole.ttfb.sumMs - part.ttfb.sumMs,
      maxMs: whole.ttfb.maxMs,
    },
    coverage: share(({ coverage }) => coverage),
    watched: share(({ watched }) => watched),
  };
}
