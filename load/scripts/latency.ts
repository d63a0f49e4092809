// Does the site answer trending and search within the runbook's 2 s while visitors arrive at a steady rate?
// A k6 script: `k6 run -e TARGET_URL=... load/scripts/latency.ts`, or the embedded engine with the same words.
// One scenario per endpoint, each with its own VUs, so that a slow one does not starve the other's measurement.
import http from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import { ENDPOINTS, OUTCOMES, outcomeOf } from '../answers.ts';
import { kpi, RATIO_RULES } from '../../kpis.ts';
import {
  droppedAllowed,
  ENDPOINT_NAMES,
  plannedRequests,
  REQUEST_TIMEOUT_MS,
  steady,
  type EndpointName,
  type ProfileName,
} from '../profiles.ts';

const profile = (__ENV['LOAD_PROFILE'] ?? 'smoke') as ProfileName;
const polite = __ENV['LOAD_POLITE'] !== '0';

/** Every answer, by endpoint and outcome. */
const answers = new Counter('site_answers');
/** Request sent to first byte of valid answers; a timeout counts at its deadline (design, "Meaning of the KPIs"). */
const ttfb = new Trend('site_ttfb', true);
/** Share of answers that are not valid; 429 is our own rate and stands apart. */
const invalid = new Rate('site_invalid');
const serverErrors = new Rate('site_server_errors');
/** Iterations that came to their end: k6 itself exits 0 when every one of them throws. */
const completed = new Rate('iterations_completed');

function thresholds(): Record<string, string[]> {
  const time = kpi('response-time').target;
  const enough = plannedRequests(profile, polite) >= RATIO_RULES.cleanSamples.target;
  const available = enough ? kpi('availability').target.limit : (kpi('availability').alerts[0]?.limit ?? 1);
  const errors = enough ? kpi('error-rate').target : (kpi('error-rate').alerts[0] ?? kpi('error-rate').target);
  const table: Record<string, string[]> = {
    dropped_iterations: [`count<=${droppedAllowed(profile, polite)}`],
    iterations_completed: ['rate>=1'],
  };
  for (const name of ENDPOINT_NAMES) {
    table[`site_ttfb{endpoint:${name}}`] = [`avg${time.op}${time.limit}`, `p(95)${time.op}${time.limit}`];
    table[`site_invalid{endpoint:${name}}`] = [`rate<=${Number((1 - available).toFixed(6))}`];
    table[`site_server_errors{endpoint:${name}}`] = [`rate${errors.op}${errors.limit}`];
    // k6 shows a sub-metric only where it has a threshold. 'valid' decides: nothing valid is never a pass.
    for (const outcome of OUTCOMES) {
      table[`site_answers{endpoint:${name},outcome:${outcome}}`] = [outcome === 'valid' ? 'count>0' : 'count>=0'];
    }
  }
  return table;
}

export const options = {
  scenarios: Object.fromEntries(
    ENDPOINT_NAMES.map((name) => {
      const { perMinute, seconds, vus, maxVUs } = steady(profile, name, polite);
      return [
        name,
        {
          executor: 'constant-arrival-rate',
          exec: name,
          rate: perMinute,
          timeUnit: '1m',
          duration: `${seconds}s`,
          preAllocatedVUs: vus,
          maxVUs,
          gracefulStop: `${REQUEST_TIMEOUT_MS + 1_000}ms`,
        },
      ];
    }),
  ),
  thresholds: thresholds(),
  summaryTrendStats: ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'],
  userAgent: 'MySetlist-Synthetic-Checks (load)',
};

function ask(endpoint: EndpointName): void {
  try {
    const { path } = ENDPOINTS[endpoint];
    const res = http.get(`${__ENV['TARGET_URL']}${path}`, {
      tags: { endpoint, name: path },
      timeout: REQUEST_TIMEOUT_MS,
    });
    const outcome = outcomeOf(endpoint, res.status, res.error_code, typeof res.body === 'string' ? res.body : null);
    answers.add(1, { endpoint, outcome });
    if (outcome === 'valid') ttfb.add(res.timings.waiting, { endpoint });
    if (outcome === 'timeout') ttfb.add(REQUEST_TIMEOUT_MS, { endpoint });
    if (outcome !== 'rate-limited') invalid.add(outcome !== 'valid', { endpoint });
    serverErrors.add(outcome === 'server-error', { endpoint });
    completed.add(true);
  } catch (error) {
    completed.add(false);
    throw error;
  }
}

export const trending = (): void => ask('trending');
export const search = (): void => ask('search');

export function handleSummary(data: unknown): Record<string, string> {
  return { [__ENV['SUMMARY_FILE'] ?? 'load-summary.json']: JSON.stringify(data) };
}
