// Sends a notice over HTTP for all channels: no redirects, no secrets in errors, `Retry-After` passed on.
import { DeliveryError } from './channel.ts';

export type Outgoing = {
  /** The name for errors: `Slack`. The URL is never printed, because its path is a secret. */
  receiver: string;
  url: URL | string;
  method?: 'GET' | 'POST' | 'PATCH' | 'PUT';
  headers?: Record<string, string>;
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
  signal: AbortSignal;
};
/** A longer answer is cut. */
const MOST_ANSWER_CHARS = 1_000_000;
/** A longer Retry-After is ignored. */
const LONGEST_RETRY_AFTER_MS = 3_600_000;

/** Resolves with the body of a 2xx answer. Throws DeliveryError otherwise. */
export async function sendHttp(outgoing: Outgoing): Promise<string> {
  const { receiver, url, method = 'POST', headers = {}, body, signal } = outgoing;
  let status: number;
  let answer: string;
  let retryAfter: string | null;
  try {
    const response = await fetch(url, {
      method,
      // A redirect would send the notice and the token to a host that is not configured.
      redirect: 'error',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal,
    });
    status = response.status;
    retryAfter = response.headers.get('retry-after');
    answer = (await response.text()).slice(0, MOST_ANSWER_CHARS);
  } catch (error) {
    throw new DeliveryError(`${receiver}: ${troubleOf(error)}`);
  }
  if (status >= 200 && status <= 299) return answer;
  const retryAfterMs = retryAfterOf(retryAfter, Date.now());
  throw new DeliveryError(`${receiver} answered ${status}${hintOf(status)}`, {
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    isRefusal: status >= 400 && status <= 499 && ![401, 403, 404, 408, 425, 429].includes(status),
  });
}

/** The cause may contain the URL, so only its code is returned. */
function troubleOf(error: unknown): string {
  const { name, cause } = error as { name?: string; cause?: { code?: unknown } };
  if (name === 'TimeoutError' || name === 'AbortError') return 'timed out';
  return `not delivered (${typeof cause?.code === 'string' ? cause.code : 'network error or redirect'})`;
}

const hintOf = (status: number): string =>
  status === 401 || status === 403
    ? ': check the token or key'
    : status === 404 || status === 410
      ? ': check the address'
      : '';

/** Seconds or an HTTP date, as ms from `now`; undefined if absent or invalid. */
export function retryAfterOf(header: string | null, now: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(0, Math.ceil(ms)), LONGEST_RETRY_AFTER_MS) : undefined;
}
