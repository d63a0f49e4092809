// SQL in query parameters: harmless strings, held against the answer to a harmless value.
import type { Answer } from '../api/probe-client.ts';
import { jsonOf } from '../api/front-door-stage.ts';
import { found, outage, type Ask, type Finding, type SecurityCheck } from './security-request.ts';

/** What means "anything" to LIKE: this search must look for the characters themselves (mysetlist-app.md 1.7). */
const WILDCARDS = ['%%', '__'];
const WITH_WILDCARDS = '/api/search?q=';
const INJECTIONS = ["'", "' OR '1'='1", '1; SELECT pg_sleep(0)--'];
/** Parameters that reach the database, each with a value that must work and, for searches, find nothing. */
const INJECTABLE = [
  { path: '/api/search?q=', harmless: 'zzxqqvv' },
  { path: '/api/trending?period=', harmless: 'week' },
  { path: '/api/trending?limit=', harmless: '5' },
  { path: '/api/artists/search?q=', harmless: 'zzxqqvv' },
  { path: '/api/search/artists?q=', harmless: 'zzxqqvv' },
  { path: '/api/search/suggestions?query=', harmless: 'zzxqqvv' },
  { path: '/api/shows/upcoming?filter=', harmless: 'all' },
  { path: '/api/trending/live?timeframe=', harmless: '24h' },
  { path: '/api/activity/recent?limit=', harmless: '5' },
] as const;
const DRIVER_TEXT = /syntax error at or near|PostgresError|SQLSTATE|unterminated quoted string|drizzle/i;

export const injection: SecurityCheck = {
  id: 'security.injection',
  title: 'SQL in query parameters causes no error, no database message and no extra results',
  reddens: ['search-wildcards', 'sql-error-leak'],
  find: async (ask) => {
    const failures: Finding[] = [];
    for (const { path, harmless } of INJECTABLE) {
      const usual = await ask('GET', `${path}${harmless}`);
      const down = outage(`GET ${path}${harmless}`, usual);
      // Where the harmless value fails as well, a failure with an injection would prove nothing.
      if (down || usual.error) {
        if (down) failures.push(down);
        continue;
      }
      const texts = path === WITH_WILDCARDS ? [...INJECTIONS, ...WILDCARDS] : INJECTIONS;
      for (const text of texts) failures.push(...(await inject(ask, path, text, resultsOf(usual))));
    }
    return failures;
  },
};

async function inject(ask: Ask, path: string, text: string, usualResults: number): Promise<Finding[]> {
  const what = `GET ${path}${text}`;
  let answer = await ask('GET', `${path}${encodeURIComponent(text)}`);
  // Once more, so that a 500 now and then is not taken for an injection.
  if (outage(what, answer)) answer = await ask('GET', `${path}${encodeURIComponent(text)}`);
  if (answer.error) return [found(answer.error.code, `${what}: ${answer.error.message}`)];
  if (DRIVER_TEXT.test(answer.body)) return [found('semantic', `${what}: driver text in the body`)];
  const down = outage(what, answer);
  if (down?.code === 'server-error') return [found('semantic', `${down.message}, where a harmless value works`)];
  if (down) return [down];
  const results = path.includes('search') ? resultsOf(answer) : 0;
  return results > usualResults ? [found('semantic', `${what}: ${results} results, expected none`)] : [];
}

const resultsOf = (answer: Answer): number => {
  const body = jsonOf(answer.body) as { results?: unknown[]; artists?: unknown[]; suggestions?: unknown[] } | undefined;
  return (body?.results ?? body?.artists ?? body?.suggestions ?? []).length;
};
