// Summaries of load runs, made by hand for the tests of the judge.
import { OUTCOMES, type Outcome } from '../../../load/answers.ts';
import type { GeneratorReport } from '../../../load/generator.ts';
import type { SummaryData, SummaryMetric } from '../../../load/engine/summary.ts';
import type { LoadResult } from '../../../load/judge.ts';
import { planOf, type LoadPlan } from '../../../load/load-plan.ts';
import { asksOf } from '../../../load/profiles.ts';
import type { EndpointName } from '../../../load/shapes/shape.ts';

export const CALM: GeneratorReport = {
  lagMeanMs: 0.3,
  lagP99Ms: 5,
  lagMaxMs: 20,
  cpuCores: 0.3,
  machineBusy: 0.3,
  runQueueFraction: 0.05,
  starts: 752,
  lateStarts: 0,
  droppedWaiting: 0,
  droppedOther: 0,
  exceptions: 0,
  firstException: undefined,
  interrupted: 0,
  startUpMs: 900,
  overloaded: undefined,
};
export const HOGGED: GeneratorReport = { ...CALM, overloaded: 'every core busy for 100 % of the time' };

type Seen = { counts: Partial<Record<Outcome, number>>; meanMs?: number };
const SEEN: Seen = { counts: { valid: 376 } };

export function summary(seen: Partial<Record<EndpointName, Seen>> = {}, dropped = 0, threw = 0): SummaryData {
  const metrics: Record<string, SummaryMetric> = {
    dropped_iterations: { type: 'counter', contains: 'default', values: { count: dropped } },
    iterations_completed: { type: 'rate', contains: 'default', values: { fails: threw } },
    iteration_duration: { type: 'trend', contains: 'time', values: { avg: 100 } },
    http_req_duration: { type: 'trend', contains: 'time', values: { avg: 97 } },
  };
  for (const name of asksOf('latency')) {
    const { counts, meanMs = 5 } = seen[name] ?? SEEN;
    const total = Object.values(counts).reduce((a, b) => a + b, 0);
    const { valid = 0, timeout = 0 } = counts;
    for (const outcome of OUTCOMES) {
      const values = { count: counts[outcome] ?? 0 };
      metrics[`site_answers{endpoint:${name},outcome:${outcome}}`] = { type: 'counter', contains: 'default', values };
    }
    const ttfb = { count: valid + timeout, avg: meanMs, 'p(95)': meanMs * 2, max: meanMs * 3 };
    const bad = total - valid - (counts['rate-limited'] ?? 0);
    metrics[`site_ttfb{endpoint:${name}}`] = {
      type: 'trend',
      contains: 'time',
      values: ttfb,
      thresholds: { 'avg<2000': { ok: meanMs < 2_000 } },
    };
    metrics[`site_invalid{endpoint:${name}}`] = {
      type: 'rate',
      contains: 'default',
      values: {},
      thresholds: { 'rate<=0.005': { ok: bad <= total * 0.005 } },
    };
  }
  return {
    metrics,
    root_group: { name: '', path: '', id: '', groups: [], checks: [] },
    options: { summaryTrendStats: [], summaryTimeUnit: '', noColor: true },
    state: { isStdErrTTY: false, isStdOutTTY: false, testRunDurationMs: 5_000 },
  };
}

export const PLAN: LoadPlan = { ...planOf('latency', 'smoke', false), droppedAllowed: 15 };
export const result = (over: Partial<LoadResult> = {}): LoadResult => ({
  exitCode: 0,
  stopped: undefined,
  summary: summary(),
  generator: CALM,
  stderr: '',
  plan: PLAN,
  ...over,
});

/** The run's slots, each with the same answers. */
export function withSlots(given: SummaryData, meanMs: (slot: number) => number, perSlot = 20): SummaryData {
  const metrics = { ...given.metrics };
  for (const name of asksOf('latency')) {
    for (let i = 0; i < 20; i++) {
      const tag = `{endpoint:${name},slot:${String(i).padStart(2, '0')}}`;
      metrics[`site_ttfb${tag}`] = { type: 'trend', contains: 'time', values: { count: perSlot, avg: meanMs(i) } };
      metrics[`site_invalid${tag}`] = { type: 'rate', contains: 'default', values: { passes: 0, fails: perSlot } };
    }
  }
  return { ...given, metrics };
}
