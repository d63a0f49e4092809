// The pieces of PromQL in the rule file: counts over a window, for each endpoint and for all endpoints together.
import { SAMPLE_CLASSES, isAboutSite, type SampleClass } from '../sample.ts';

const HOUR_MS = 3_600_000;
export const seconds = (ms: number): string => `${ms / 1_000}s`;
/** A span as Prometheus writes it: 2h, 5m, 30s. */
export const duration = (ms: number): string =>
  ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : ms % 60_000 === 0 ? `${ms / 60_000}m` : seconds(ms);

const PROBES = 'synthetic_probes_total';
const ABOUT = SAMPLE_CLASSES.filter(isAboutSite);
const NO_ANSWER: readonly SampleClass[] = ['timeout', 'network'];

/** The classes that count, by the name of the recorded series. */
export const COUNTED = {
  answers: ABOUT,
  failures: ABOUT.filter((name) => name !== 'valid'),
  errors: ['server-error'],
  answered: ABOUT.filter((name) => !NO_ANSWER.includes(name)),
  valid: ['valid'],
} as const satisfies Record<string, readonly SampleClass[]>;
export type Counted = keyof typeof COUNTED;

const probesOf = (what: Counted): string => `${PROBES}{class=~"${COUNTED[what].join('|')}"}`;

/** A series for each endpoint, and one with the endpoint `all`. */
const andAll = (of: string): string =>
  `sum by (target, endpoint) (${of}) or label_replace(sum by (target) (${of}), "endpoint", "all", "", "")`;

/** The count in a window, correct across counter resets. Rounded, because Prometheus extrapolates to the edges of the window. */
export const countOver = (what: Counted, window: string): string =>
  andAll(`round(increase(${probesOf(what)}[${window}]))`);

/** The count in a span with possibly two scrapes only, for which increase() is not exact. */
export const countWithin = (what: Counted, span: string): string =>
  andAll(`clamp_min(${probesOf(what)} - ${probesOf(what)} offset ${span}, 0)`);

/** In how many of the last `n` slots of `seconds` at least one was counted. A subquery is aligned to whole multiples, as our slots are. */
export const slotsWith = (what: Counted, seconds: number, n: number): string =>
  `sum_over_time(((${countWithin(what, `${seconds}s`)}) > bool 0)[${(n - 1) * seconds + 5}s:${seconds}s])`;

/** Times to first byte over a window: `sum` in seconds, `count`, or how many were at most `le` seconds. */
export function times(part: 'sum' | 'count' | { le: number }, window: string): string {
  const series =
    typeof part === 'string'
      ? `synthetic_probe_ttfb_seconds_${part}`
      : `synthetic_probe_ttfb_seconds_bucket{le="${part.le}"}`;
  return andAll(`increase(${series}[${window}])`);
}

/** A rising step function of a series: `first`, plus one from each value of `from` on. */
export const steps = (series: string, first: number, from: readonly number[]): string =>
  [first, ...from.map((n) => `(${series} >= bool ${n})`)].join(' + ');
