// Does the site keep its answer times for a long while, or does it grow slower with time? Trending and search at a steady
// rate; the adapter compares the first quarter of the run with the last (load/windows.ts).
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
    ASKS.soak.map((name) => {
      const { perMinute, seconds: length, vus, maxVUs } = steady(profile, name, polite, 'soak');
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
  thresholds: thresholds('soak', { slots: true }),
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

const length = seconds('soak', profile, polite);
const answer = (endpoint: EndpointName): void => iteration(() => void ask(endpoint, {}, undefined, slot(length)));

export const trending = (): void => answer('trending');
export const search = (): void => answer('search');
