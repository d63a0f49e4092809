// Does the site survive a sudden spike and recover? A steady rate, ten times as much, the steady rate again. During the spike
// the alert line applies (5 s), before and after it the target (2 s).
import exec from 'k6/execution';
import { kpi } from '../../kpis.ts';
import type { EndpointName } from '../shapes/shape.ts';
import { SPIKE } from '../shapes/spike-shape.ts';
import { ask, iteration } from './counted-requests.ts';
import { GRACEFUL_STOP, profile, requireAllowLoad, SUMMARY_STATS, USER_AGENT } from './script-settings.ts';
import { thresholds } from './script-thresholds.ts';

export { handleSummary } from './script-settings.ts';

requireAllowLoad('spike');
const { perMinute, times, phases, vus, maxVUs } = SPIKE.profiles[profile];
const { target, alerts } = kpi('response-time');
const spikeLimit = alerts[0] ?? target;

export const options = {
  scenarios: Object.fromEntries(
    SPIKE.asks.map((name) => [
      name,
      {
        executor: 'ramping-arrival-rate',
        exec: name,
        startRate: perMinute,
        timeUnit: '1m',
        stages: [
          { duration: `${phases.before}s`, target: perMinute },
          { duration: '0s', target: perMinute * times },
          { duration: `${phases.spike}s`, target: perMinute * times },
          { duration: '0s', target: perMinute },
          { duration: `${phases.after}s`, target: perMinute },
        ],
        preAllocatedVUs: vus,
        maxVUs,
        gracefulStop: GRACEFUL_STOP,
      },
    ]),
  ),
  thresholds: thresholds('spike', { mean: spikeLimit, phases: { before: target, spike: spikeLimit, after: target } }),
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

function phase(): string {
  const elapsed = (Date.now() - exec.scenario.startTime) / 1_000;
  if (elapsed < phases.before) return 'before';
  return elapsed < phases.before + phases.spike ? 'spike' : 'after';
}
const answer = (endpoint: EndpointName): Promise<void> =>
  iteration(() => ask(endpoint, {}, undefined, { phase: phase() }));

export const trending = (): Promise<void> => answer('trending');
export const search = (): Promise<void> => answer('search');
