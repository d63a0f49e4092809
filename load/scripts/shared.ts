// What every load script measures and how: the metrics, one counted request, the thresholds from kpis.ts.
import http, { type RefinedResponse } from 'k6/http';
import exec from 'k6/execution';
import { Counter, Rate, Trend } from 'k6/metrics';
import { ENDPOINTS, OUTCOMES, outcomeOf, type Outcome } from '../answers.ts';
import { readFirstPartyHeaders } from '../../common/first-party-headers.ts';
import { kpi, RATIO_RULES, type Line } from '../../kpis.ts';
import {
  asksOf,
  droppedAllowed,
  isClosed,
  NEEDS_ALLOW_LOAD,
  planned,
  seconds,
  steady,
  type ScriptName,
} from '../profiles.ts';
import { REQUEST_TIMEOUT_MS, type EndpointName, type ProfileName } from '../shapes/shape.ts';
import { slotName, slotOf, SLOTS } from '../windows.ts';

export const profile = (__ENV['LOAD_PROFILE'] ?? 'smoke') as ProfileName;
/** Half the site's limit: anywhere but on this machine, unless the adapter was told otherwise. */
export const polite = __ENV['LOAD_POLITE'] !== '0';
export const target = __ENV['TARGET_URL'] ?? '';
/** What lets us through a wall in front of the site. All that the scripts ask is the target's own, and they follow no redirect. */
export const firstParty = readFirstPartyHeaders(__ENV as NodeJS.ProcessEnv).headers;
export const USER_AGENT = 'MySetlist-Synthetic-Checks (load)';
export const SUMMARY_STATS = ['avg', 'min', 'med', 'max', 'p(90)', 'p(95)', 'p(99)', 'count'];
/** A VU that waits for an answer may wait to its end. */
export const GRACEFUL_STOP = `${REQUEST_TIMEOUT_MS + 1_000}ms`;

/** Every answer, by endpoint and outcome. */
const answers = new Counter('site_answers');
/** Request sent to first byte of valid answers; a timeout counts at its deadline (design, "Meaning of the KPIs"). */
const ttfb = new Trend('site_ttfb', true);
/** The same of answers that are not valid: apart, so that a fast error makes no site fast. */
const failedTtfb = new Trend('site_failed_ttfb', true);
/** Share of answers that are not valid; 429 is our own rate and stands apart. */
const invalid = new Rate('site_invalid');
const serverErrors = new Rate('site_server_errors');
/** Requests that were not sent because the site had asked this VU to wait (Retry-After). */
const held = new Counter('site_held_back');
/** Iterations that came to their end: k6 itself exits 0 when every one of them throws. */
const completed = new Rate('iterations_completed');

const atMost = (metric: 'availability' | 'error-rate', enough: boolean): Line => {
  const { target: aim, alerts } = kpi(metric);
  const line = enough ? aim : (alerts[0] ?? aim);
  return metric === 'availability' ? { op: '<=', limit: Number((1 - line.limit).toFixed(6)) } : line;
};

export type ThresholdOptions = {
  /** Slots of the run are judged one by one: for scripts that ask at a rate. */
  slots?: boolean;
  /** Further tags of the times and shares, each with its own line for the mean: `phase:after`. */
  phases?: Readonly<Record<string, Line>>;
  /** The line for the whole run's mean; the target without it, none where it is null. */
  mean?: Line | null;
  /** Ends the run as soon as a KPI breaks. */
  abort?: boolean;
};
type Threshold = string | { threshold: string; abortOnFail: boolean };

