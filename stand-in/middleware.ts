// Applied to every route: security headers, protected addresses, the limiter, and faults of whole answers.
import type { IncomingMessage } from 'node:http';
import { bitmap } from './bitmap.ts';
import { html, json, PRIVATE, redirect, text, withHeaders, type Answer, type Ask } from './http.ts';
import { cookiesOf } from './sessions.ts';
import { wall } from './walls.ts';
import type { World } from './world.ts';

const PROTECTED = ['/dashboard', '/vote', '/profile', '/api/user'];
const PAGE_DELAY_MS = 2_500;
const IMAGE_DELAY_MS = 3_000;
/** 0.3 MB. On Lighthouse's slow 4G about half a second more than the 2.5 s of the LCP budget. */
const LATE_IMAGE_SIZE = [400, 260] as const;
const SCRIPT_DELAY_MS = 1_000;
const SCRIPT_WORK_MS = 100;
const ERROR_PAGE =
  '<!doctype html><html><head><title>500: Internal Server Error</title></head><body><h1>500</h1><p>Internal Server Error.</p></body></html>';
const CHALLENGE_PAGE =
  '<!doctype html><html lang="en"><head><title>Vercel Security Checkpoint</title></head><body><p>Checking your browser. This takes a moment.</p></body></html>';
/** Private answers without a cache header in R1; the platform then sets "public". */
const LEFT_TO_THE_EDGE = /^\/api\/(health|monitoring|search|artists|votes|setlists|csrf-token|shows)/;

/** Routes of R1 without authentication (mysetlist-app.md 2.5). In the stand-in they do nothing. */
const OPEN_ROUTES = [
  '/api/admin/seed-dispatch',
  '/api/admin/sync-manager',
  '/api/database/operations',
  '/api/jobs',
  '/api/songs/upsert',
  '/api/external-apis/diagnostics',
];
const TIMESTAMP = /"(timestamp|generatedAt)":"[^"]*"/g;
const yesterday = (world: World): string => new Date(world.now().getTime() - 86_400_000).toISOString();

const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);
export const isPage = (path: string): boolean =>
  !path.startsWith('/api/') && !path.startsWith('/_next/') && !/\.[a-z]+$/.test(path);

/** An answer before any route, 'reset' to close the connection, or undefined to continue. */
export async function before(ask: Ask, request: IncomingMessage, world: World): Promise<Answer | 'reset' | undefined> {
  const { path } = ask;
  const api = path.startsWith('/api/');
  if (world.has('all-500')) return html(ERROR_PAGE, 500);
  if (world.has('edge-challenge')) {
    return withHeaders(html(CHALLENGE_PAGE, 403), { 'X-Vercel-Mitigated': 'challenge' });
  }
  const stopped = await wall(ask, isPage(path), world);
  if (stopped) return stopped;
  if (world.has('connection-reset') && api) return 'reset';
  if (world.has('intermittent-500') && api && timesAsked(path, world) % 10 === 0) return html(ERROR_PAGE, 500);
  if (world.has('activity-500-twice') && path === '/api/activity/recent' && timesAsked(path, world) <= 2)
    return html(ERROR_PAGE, 500);
  if (path === '/client/more.css' && (world.has('style-sheet-500') || world.has('style-sheet-500-once')))
    return world.has('style-sheet-500') || timesAsked(path, world) === 1
      ? html(ERROR_PAGE, 500)
      : text('', 200, 'text/css');
  if (world.has('redirect-loop') && path === '/') return redirect('/');
  if (world.has('source-maps-served') && path.endsWith('.js.map')) return json({ version: 3, mappings: 'AAAA' });
  if (world.has('open-mutating-routes') && OPEN_ROUTES.includes(path)) {
    return withHeaders({ status: ask.method === 'OPTIONS' ? 204 : 500, body: '', headers: {} }, { Allow: 'GET, POST' });
  }
  if (world.has('secret-file-served') && path === '/.env') return text('ADMIN_TOKEN=not-a-real-one\n');
  if (path === '/client/hero.png' && world.has('hero-slow-image')) {
    await world.wait(IMAGE_DELAY_MS);
    return { status: 200, body: bitmap(), headers: { 'Content-Type': 'image/bmp', 'Cache-Control': PRIVATE } };
  }
  if (path === '/client/hero.png' && world.has('hero-late-image')) {
    const body = bitmap(...LATE_IMAGE_SIZE);
    return { status: 200, body, headers: { 'Content-Type': 'image/bmp', 'Cache-Control': PRIVATE } };
  }
  if (path === '/client/bundle.js' && world.has('script-2mb')) {
    // A script of this size also takes CPU time. It runs for a fixed time, so that every machine measures the same.
    const work = `for (const end = performance.now() + ${SCRIPT_WORK_MS}; performance.now() < end; );`;
    return text(`/*${'padding '.repeat(262_144)}*/${work}`, 200, 'text/javascript');
  }
  if (path === '/client/blocking.js' && world.has('blocking-script')) {
    await world.wait(SCRIPT_DELAY_MS);
    return text(`/*${'padding '.repeat(110_000)}*/`, 200, 'text/javascript');
  }
  if (world.has('pages-slow') && isPage(path)) await world.wait(PAGE_DELAY_MS);
  return guard(ask, world) ?? (api ? limit(ask, request, world) : undefined);
}

