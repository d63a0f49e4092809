// For every case that judges a body, one that keeps the promise, and ways to break it. Written by hand from
// mysetlist-app.md 1, so that a wrong contract and a wrong stand-in cannot agree with each other unnoticed.
export const NOW = new Date('2026-11-24T12:00:00.000Z');
const timestamp = NOW.toISOString();
const id = '0b3bafee-5b1d-4f63-a5a5-000000000001';

type Body = Record<string, unknown>;
type Sample = {
  good: Body;
  /** What must be a failure: each a name and the body made from `good`. */
  broken?: Readonly<Record<string, (good: Body) => unknown>>;
  /** What must be a warning only. */
  degraded?: Readonly<Record<string, (good: Body) => unknown>>;
};

/** A copy with the value at a dotted path replaced, or removed where it is undefined. */
export function change(body: Body, path: string, value: unknown): Body {
  // Not structuredClone: it would keep what the samples share shared.
  const copy = JSON.parse(JSON.stringify(body)) as Body;
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at = copy as Record<string, Body>;
  for (const key of keys) at = at[key] as Record<string, Body>;
  if (value === undefined) delete at[last];
  else (at as Body)[last] = value;
  return copy;
}
const set = (path: string, value: unknown) => (good: Body) => change(good, path, value);
const sets = (changes: Readonly<Record<string, unknown>>) => (good: Body) =>
  Object.entries(changes).reduce((body, [path, value]) => change(body, path, value), good);

const service = { healthy: true, message: 'Operational', responseTime: '3ms' };
const dependency = { status: 'healthy', responseTime: 12 };
const usage = { usage: 1, limit: 2, percentage: 136.5 };
const api = { status: 'operational', response_time: 30, error_rate: 0 };
const show = (n: number) => ({
  id,
  type: 'show',
  name: `Show ${n}`,
  score: 100 - n,
  votes: 3,
  attendees: 4,
  recent_activity: 7,
  image_url: null,
  slug: `show-${n}`,
  artist_name: 'Silver Harbor',
  venue_name: 'TBA',
  show_date: '2026-12-24',
});
const trendingBody = (items: number): Body => ({
  period: 'week',
  limit: 20,
  type: 'combined',
  data: Array.from({ length: items }, (_, n) => show(n)),
  timestamp,
});
const hit = { id, type: 'artist', title: 'Taylor Swift', subtitle: 'pop', imageUrl: null, slug: 'taylor-swift' };
const row = { id: 'taylor-swift', name: 'Taylor Swift', genres: ['pop'], popularity: 90, source: 'database' };
const refused: Sample = { good: { error: 'No' }, broken: { 'no error text': set('error', undefined) } };
const noHits: Sample = { good: { results: [] }, broken: { 'a result': set('results', [hit]), 'no list': () => ({}) } };
const oneHit: Sample = {
  good: { results: [hit] },
  broken: {
    'nothing found': set('results', []),
    'another artist': set('results.0.title', 'Dispatch'),
    'renamed as in R2': (good) => ({ ...good, results: [{ ...hit, title: undefined, name: hit.title }] }),
  },
};