/** None is typed in a script. k6 shows a sub-metric only where it has a threshold, so what is only read has one that holds. */
export function thresholds(script: ScriptName, options: ThresholdOptions = {}): Record<string, Threshold[]> {
  const { slots = false, phases = {}, mean = kpi('response-time').target, abort = false } = options;
  const enough = planned(script, profile, polite) >= RATIO_RULES.cleanSamples.target;
  const [bad, errors] = [atMost('availability', enough), atMost('error-rate', enough)];
  const ends = (threshold: string): Threshold => (abort ? { threshold, abortOnFail: true } : threshold);
  const table: Record<string, Threshold[]> = { iterations_completed: ['rate>=1'], site_held_back: ['count>=0'] };
  if (!isClosed(script)) {
    table['dropped_iterations'] = [`count<=${droppedAllowed(script, profile, polite)}`];
  }
  for (const name of asksOf(script)) {
    const of = (metric: string, more = ''): string => `${metric}{endpoint:${name}${more}}`;
    const p95 = mean ? [`p(95)${mean.op}${mean.limit}`] : [];
    table[of('site_ttfb')] = mean ? [ends(`avg${mean.op}${mean.limit}`), ...(abort ? [] : p95)] : ['avg>=0'];
    table[of('site_failed_ttfb')] = ['avg>=0'];
    table[of('site_invalid')] = [ends(`rate${bad.op}${bad.limit}`)];
    table[of('site_server_errors')] = [ends(`rate${errors.op}${errors.limit}`)];
    for (const outcome of OUTCOMES) {
      // 'valid' decides: nothing valid is never a pass.
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

/** Counts one answer; every script goes through here. `extra` are tags that thresholds ask for. */
export function count(
  endpoint: EndpointName,
  outcome: Outcome,
  waitedMs: number,
  extra: Readonly<Record<string, string>> = {},
): void {
  const tags = { endpoint, ...extra };
  answers.add(1, { ...tags, outcome });
  if (outcome === 'valid') ttfb.add(waitedMs, tags);
  if (outcome === 'timeout') ttfb.add(REQUEST_TIMEOUT_MS, tags);
  if (outcome !== 'valid' && waitedMs > 0) failedTtfb.add(waitedMs, tags);
  if (outcome !== 'rate-limited') invalid.add(outcome !== 'valid', tags);
  serverErrors.add(outcome === 'server-error', tags);
}

/** Until when this VU must leave an endpoint alone, epoch milliseconds. */
const heldUntil = new Map<EndpointName, number>();
const DEFAULT_HOLD_S = 1;

export type Asked = RefinedResponse<'text'>;
/** Only this VU waits. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
type Request = { method?: string; path?: string; body?: string; headers?: Record<string, string> };
type Judge = (response: Asked) => Outcome;
const ownJudge =
  (endpoint: EndpointName): Judge =>
  (res) =>
    outcomeOf(endpoint, res.status, res.error_code, res.body);

/** One request, judged and counted; undefined where the site has asked us to wait and nothing was sent. */
export async function ask(
  endpoint: EndpointName,
  { method = 'GET', path = ENDPOINTS[endpoint].path, body, headers = {} }: Request = {},
  judge: Judge = ownJudge(endpoint),
  extra: Readonly<Record<string, string>> = {},
): Promise<Asked | undefined> {
  if ((heldUntil.get(endpoint) ?? 0) > Date.now()) {
    held.add(1, { endpoint });
    return undefined;
  }
  const res = (await http.asyncRequest(method, `${target}${path}`, body ?? null, {
    headers: { ...firstParty, ...headers },
    tags: { endpoint, name: ENDPOINTS[endpoint].endpoint },
    timeout: REQUEST_TIMEOUT_MS,
    responseType: 'text',
    redirects: 0,
  })) as Asked;
  const outcome = judge(res);
  if (outcome === 'rate-limited') {
    const seconds = Number(res.headers['Retry-After'] ?? DEFAULT_HOLD_S);
    heldUntil.set(endpoint, Date.now() + 1_000 * (Number.isFinite(seconds) ? seconds : DEFAULT_HOLD_S));
  }
  count(endpoint, outcome, res.timings.waiting, extra);
  return res;
}

/** Iterations of a script whose run is judged slot by slot: each asks one endpoint. */
export function asking(script: ScriptName): (endpoint: EndpointName) => Promise<void> {
  const lengthMs = seconds(script, profile, polite) * 1_000;
  const slot = (): Record<string, string> => ({ slot: slotOf(Date.now() - exec.scenario.startTime, lengthMs) });
  return (endpoint) => iteration(() => ask(endpoint, {}, undefined, slot()));
}

/** Options of a script that asks at a steady rate: one scenario per endpoint, so that a slow one does not starve the other. */
export const steadyOptions = (script: 'latency' | 'soak') => ({
  scenarios: Object.fromEntries(
    asksOf(script).map((name) => {
      const { perMinute, seconds: length, vus, maxVUs } = steady(profile, name, polite, script);
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

/** Runs an iteration's body and counts whether it came to its end. */
export async function iteration(body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
    completed.add(true);
  } catch (error) {
    completed.add(false);
    throw error;
  }
}

/** For `k6 run` by hand: the adapter refuses before. */
export function refuseAway(script: ScriptName): void {
  if (polite && NEEDS_ALLOW_LOAD.includes(script)) {
    throw new Error(`${script} asks more than half the site's limit: LOAD_POLITE=0 says that it may`);
  }
}

/** The summary goes to a file, without what setup returned: sessions are secrets. */
export function handleSummary(data: Record<string, unknown>): Record<string, string> {
  const shown = { ...data };
  delete shown['setup_data'];
  return { [__ENV['SUMMARY_FILE'] ?? 'load-summary.json']: JSON.stringify(shown) };
}
