// Faults between a client and the site: access controls of hosts and proxies, servers that hang, messages of the database driver.
import { UUID } from './data.ts';
import { html, json, redirect, withHeaders, type Answer, type Ask } from './http.ts';
import type { FaultId } from './faults.ts';
import type { World } from './world.ts';

/** Longer than any client's timeout. Closing the stand-in ends the wait. */
const FOR_EVER_MS = 3_600_000;
const SLOW_PAGE_MS = 3_200;
const SLOW_SEARCH_MS = 2_600;
const SEARCHES: ReadonlySet<string> = new Set([
  '/api/search',
  '/api/search/suggestions',
  '/api/search/artists',
  '/api/artists/search',
]);
const RETRY_AFTER_SECONDS = 60;

const wallPage = (title: string, text: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8" /><title>${title}</title></head><body><h1>${title}</h1><p>${text}</p></body></html>`;
const login = (ask: Ask): string => {
  const url = `https://${ask.headers.host ?? 'localhost'}${ask.path}`;
  return `https://vercel.com/sso-api?url=${encodeURIComponent(url)}&nonce=0f0c0ffee`;
};
const VERCEL = { Server: 'Vercel', 'X-Vercel-Id': 'iad1::standin-1' };

const WALLS: readonly (readonly [FaultId, (ask: Ask) => Answer])[] = [
  [
    'deployment-protected',
    (ask) =>
      withHeaders(html(wallPage('Authentication Required', `<a href="${login(ask)}">Vercel Authentication</a>`), 401), {
        ...VERCEL,
        'Set-Cookie': '_vercel_sso_nonce=0f0c0ffee; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=Lax',
      }),
  ],
  ['deployment-login', (ask) => withHeaders({ ...redirect(login(ask)), status: 302 }, VERCEL)],
  [
    'proxy-login-wall',
    () =>
      withHeaders(
        html(
          wallPage(
            'Network sign-in',
            'This network asks you to sign in.</p><form method="post" action="/proxy/login"><input name="user" aria-label="User" /><button>Continue</button></form><p>',
          ),
        ),
        { Via: '1.1 gateway.example (proxy)' },
      ),
  ],
  [
    'limited-everywhere',
    () =>
      withHeaders(json({ error: 'Too Many Requests', retryAfter: RETRY_AFTER_SECONDS }, 429), {
        'Retry-After': String(RETRY_AFTER_SECONDS),
      }),
  ],
];

/** Whether an access control answers instead of the site. Its answers have no headers of the site. */
export const isWalled = (world: World): boolean => WALLS.some(([fault]) => world.has(fault));

/** The answer of an access control, after the delay of slow faults; undefined if the site answers. */
export async function wall(ask: Ask, page: boolean, world: World): Promise<Answer | undefined> {
  const hangs = world.has('never-answers') || (world.has('api-hangs') && ask.path === '/api/trending');
  if (hangs) await world.wait(FOR_EVER_MS);
  const found = WALLS.find(([fault]) => world.has(fault));
  if (found) return found[1](ask);
  if (page && world.has('every-page-slow')) await world.wait(SLOW_PAGE_MS);
  if (world.has('searches-slow') && SEARCHES.has(ask.path)) await world.wait(SLOW_SEARCH_MS);
  return world.has('parameter-leak') ? leak(ask) : undefined;
}

const NUMBERS = ['limit', 'offset', 'page'];
const IDS = ['setlistSongId', 'showId', 'setlistId', 'userId'];

/** A parameter of the wrong type reaches the database, and the driver's error message reaches the client. */
function leak(ask: Ask): Answer | undefined {
  if (!ask.path.startsWith('/api/')) return undefined;
  const wrong = (type: string, value: string): Answer =>
    json({ error: `PostgresError: invalid input syntax for type ${type}: "${value}"`, code: '22P02' }, 500);
  for (const [name, value] of ask.query) {
    if (NUMBERS.includes(name) && !/^-?\d+$/.test(value)) return wrong('integer', value);
    if (IDS.includes(name) && !UUID.test(value)) return wrong('uuid', value);
  }
  const id = /^\/api\/(?:setlists|votes)\/([^/]+)(?:\/count)?$/.exec(ask.path)?.[1];
  return id !== undefined && /\d|not/.test(id) && !UUID.test(id) ? wrong('uuid', id) : undefined;
}