/** By contract id and case name. */
export const SAMPLES: Readonly<Record<string, Readonly<Record<string, Sample>>>> = {
  'contract.health': {
    'answers 200 or 503 with the state of each service': {
      good: {
        status: 'healthy',
        timestamp,
        responseTime: '12ms',
        uptime: 1.5,
        system: { timestamp, environment: 'production', version: '1.0.0', deployment: { vercel: {} } },
        services: { database: service, auth: service, apis: service },
      },
      broken: {
        'database down': sets({ status: 'degraded', 'services.database.healthy': false }),
        'auth down': sets({ status: 'degraded', 'services.auth.healthy': false }),
        'healthy against its parts': set('services.apis.healthy', false),
        'degraded against its parts': set('status', 'degraded'),
        'a number for a time': set('responseTime', 12),
        'no services, as in R2': set('services', undefined),
      },
      degraded: { 'only external APIs down': sets({ status: 'degraded', 'services.apis.healthy': false }) },
    },
  },
  'contract.health-comprehensive': {
    'answers 200 or 207 with the state of each dependency': {
      good: {
        status: 'healthy',
        timestamp,
        uptime: 2,
        version: 'a'.repeat(40),
        region: 'iad1',
        checks: {
          database: dependency,
          external_apis: { spotify: dependency, ticketmaster: dependency, setlistfm: dependency },
          memory: usage,
          disk: { ...usage, usage: 0, percentage: 0 },
        },
      },
      broken: {
        'database down': sets({ status: 'degraded', 'checks.database.status': 'unhealthy' }),
        'all external APIs down': sets({
          status: 'degraded',
          'checks.external_apis.spotify.status': 'unhealthy',
          'checks.external_apis.ticketmaster.status': 'unhealthy',
          'checks.external_apis.setlistfm.status': 'unhealthy',
        }),
        'healthy against its parts': set('checks.external_apis.spotify.status', 'unhealthy'),
        'a text for a time': set('checks.database.responseTime', '3ms'),
      },
      degraded: {
        'one of three down': sets({ status: 'degraded', 'checks.external_apis.spotify.status': 'unhealthy' }),
      },
    },
  },
  'contract.health-db': {
    'answers 200, connected': {
      good: { status: 'healthy', timestamp, database: { connected: true, error: null, tables: [] } },
      broken: { 'not connected': set('database.connected', false), 'status error': set('status', 'error') },
    },
  },
  'contract.monitoring-dashboard': {
    'answers 200 with every section': {
      good: {
        timestamp,
        uptime: 3,
        performance: { response_time_avg: 250, error_rate: 0.01, throughput: 600, success_rate: 0.99 },
        infrastructure: { memory_usage: 220, cpu_usage: 30, database_connections: 5, cache_hit_rate: 0.9 },
        business: { active_users: 0, api_calls_24h: 10_000, searches_24h: 1_000, votes_24h: 1 },
        alerts: [{ id: 'memory-high', level: 'warning', message: 'Memory', timestamp, resolved: false }],
        external_apis: { spotify: api, ticketmaster: api, setlistfm: api },
      },
      broken: {
        'percent for a fraction': set('performance.error_rate', 5),
        'no infrastructure': set('infrastructure', undefined),
      },
      degraded: { 'one API degraded': set('external_apis.spotify.status', 'degraded') },
    },
  },
  'contract.trending': {
    'refuses an unknown period': refused,
    'answers the bare request': {
      good: trendingBody(12),
      broken: {
        'no items, as with a dead database': set('data', []),
        'nine items': set('data', trendingBody(9)['data']),
        unsorted: set('data.3.score', 1_000),
        'a show of last week': set('data.2.show_date', '2026-11-17'),
        'a score of 0': set('data.11.score', 0),
        'no data, as for an unknown type': set('data', undefined),
        fallback: set('fallback', true),
      },
    },
    'keeps to a limit of one': { good: trendingBody(1), broken: { 'two items': set('data', trendingBody(2)['data']) } },
  },
  'contract.search': {
    'answers the bare request with nothing': noHits,
    'finds a known artist': oneHit,
    'finds it by a part in other case': oneHit,
    'finds nothing for nonsense': noHits,
    'keeps to a limit of one': { good: { results: [hit] }, broken: { 'two results': set('results', [hit, hit]) } },
  },
  'contract.artists-search': {
    'answers the bare request with nothing': {
      good: { artists: [] },
      broken: { 'an artist': set('artists', [row]) },
    },
    'finds a known artist': {
      good: { artists: [row] },
      broken: {
        'nothing found': set('artists', []),
        'invented rows': set('artists.0.source', 'mock'),
        'an error in a 200': set('error', 'Failed'),
      },
    },
  },
  'contract.analytics-performance': {
    'answers 200 with a time stamp': { good: { timestamp }, broken: { 'no time': set('timestamp', undefined) } },
  },
  'contract.admin-incidents': { 'refuses without a token': refused },
  'contract.votes': { 'refuses a vote without a session': refused, 'wants a song': refused },
};
