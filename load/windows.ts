// The runbook's alert lines are over windows: 99.5 % of 5 minutes, 5 s of 2 minutes. k6 judges whole runs only, so the
// scripts tag every answer with the slot of the run it fell into, and the windows slide over the slots. Pure, no import
// but kpis.ts: the scripts read it too.
import { LEAST_ANSWERS_FOR_A_MEAN, WINDOW_FALSE_ALARM } from '../judging.ts';
import { holds, kpi, type AlertLine } from '../kpis.ts';

/** Slots of a run: each window is a whole number of them. */
export const SLOTS = 20;
/** A run shorter than this has its windows scaled: two minutes are a fifth of it, five minutes a half. */
export const REFERENCE_MS = 10 * 60_000;

export const slotName = (index: number): string => String(Math.min(SLOTS - 1, Math.max(0, index))).padStart(2, '0');
export const slotOf = (elapsedMs: number, runMs: number): string => slotName(Math.floor((elapsedMs / runMs) * SLOTS));

/** A window of the runbook in slots of a run that lasts so long. */
export const windowSlots = (windowMs: number, runMs: number): number =>
  Math.min(SLOTS, Math.max(1, Math.round((windowMs / Math.max(REFERENCE_MS, runMs)) * SLOTS)));

/** One slot of one endpoint. `asked` counts without 429. */
export type Slot = { asked: number; invalid: number; serverErrors: number; ttfbN: number; ttfbSumMs: number };
export type WindowBreach = { level: AlertLine['level']; text: string };

const EMPTY: Slot = { asked: 0, invalid: 0, serverErrors: 0, ttfbN: 0, ttfbSumMs: 0 };
const add = (a: Slot, b: Slot): Slot => ({
  asked: a.asked + b.asked,
  invalid: a.invalid + b.invalid,
  serverErrors: a.serverErrors + b.serverErrors,
  ttfbN: a.ttfbN + b.ttfbN,
  ttfbSumMs: a.ttfbSumMs + b.ttfbSumMs,
});

/** The chance of at least `k` failures in `n` where each fails with probability `p`. */
export function tail(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let below = 0;
  for (let i = 0; i < k; i++) {
    below += term;
    term *= ((n - i) / (i + 1)) * (p / (1 - p));
  }
  return 1 - below;
}

function figure(
  id: 'availability' | 'response-time' | 'error-rate',
  window: Slot,
  line: AlertLine,
): string | undefined {
  if (id === 'response-time') {
    const mean = window.ttfbSumMs / window.ttfbN;
    return window.ttfbN < LEAST_ANSWERS_FOR_A_MEAN || holds(mean, line)
      ? undefined
      : `mean ${mean.toFixed(0)} ms of ${window.ttfbN}`;
  }
  const failed = id === 'availability' ? window.invalid : window.serverErrors;
  const allowed = id === 'availability' ? 1 - line.limit : line.limit;
  if (tail(failed, window.asked, allowed) >= WINDOW_FALSE_ALARM) return undefined;
  return `${failed} of ${window.asked} ${id === 'availability' ? 'not valid' : '5xx'}`;
}

/** Not showSpan of common/number-text.ts: scripts load this file, and neither k6 nor the engine's scripts have Intl. */
const seconds = (ms: number): string => `${Number((ms / 1_000).toFixed(1))} s`;

/** The first window that breaks each alert line. */
export function slidingBreaches(slots: readonly Slot[], runMs: number): WindowBreach[] {
  const found: WindowBreach[] = [];
  for (const id of ['availability', 'response-time', 'error-rate'] as const) {
    for (const line of kpi(id).alerts) {
      const length = windowSlots(line.windowMs, runMs);
      const scale = runMs < REFERENCE_MS ? ` (scaled to ${seconds((length * runMs) / SLOTS)})` : '';
      for (let first = 0; first + length <= SLOTS; first++) {
        const text = figure(id, slots.slice(first, first + length).reduce(add, EMPTY), line);
        if (text === undefined) continue;
        const unit = id === 'response-time' ? `${line.limit} ms` : `${line.limit * 100} %`;
        const from = seconds((first * runMs) / SLOTS);
        found.push({
          level: line.level,
          text: `${id} over ${line.windowMs / 60_000} min${scale} from ${from}: ${text}; must be ${line.op} ${unit} (${line.runbook})`,
        });
        break;
      }
    }
  }
  return found;
}

/** Of the answers in these slots, ms; undefined where they are too few for a mean. */
function meanOf(slots: readonly Slot[]): number | undefined {
  const { ttfbN, ttfbSumMs } = slots.reduce(add, EMPTY);
  return ttfbN < LEAST_ANSWERS_FOR_A_MEAN ? undefined : ttfbSumMs / ttfbN;
}

/** Mean times of the first and the last quarter: a run that grows slower with time leaks something. */
export function drift(slots: readonly Slot[]): { firstMs: number; lastMs: number } | undefined {
  const quarter = SLOTS / 4;
  const [firstMs, lastMs] = [meanOf(slots.slice(0, quarter)), meanOf(slots.slice(-quarter))];
  return firstMs === undefined || lastMs === undefined ? undefined : { firstMs, lastMs };
}
