// The k6 thresholds of the load scripts, from kpis.ts, and the options of scripts with a steady rate.
import { OUTCOMES } from '../answers.ts';
import { kpi, RATIO_RULES, type Line } from '../../kpis.ts';
import { asksOf, droppedAllowed, isClosed, planned, steady, type ScriptName } from '../profiles.ts';
import { slotName, SLOTS } from '../windows.ts';
import { GRACEFUL_STOP, isLimited, profile, SUMMARY_STATS, USER_AGENT } from './script-settings.ts';

const atMost = (metric: 'availability' | 'error-rate', enough: boolean): Line => {
  const { target: aim, alerts } = kpi(metric);
  const line = enough ? aim : (alerts[0] ?? aim);
  return metric === 'availability' ? { op: '<=', limit: Number((1 - line.limit).toFixed(6)) } : line;
};

export type ThresholdOptions = {
  /** Judges the slots of the run one by one: for scripts with a request rate. */
  slots?: boolean;
  /** Additional tags of the metrics, each with its own limit of the mean: `phase:after`. */
  phases?: Readonly<Record<string, Line>>;
  /** The limit of the whole run's mean; default: the target; null: none. */
  mean?: Line | null;
  /** Ends the run as soon as a KPI breaks. */
  abort?: boolean;
};
type Threshold = string | { threshold: string; abortOnFail: boolean };

/** The thresholds of a script. k6 reports a sub-metric only if it has a threshold, so metrics that are only read have one that is always met. */
export function thresholds(script: ScriptName, options: ThresholdOptions = {}): Record<string, Threshold[]> {
  const { slots = false, phases = {}, mean = kpi('response-time').target, abort = false } = options;
  const enough = planned(script, profile, isLimited) >= RATIO_RULES.cleanSamples.target;
  const [bad, errors] = [atMost('availability', enough), atMost('error-rate', enough)];
  const ends = (threshold: string): Threshold => (abort ? { threshold, abortOnFail: true } : threshold);
  const table: Record<string, Threshold[]> = { iterations_completed: ['rate>=1'], site_held_back: ['count>=0'] };
  if (!isClosed(script)) {
    table['dropped_iterations'] = [`count<=${droppedAllowed(script, profile, isLimited)}`];
  }
  for (const name of asksOf(script)) {
    const of = (metric: string, more = ''): string => `${metric}{endpoint:${name}${more}}`;
    const p95 = mean ? [`p(95)${mean.op}${mean.limit}`] : [];
    table[of('site_ttfb')] = mean ? [ends(`avg${mean.op}${mean.limit}`), ...(abort ? [] : p95)] : ['avg>=0'];
    table[of('site_failed_ttfb')] = ['avg>=0'];
    table[of('site_invalid')] = [ends(`rate${bad.op}${bad.limit}`)];
    table[of('site_server_errors')] = [ends(`rate${errors.op}${errors.limit}`)];
    for (const outcome of OUTCOMES) {
      // Without a valid answer the run never passes.
      table[of('site_answers', `,outcome:${outcome}`)] = [outcome === 'valid' ? 'count>0' : 'count>=0'];
    }
    for (const [phase, line] of Object.entries(phases)) {
      table[of('site_ttfb', `,phase:${phase}`)] = [`avg${line.op}${line.limit}`];
    }
    for (let slot = 0; slots && slot < SLOTS; slot++) {
      table[of('site_ttfb', `,slot:${slotName(slot)}`)] = ['avg>=0'];
      table[of('site_invalid', `,slot:${slotName(slot)}`)] = ['rate>=0'];
      table[of('site_server_errors', `,slot:${slotName(slot)}`)] = ['rate>=0'];
    }
  }
  return table;
}

/** Options of a script with a steady rate: one scenario per endpoint, so that a slow endpoint does not take VUs from the other. */
export const steadyOptions = (script: 'latency' | 'soak') => ({
  scenarios: Object.fromEntries(
    asksOf(script).map((name) => {
      const { perMinute, seconds: length, vus, maxVUs } = steady(profile, name, isLimited, script);
      return [
        name,
        {
          executor: 'constant-arrival-rate',
          exec: name,
          rate: perMinute,
          timeUnit: '1m',
          duration: `${length}s`,
          preAllocatedVUs: vus,
          maxVUs,
          gracefulStop: GRACEFUL_STOP,
        },
      ];
    }),
  ),
  thresholds: thresholds(script, { slots: true }),
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
});
