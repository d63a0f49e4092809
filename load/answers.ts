// What an answer of the site is worth. Pure, read by the scripts (k6 too): no Node, no k6 module.
import type { EndpointName } from './shapes/shape.ts';

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
/** `path` as asked where it is always the same; `says`: what a page must show to be itself. */
type Endpoint = { endpoint: string; path: string; kind: 'api' | 'page' | 'own'; says?: RegExp };
const page = (path: string, says: RegExp): Endpoint => ({ endpoint: `GET ${path}`, path, kind: 'page', says });
export const ENDPOINTS: Readonly<Record<EndpointName, Endpoint>> = {
  trending: { endpoint: 'GET /api/trending', path: '/api/trending', kind: 'api' },
  search: { endpoint: 'GET /api/search', path: `/api/search?q=${SEARCH_TERM}`, kind: 'api' },
  'artists-search': { endpoint: 'GET /api/artists/search', path: `/api/artists/search?q=${SEARCH_TERM}`, kind: 'api' },
  home: page('/', /<h1[^>]{0,500}>[^]{0,1000}?Crowd-Curated Setlists/),
  artists: page('/artists', /<h1[^>]{0,500}>[^]{0,1000}?Discover Artists/),
  'trending-page': page('/trending', /<h1[^>]{0,500}>[^]{0,1000}?Trending/),
  'sign-in': { endpoint: 'POST /api/auth/sign-in', path: '/api/auth/sign-in', kind: 'own' },
  vote: { endpoint: 'POST /api/votes', path: '/api/votes', kind: 'own' },
  votes: { endpoint: 'GET /api/votes', path: '/api/votes', kind: 'own' },
  'vote-count': { endpoint: 'GET /api/votes/{id}/count', path: '/api/votes', kind: 'own' },
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

/** The list that each endpoint promises, with what was asked for in it (mysetlist-app 1.6 to 1.8; `name` is R2's `title`). */
function meant(endpoint: EndpointName, body: Row): boolean {
  const list = body[endpoint === 'trending' ? 'data' : endpoint === 'search' ? 'results' : 'artists'];
  if (!Array.isArray(list) || list.length === 0 || 'error' in body || body['fallback'] === true) return false;
  if (endpoint === 'trending') return list.every((item) => isRow(item) && text(item['name']) !== '');
  return list.some((item) => isRow(item) && text(item['title'] ?? item['name']).includes(SEARCH_TERM));
}

/** Error screens, the not-found screen and redirects that arrive as 200 (mysetlist-app 3.1, 3.9). */
const NOT_THE_PAGE =
  /name="robots" content="noindex"|http-equiv="refresh"|Something went wrong|Application Error|Page not found/;

/** What the status alone decides; undefined where it is 200. */
export function byStatus(status: number, errorCode: number): Outcome | undefined {
  if (status === 0) return network(errorCode);
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  if (status >= 400) return 'client-error';
  return status === 200 ? undefined : 'unexpected-status';
}

/** The JSON object of a body; null where it is other JSON, undefined where it is none. */
export function parsed(body: string | null): Row | null | undefined {
  try {
    const value: unknown = JSON.parse(body ?? '');
    return isRow(value) ? value : null;
  } catch {
    return undefined;
  }
}

/** A soft failure (200 with an error, an empty list, a page instead of JSON or another page) is a failure. */
export function outcomeOf(endpoint: EndpointName, status: number, errorCode: number, body: string | null): Outcome {
  const early = byStatus(status, errorCode);
  if (early) return early;
  const { kind, says } = ENDPOINTS[endpoint];
  if (kind === 'page') {
    const visible = (body ?? '').replaceAll(/<script[^]*?(?:<\/script>|$)/gi, '');
    return says?.test(visible) && !NOT_THE_PAGE.test(visible) ? 'valid' : 'semantic';
  }
  const value = parsed(body);
  if (value === undefined) return 'not-json';
  return value && meant(endpoint, value) ? 'valid' : 'semantic';
}

/** What a vote's answer tells (mysetlist-app 2.1); undefined where it tells no votes at all. */
export type Tally = { userVote: 'up' | 'down' | null; upvotes: number; downvotes: number; netVotes: number };
export function tallyOf(body: string | null): Tally | undefined {
  const row = parsed(body);
  const numbers = ['upvotes', 'downvotes', 'netVotes'].every((key) => Number.isInteger(row?.[key]));
  const vote = row?.['userVote'];
  if (!row || !numbers || 'error' in row || (vote !== null && vote !== 'up' && vote !== 'down')) return undefined;
  const tally = row as Tally;
  return tally.netVotes === tally.upvotes - tally.downvotes ? tally : undefined;
}
