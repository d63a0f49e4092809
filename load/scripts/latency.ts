// Does the site answer trending and search within the runbook's 2 s while visitors arrive at a steady rate?
// A k6 script: `k6 run -e TARGET_URL=... load/scripts/latency.ts`, or the embedded engine with the same words.
// One scenario per endpoint, each with its own VUs, so that a slow one does not starve the other's measurement.
import { ASKS, seconds, steady, type EndpointName } from '../profiles.ts';
import {
  ask,
  GRACEFUL_STOP,
  iteration,
  polite,
  profile,
  slot,
  SUMMARY_STATS,
  thresholds,
  USER_AGENT,
} from './shared.ts';

export { handleSummary } from './shared.ts';

export const options = {
  scenarios: Object.fromEntries(
    ASKS.latency.map((name) => {
      const { perMinute, seconds: length, vus, maxVUs } = steady(profile, name, polite);
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
  thresholds: thresholds('latency', { slots: true }),
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

const length = seconds('latency', profile, polite);
const answer = (endpoint: EndpointName): void => iteration(() => void ask(endpoint, {}, undefined, slot(length)));

export const trending = (): void => answer('trending');
export const search = (): void => answer('search');
