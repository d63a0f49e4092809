// What an answer of the site is worth. Pure, read by the scripts (k6 too): no Node, no k6 module.
import type { EndpointName } from './profiles.ts';

/** 'valid', or the result record's error code. In the order in which they are shown. */
export const OUTCOMES = [
  'valid',
  'rate-limited',
  'server-error',
  'timeout',
  'refused',
  'dns',
  'reset',
  'tls',
  'client-error',
  'unexpected-status',
  'not-json',
  'semantic',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const SEARCH_TERM = 'taylor';
export const ENDPOINTS: Readonly<Record<EndpointName, { endpoint: string; path: string }>> = {
  trending: { endpoint: 'GET /api/trending', path: '/api/trending' },
  search: { endpoint: 'GET /api/search', path: `/api/search?q=${SEARCH_TERM}` },
};

/** k6's error_code of a request without an answer (documentation, "Error codes"). */
function network(code: number): Outcome {
  if (code === 1050 || code === 1211) return 'timeout';
  if (code >= 1100 && code < 1200) return 'dns';
  if (code === 1212 || code === 1210) return 'refused';
  return code >= 1300 && code < 1400 ? 'tls' : 'reset';
}

type Row = Readonly<Record<string, unknown>>;
const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const text = (value: unknown): string => (typeof value === 'string' ? value.toLowerCase() : '');

/** A list that the endpoint promises, with what was asked for in it (mysetlist-app 1.6, 1.7; `name` is R2's `title`). */
function meant(endpoint: EndpointName, body: Row): boolean {
  const list = endpoint === 'trending' ? body['data'] : body['results'];
  if (!Array.isArray(list) || list.length === 0 || 'error' in body || body['fallback'] === true) return false;
  if (endpoint === 'trending') return list.every((item) => isRow(item) && text(item['name']) !== '');
  return list.some((item) => isRow(item) && text(item['title'] ?? item['name']).includes(SEARCH_TERM));
}

/** A soft failure (200 with an error, an empty list, a page instead of JSON) is a failure. */
export function outcomeOf(endpoint: EndpointName, status: number, errorCode: number, body: string | null): Outcome {
  if (status === 0) return network(errorCode);
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  if (status >= 400) return 'client-error';
  if (status !== 200) return 'unexpected-status';
  let parsed: unknown;
  try {
    parsed = JSON.parse(body ?? '');
  } catch {
    return 'not-json';
  }
  return isRow(parsed) && meant(endpoint, parsed) ? 'valid' : 'semantic';
}
