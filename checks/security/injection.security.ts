// SQL in query parameters: harmless injection strings, compared with the answers to ordinary values.
import type { Answer } from '../api/probe-client.ts';
import { jsonOf } from '../api/strict-json.ts';
import { KNOWN_ARTIST } from '../../contracts/search.contract.ts';
import { tellsDriverText } from './leak-patterns.ts';
import { couldNotPrepare, found, outage, type Ask, type Finding, type SecurityCheck } from './security-request.ts';

/** LIKE wildcards: the search must treat them as ordinary characters (mysetlist-app.md 1.7). */
const WILDCARDS = ['%%', '__'];
const WITH_WILDCARDS = '/api/search?q=';
const INJECTIONS = ["'", "' OR '1'='1", '1; SELECT pg_sleep(0)--'];
type Injectable = {
  path: string;
  /** An ordinary value: must work and, in a search, find nothing. */
  harmless: string;
  /** Must work and find something. If this fails, too, a failed injection proves nothing. */
  hit?: string;
  /** The check of the route itself. */
  contract: string;
};
const NOTHING = 'zzxqqvv';
const HIT = KNOWN_ARTIST.query;
/** Parameters that reach the database. */
const INJECTABLE: readonly Injectable[] = [
  { path: '/api/search?q=', harmless: NOTHING, hit: HIT, contract: 'contract.search' },
  { path: '/api/trending?period=', harmless: 'week', contract: 'contract.trending' },
  { path: '/api/trending?limit=', harmless: '5', contract: 'contract.trending' },
  { path: '/api/artists/search?q=', harmless: NOTHING, hit: HIT, contract: 'contract.artists-search' },
  { path: '/api/search/artists?q=', harmless: NOTHING, hit: HIT, contract: 'contract.search-artists' },
  { path: '/api/search/suggestions?query=', harmless: NOTHING, hit: HIT, contract: 'contract.search-suggestions' },
  { path: '/api/shows/upcoming?filter=', harmless: 'all', contract: 'contract.shows-upcoming' },
  { path: '/api/trending/live?timeframe=', harmless: '24h', contract: 'contract.trending-live' },
  { path: '/api/activity/recent?limit=', harmless: '5', contract: 'contract.activity-recent' },
];

export const injection: SecurityCheck = {
  id: 'security.injection',
  title: 'SQL in query parameters causes no error, no database message and no extra results',
  reddens: ['search-wildcards', 'sql-error-leak', 'parameter-leak'],
  find: async (ask) => (await Promise.all(INJECTABLE.map((one) => tryParameter(ask, one)))).flat(),
};

async function tryParameter(ask: Ask, one: Injectable): Promise<Finding[]> {
  const { path, harmless, contract } = one;
  const usual = await ask('GET', `${path}${harmless}`);
  const down = outage(`GET ${path}${harmless}`, usual);
  // If the ordinary value fails, too, a failure with an injection proves nothing.
  if (down) return down.code === 'server-error' ? [couldNotPrepare(down.message, contract)] : [down];
  if (usual.error) return [];
  const texts = path === WITH_WILDCARDS ? [...INJECTIONS, ...WILDCARDS] : INJECTIONS;
  const found = await Promise.all(texts.map((text) => inject(ask, one, text, resultsOf(usual))));
  // One reason for "not judged" is enough.
  return [...new Map(found.flat().map((finding) => [finding.message, finding])).values()];
}

async function inject(ask: Ask, one: Injectable, text: string, usualResults: number): Promise<Finding[]> {
  const { path, contract } = one;
  const what = `GET ${path}${text}`;
  let answer = await ask('GET', `${path}${encodeURIComponent(text)}`);
  // Repeated, so that an intermittent 500 is not reported as an injection.
  if (outage(what, answer)) answer = await ask('GET', `${path}${encodeURIComponent(text)}`);
  const down = outage(what, answer);
  if (answer.error) return down ? [down] : [];
  if (tellsDriverText(answer.body)) return [found('semantic', `${what}: driver text in the body`)];
  if (down?.code === 'server-error') {
    const same = await failsOnHits(ask, one);
    if (same !== undefined) return [couldNotPrepare(same, contract)];
    return [found('semantic', `${down.message}, and an ordinary value works`)];
  }
  if (down) return [down];
  const results = path.includes('search') ? resultsOf(answer) : 0;
  return results > usualResults ? [found('semantic', `${what}: ${results} results, expected none`)] : [];
}

/** A route that fails on every hit is broken, not injectable. Returns the text of that failure. */
async function failsOnHits(ask: Ask, { path, hit }: Injectable): Promise<string | undefined> {
  if (hit === undefined) return undefined;
  const answer = await ask('GET', `${path}${hit}`);
  const down = outage(`GET ${path}${hit}`, answer);
  return down?.code === 'server-error' ? down.message : undefined;
}

const resultsOf = (answer: Answer): number => {
  const body = jsonOf(answer.body) as { results?: unknown[]; artists?: unknown[]; suggestions?: unknown[] } | undefined;
  return (body?.results ?? body?.artists ?? body?.suggestions ?? []).length;
};
