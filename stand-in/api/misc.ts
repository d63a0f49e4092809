// Analytics, admin, cron, user and other small APIs (mysetlist-app.md 1.9, 2.3, 2.5).
import { uuid } from '../data.ts';
import { json, readJson, text, type Answer, type Ask, type RouteTable } from '../http.ts';
import type { World } from '../world.ts';

const ANALYTICS_CACHE = 'public, s-maxage=900, stale-while-revalidate=1800';
const METRICS = ['overview', 'trending', 'engagement', 'growth', 'performance'];
const unauthorized = () => json({ error: 'Unauthorized' }, 401);

function analytics(ask: Ask, world: World): Answer {
  const query = ask.query.get('metric') ?? 'overview';
  if (!METRICS.includes(query)) return json({ error: 'Failed to fetch analytics' }, 500);
  const data =
    query === 'performance'
      ? { api: {}, database: {}, cache: { hitRate: 0.85, avgLatency: 2.5 } }
      : { artists: world.catalogue.artists.length, shows: world.catalogue.shows.length };
  return json({ success: true, query, data, timestamp: world.now().toISOString() }, 200, ANALYTICS_CACHE);
}

/** The endpoint of the runbook's "Get performance data"; the real site never had it. Its figures are measured. */
export function performanceFigures(_ask: Ask, world: World): Answer {
  const requests = Math.max(1, world.requests);
  return json({
    success: true,
    timestamp: world.now().toISOString(),
    data: {
      requests: world.requests,
      responseTimeAvg: world.totalMs / requests,
      errorRate: world.serverErrors / requests,
      uptime: world.uptime(),
    },
  });
}

async function vitals(ask: Ask, world: World): Promise<Answer> {
  const body = await readJson(ask);
  if (typeof body?.['name'] !== 'string' || typeof body['value'] !== 'number') {
    return json({ error: 'Missing required fields: name, value' }, 400);
  }
  return json({ success: true, timestamp: world.now().toISOString() });
}

/** No bearer token is ever issued, so every request is rejected. The fault accepts any token. */
const admitted = (ask: Ask, world: World): boolean =>
  world.has('forged-bearer-accepted') && /^Bearer .+/.test(ask.headers.authorization ?? '');

async function incidents(ask: Ask, world: World): Promise<Answer> {
  if (!admitted(ask, world) && !world.has('incidents-open')) return unauthorized();
  const status = (await readJson(ask))?.['status'];
  if (typeof status !== 'string') return json({ error: 'Missing required field: status' }, 400);
  return json({ success: true, incident: { id: uuid(status), status, updatedAt: world.now().toISOString() } });
}

const adminOnly = (ask: Ask, world: World): Answer =>
  world.has('admin-open') || admitted(ask, world)
    ? json({ users: [{ id: uuid('user/admin'), email: 'admin@mysetlist.example', role: 'admin' }] })
    : unauthorized();

const cron = (ask: Ask, world: World): Answer =>
  world.has('cron-open') || admitted(ask, world) ? json({ success: true, ran: ask.path }) : unauthorized();

const keepAlive = (_ask: Ask, world: World): Answer =>
  world.has('keep-alive-down') ? text('Service Unavailable', 503) : text('OK');

function userApi(ask: Ask): Answer {
  const { session } = ask;
  return session ? json({ user: { id: session.user.id, email: session.user.email }, path: ask.path }) : unauthorized();
}

const attendance = (ask: Ask): Answer =>
  ask.session ? json({ success: true, status: 'going' }) : json({ error: 'Unauthorized' }, 401);

/** The first request after choosing a search result: it looks up the artist by name, and the page then opens the slug of the answer. */
async function syncArtist(ask: Ask, world: World): Promise<Answer> {
  const { artistName, spotifyId } = (await readJson(ask)) ?? {};
  if (!artistName && !spotifyId) return json({ error: 'Either artistName or spotifyId is required' }, 400);
  if (world.has('spotify-down')) return json({ error: 'Failed to sync artist', details: 'fetch failed' }, 500);
  const artist = world.catalogue.artists.find(({ name, id }) => name === artistName || id === spotifyId);
  if (!artist) return json({ error: 'Artist not found on Spotify' }, 404);
  const { id, name, slug, genres, popularity, followers } = artist;
  const known = {
    id,
    name,
    slug,
    spotifyId: null,
    ticketmasterId: null,
    imageUrl: null,
    genres,
    popularity,
    followers,
  };
  return json({ success: true, slug, artist: known });
}

/** Imports fetch nothing here: the stand-in has no external services. */
const imported = (_ask: Ask, world: World): Answer =>
  world.has('ticketmaster-down') && world.has('spotify-down')
    ? json({ error: 'Failed to sync artist data' }, 500)
    : json({ success: true, imported: 0 });

const subscriptions = (): Answer => json({ connectionStatus: 'connected', activeChannels: [], channelCount: 0 });

/** The cron routes in R1's schedule; all others answer 404. */
const CRON = ['trending-update', 'cache-warm', 'lock-setlists', 'sync-external-apis', 'sync-popular-artists'] as const;

export const miscRoutes: RouteTable = [
  ['/api/analytics', { GET: analytics }],
  ['/api/analytics/performance', { GET: performanceFigures }],
  ['/api/analytics/vitals', { POST: vitals }],
  ['/api/analytics/metrics', { POST: vitals }],
  ['/api/admin/incidents', { POST: incidents }],
  ['/api/admin/users', { GET: adminOnly }],
  ['/api/cron/keep-alive', { GET: keepAlive }],
  ['/api/artists/auto-import', { POST: imported }],
  ['/api/artists/sync', { POST: syncArtist }],
  ['/api/artists/sync-shows', { POST: imported }],
  ['/api/attendance', { POST: attendance }],
  ['/api/realtime/subscriptions', { GET: subscriptions, POST: subscriptions, DELETE: subscriptions }],
  ['/api/sentry-example-api', { GET: () => json({ error: 'Sentry Example API Route Error' }, 500) }],
  ['/api/docs', { GET: () => text('openapi: 3.0.0\ninfo:\n  title: MySetlist\n  version: 1.0.0\npaths: {}\n') }],
  ...CRON.map((name) => [`/api/cron/${name}`, { GET: cron, POST: cron }] as const),
  [/^\/api\/user\/.+$/, { GET: userApi }],
];