/** With this request. Counted per path, so that the same requests always get the same failures. */
function timesAsked(path: string, world: World): number {
  const times = (world.asked.get(path) ?? 0) + 1;
  world.asked.set(path, times);
  return times;
}

/** Redirects visitors without a session away from protected addresses. */
function guard(ask: Ask, world: World): Answer | undefined {
  const unread = world.has('profile-always-redirects') && isUnder(ask.path, '/profile');
  if ((ask.session && !unread) || !PROTECTED.some((prefix) => isUnder(ask.path, prefix))) return undefined;
  if (world.has('private-pages-open') && isUnder(ask.path, '/profile')) return undefined;
  if (world.has('user-api-open') && isUnder(ask.path, '/api/user')) {
    return json({ user: { id: 'somebody', email: 'somebody@mysetlist.example' } });
  }
  return redirect(world.has('redirect-wrong-host') ? 'http://localhost:3000/auth/sign-in' : '/auth/sign-in');
}

function limit(ask: Ask, request: IncomingMessage, world: World): Answer | undefined {
  const forwarded = String(ask.headers['x-forwarded-for'] ?? '')
    .split(',')[0]
    ?.trim();
  const claimed = ask.headers['x-user-id'] ?? cookiesOf(ask.headers).get('user-id');
  const key =
    world.has('limiter-bypass') && claimed ? String(claimed) : forwarded || request.socket.remoteAddress || '';
  const refusal = world.limiter.take(key, ask.path, world.now().getTime());
  if (!refusal) return undefined;
  const { limit: allowed, retryAfterSeconds, resetIso } = refusal;
  const message = `Rate limit exceeded. Try again in ${retryAfterSeconds} seconds.`;
  const answer = json({ error: 'Too Many Requests', message, retryAfter: retryAfterSeconds, reset: resetIso }, 429);
  return withHeaders(answer, {
    'Retry-After': String(retryAfterSeconds),
    'X-RateLimit-Limit': String(allowed),
    'X-RateLimit-Remaining': '0',
    'X-RateLimit-Reset': resetIso,
  });
}

/** Faults that change a finished answer. */
export function after(ask: Ask, answer: Answer, world: World): Answer {
  const api = ask.path.startsWith('/api/');
  if (api && world.has('html-instead-of-json')) {
    return html('<!doctype html><html lang="en"><head><title>MySetlist</title></head><body>Loading...</body></html>');
  }
  if (api && world.has('timestamps-stale') && typeof answer.body === 'string')
    return { ...answer, body: answer.body.replace(TIMESTAMP, (_, name: string) => `"${name}":"${yesterday(world)}"`) };
  if (api && world.has('wrong-encoding') && typeof answer.body === 'string')
    return { ...answer, body: Buffer.from(answer.body, 'latin1') };
  if (world.has('cors-reflected') && ask.headers.origin !== undefined)
    return withHeaders(answer, {
      'Access-Control-Allow-Origin': ask.headers.origin,
      'Access-Control-Allow-Credentials': 'true',
    });
  if (world.has('stack-traces-shown') && api && answer.status >= 400) {
    const stack = 'Error: no\n    at handler (/var/task/app/api/route.js:12:34)';
    return { ...answer, body: JSON.stringify({ error: 'no', stack }) };
  }
  if (ask.session && isPage(ask.path) && world.has('private-page-cached')) {
    return withHeaders(answer, { 'Cache-Control': 'private, max-age=600' });
  }
  if (world.has('shared-cache-private') && LEFT_TO_THE_EDGE.test(ask.path)) {
    return withHeaders(answer, {
      'Cache-Control': 'public, max-age=300, s-maxage=600, stale-while-revalidate=3600',
    });
  }
  return answer;
}
