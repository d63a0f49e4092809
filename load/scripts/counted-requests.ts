// Counted requests: every answer of a load script is judged, counted in the metrics, and followed by the site's Retry-After.
import http, { type RefinedResponse } from 'k6/http';
import exec from 'k6/execution';
import { Counter, Rate, Trend } from 'k6/metrics';
import { ENDPOINTS, outcomeOf, type Outcome } from '../answers.ts';
import { seconds, type ScriptName } from '../profiles.ts';
import { REQUEST_TIMEOUT_MS, type EndpointName } from '../shapes/shape.ts';
import { slotOf } from '../windows.ts';
import { firstParty, isLimited, profile, target } from './script-settings.ts';

/** Every answer, by endpoint and outcome. */
const answers = new Counter('site_answers');
/** Time from sending to the first byte of valid answers; a timeout counts with its deadline (design, "Meaning of the KPIs"). */
const ttfb = new Trend('site_ttfb', true);
/** The same for invalid answers: separate, so that fast errors do not improve the response time. */
const failedTtfb = new Trend('site_failed_ttfb', true);
/** Share of invalid answers, without 429, which our own request rate causes. */
const invalid = new Rate('site_invalid');
const serverErrors = new Rate('site_server_errors');
/** Requests not sent because of the site's Retry-After. */
const held = new Counter('site_held_back');
/** Completed iterations: k6 itself exits 0 even if every iteration throws. */
const completed = new Rate('iterations_completed');

/** Counts one answer; every script uses it. `extra`: tags that thresholds use. */
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

/** End of the wait of this VU for an endpoint, epoch milliseconds. */
const heldUntil = new Map<EndpointName, number>();
const DEFAULT_HOLD_S = 1;

export type Asked = RefinedResponse<'text'>;
/** Delays only this VU. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
type Request = { method?: string; path?: string; body?: string; headers?: Record<string, string> };
type Judge = (response: Asked) => Outcome;
const ownJudge =
  (endpoint: EndpointName): Judge =>
  (res) =>
    outcomeOf(endpoint, res.status, res.error_code, res.body);

/** Sends, judges and counts one request; undefined if it was not sent because of Retry-After. */
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

/** Iterations of a script that is judged by slots: each sends one request. */
export function asking(script: ScriptName): (endpoint: EndpointName) => Promise<void> {
  const lengthMs = seconds(script, profile, isLimited) * 1_000;
  const slot = (): Record<string, string> => ({ slot: slotOf(Date.now() - exec.scenario.startTime, lengthMs) });
  return (endpoint) => iteration(() => ask(endpoint, {}, undefined, slot()));
}

/** Runs an iteration's body and counts whether it completed. */
export async function iteration(body: () => Promise<unknown>): Promise<void> {
  try {
    await body();
    completed.add(true);
  } catch (error) {
    completed.add(false);
    throw error;
  }
}
