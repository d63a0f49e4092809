// The series that Prometheus records for the alert rules: counts, coverage and times over the windows of our rules.
import { BURN, DOWN, FAST, PROOF } from '../../judging.ts';
import { kpi, WINDOW_RULES } from '../../kpis.ts';
import { countOver, countWithin, duration, seconds, slotsWith, times, type Counted } from './promql.ts';

type Recorded = { record: string; expr: string };

/** The name of a recorded series: what it counts, over a window of `ms`. */
export const seriesName = (what: string, ms: number): string => `synthetic:${what}:${duration(ms)}`;

const SLOT_S = PROOF.slotMs / 1_000;
export const SHORT_MS = 300_000;
export const SLOW_LINES = kpi('response-time').alerts;
export const SLOW_MS = SLOW_LINES[0]?.windowMs ?? 0;

const coverageOf = (ms: number): Recorded => ({
  record: seriesName('coverage', ms),
  expr: `${slotsWith('answers', WINDOW_RULES.slotMs / 1_000, ms / WINDOW_RULES.slotMs)} / ${ms / WINDOW_RULES.slotMs}`,
});
const count = (what: Counted, ms: number): Recorded => ({
  record: seriesName(what, ms),
  expr: countOver(what, duration(ms)),
});
const BURN_WINDOWS_MS = [...new Set(BURN.flatMap(({ longMs, shortMs }) => [longMs, shortMs]))].filter(
  (ms) => ms > SHORT_MS,
);

export const recordedSeries = (): Recorded[] => [
  ...(['answers', 'failures', 'errors', 'answered'] as const).map((what) => count(what, SHORT_MS)),
  ...(['answers', 'failures'] as const).map((what) => count(what, FAST.windowMs)),
  { record: seriesName('failures', FAST.youngMs), expr: countWithin('failures', seconds(FAST.youngMs)) },
  ...(['valid', 'failures'] as const).map((what) => ({
    record: seriesName(what, DOWN.mixedSpanMs),
    expr: countWithin(what, seconds(DOWN.mixedSpanMs)),
  })),
  ...(['failures', 'errors'] as const).map((what) => ({
    record: seriesName(`${what}_slots`, SHORT_MS),
    expr: slotsWith(what, SLOT_S, SHORT_MS / PROOF.slotMs),
  })),
  coverageOf(SHORT_MS),
  coverageOf(SLOW_MS),
  { record: seriesName('ttfb_sum', SLOW_MS), expr: times('sum', duration(SLOW_MS)) },
  { record: seriesName('ttfb_count', SLOW_MS), expr: times('count', duration(SLOW_MS)) },
  ...SLOW_LINES.map(({ limit }) => ({
    record: seriesName(`ttfb_within_${limit / 1_000}s`, SLOW_MS),
    expr: times({ le: limit / 1_000 }, duration(SLOW_MS)),
  })),
  {
    record: seriesName('watched', WINDOW_RULES.slotMs),
    expr: `(${countWithin('answers', seconds(WINDOW_RULES.slotMs))}) > bool 0`,
  },
  ...BURN_WINDOWS_MS.flatMap((ms) => [
    count('answers', ms),
    count('failures', ms),
    {
      record: seriesName('coverage', ms),
      // Time before the first scrape counts as unwatched: the sum is divided by the whole window.
      expr: `sum_over_time(${seriesName('watched', WINDOW_RULES.slotMs)}[${ms / 1_000 - WINDOW_RULES.slotMs / 1_000 + 5}s:${seconds(WINDOW_RULES.slotMs)}]) / ${ms / WINDOW_RULES.slotMs}`,
    },
  ]),
];
