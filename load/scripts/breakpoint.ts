// How many requests a second can the site serve? The arrival rate rises until a KPI breaks, which ends the run. The adapter
// reads the result from the slots: "holds 2 s up to N/s" (load/break-point-rule.ts).
import { BREAKPOINT } from '../shapes/breakpoint-shape.ts';
import { asking } from './counted-requests.ts';
import { GRACEFUL_STOP, profile, requireAllowLoad, SUMMARY_STATS, USER_AGENT } from './script-settings.ts';
import { thresholds } from './script-thresholds.ts';

export { handleSummary } from './script-settings.ts';

requireAllowLoad('breakpoint');
const { perMinute, toPerMinute, seconds: length, vus, maxVUs } = BREAKPOINT.profiles[profile];

export const options = {
  scenarios: Object.fromEntries(
    BREAKPOINT.asks.map((name) => [
      name,
      {
        executor: 'ramping-arrival-rate',
        exec: name,
        startRate: perMinute,
        timeUnit: '1m',
        stages: [{ duration: `${length}s`, target: toPerMinute }],
        preAllocatedVUs: vus,
        maxVUs,
        gracefulStop: GRACEFUL_STOP,
      },
    ]),
  ),
  thresholds: thresholds('breakpoint', { slots: true, abort: true }),
  summaryTrendStats: SUMMARY_STATS,
  userAgent: USER_AGENT,
};

const ask = asking('breakpoint');

export const trending = (): Promise<void> => ask('trending');
export const search = (): Promise<void> => ask('search');
