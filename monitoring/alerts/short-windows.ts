// Sums of the short windows, made from the raw samples of the last minutes in one pass.
import { kpi, WINDOW_RULES } from '../../kpis.ts';
import { PROOF } from '../../judging.ts';
import { isAboutSite, type Sample } from '../sample.ts';

/** Counts of one endpoint, or of all, over `from < at <= to`. Only samples about the site, but for `rateLimited`. */
export type Tally = {
  n: number;
  valid: number;
  serverErrors: number;
  /** Timeouts and failures of the network: no answer, so no 5xx and no proof of none. */
  unanswered: number;
  rateLimited: number;
  ttfbN: number;
  ttfbSumMs: number;
  ttfbMaxMs: number;
  firstBadMs: number | null;
  lastBadMs: number | null;
  firstErrorMs: number | null;
  lastErrorMs: number | null;
  /** Time of the first and last answer above the lowest response-time limit. */
  firstSlowMs: number | null;
  lastSlowMs: number | null;
  /** Number of answers above the lower and the higher response-time limit. */
  slowN: number;
  verySlowN: number;
  /** Slots of PROOF.slotMs that hold a failure, or a 5xx. */
  badSlots: number;
  errorSlots: number;
};
export type ShortWindow = {
  all: Tally;
  endpoints: ReadonlyMap<string, Tally>;
  /** Share, 0..1, of the window's time in slots with a sample about the site. */
  coverage: number;
};

const SLOW_LINES_MS = kpi('response-time').alerts.map(({ limit }) => limit);
const [SLOW_MS, VERY_SLOW_MS] = [Math.min(...SLOW_LINES_MS), Math.max(...SLOW_LINES_MS)];

const emptyTally = (): Tally => ({
  n: 0,
  valid: 0,
  serverErrors: 0,
  unanswered: 0,
  rateLimited: 0,
  ttfbN: 0,
  ttfbSumMs: 0,
  ttfbMaxMs: 0,
  firstBadMs: null,
  lastBadMs: null,
  firstErrorMs: null,
  lastErrorMs: null,
  firstSlowMs: null,
  lastSlowMs: null,
  slowN: 0,
  verySlowN: 0,
  badSlots: 0,
  errorSlots: 0,
});

/** Slots are open at their start, as windows are. */
const slotOf = (at: number, slotMs: number): number => Math.ceil(at / slotMs) - 1;
const isNewSlot = (before: number | null, at: number): boolean =>
  before === null || slotOf(before, PROOF.slotMs) !== slotOf(at, PROOF.slotMs);

function count(t: Tally, s: Sample, isAbout: boolean): void {
  if (!isAbout) {
    if (s.class === 'rate-limited') t.rateLimited += 1;
    return;
  }
  t.n += 1;
  if (s.ttfbMs !== null) {
    t.ttfbN += 1;
    t.ttfbSumMs += s.ttfbMs;
    if (s.ttfbMs > t.ttfbMaxMs) t.ttfbMaxMs = s.ttfbMs;
    if (s.ttfbMs > SLOW_MS) {
      t.firstSlowMs ??= s.at;
      t.lastSlowMs = s.at;
      t.slowN += 1;
      if (s.ttfbMs > VERY_SLOW_MS) t.verySlowN += 1;
    }
  }
  if (s.class === 'valid') {
    t.valid += 1;
    return;
  }
  if (isNewSlot(t.lastBadMs, s.at)) t.badSlots += 1;
  t.firstBadMs ??= s.at;
  t.lastBadMs = s.at;
  if (s.class === 'server-error') {
    if (isNewSlot(t.lastErrorMs, s.at)) t.errorSlots += 1;
    t.serverErrors += 1;
    t.firstErrorMs ??= s.at;
    t.lastErrorMs = s.at;
  } else if (s.class === 'timeout' || s.class === 'network') t.unanswered += 1;
}

/** Sorts and removes duplicates: an imported spool file may bring samples late and twice. */
export function inOrder(samples: readonly Sample[]): readonly Sample[] {
  let isOrdered = true;
  for (let i = 1; i < samples.length && isOrdered; i += 1)
    isOrdered = (samples[i - 1] as Sample).at < (samples[i] as Sample).at;
  if (isOrdered) return samples;
  const sorted = [...samples].sort((a, b) => a.at - b.at);
  return sorted.filter((s, i) => {
    for (let j = i - 1; j >= 0 && sorted[j]?.at === s.at; j -= 1) if (sorted[j]?.endpoint === s.endpoint) return false;
    return true;
  });
}

/** Index of the first sample after a time. */
function firstAfter(samples: readonly Sample[], ms: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle] as Sample).at > ms) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** `samples` in order; only those with `from < at <= to` count. */
export function shortWindow(samples: readonly Sample[], fromMs: number, toMs: number): ShortWindow {
  const all = emptyTally();
  const endpoints = new Map<string, Tally>();
  const { slotMs } = WINDOW_RULES;
  let lastSlot = -Infinity;
  let watchedMs = 0;
  for (let i = firstAfter(samples, fromMs); i < samples.length; i += 1) {
    const s = samples[i] as Sample;
    if (s.at > toMs) break;
    const isAbout = isAboutSite(s.class);
    count(all, s, isAbout);
    let own = endpoints.get(s.endpoint);
    if (own === undefined) endpoints.set(s.endpoint, (own = emptyTally()));
    count(own, s, isAbout);
    const slot = slotOf(s.at, slotMs);
    if (slot <= lastSlot || !isAbout) continue;
    lastSlot = slot;
    watchedMs += Math.min(toMs, (slot + 1) * slotMs) - Math.max(fromMs, slot * slotMs);
  }
  return { all, endpoints, coverage: watchedMs / (toMs - fromMs) };
}
