// For every case that judges a body, one that keeps the promise, and ways to break it. Written by hand from
// mysetlist-app.md 1, so that a wrong contract and a wrong stand-in cannot agree with each other unnoticed.
export const NOW = new Date('2026-11-24T12:00:00.000Z');
const timestamp = NOW.toISOString();
const id = '0b3bafee-5b1d-4f63-a5a5-000000000001';

type Body = Record<string, unknown>;
type Sample = {
  good: Body;
  /** Bodies of earlier cases of the same contract, by case name. */
  earlier?: Readonly<Record<string, Body>>;
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
const ID = (n: number) => `0b3bafee-5b1d-4f63-a5a5-${String(n).padStart(12, '0')}`;
const list = <T>(items: number, make: (n: number) => T): T[] => Array.from({ length: items }, (_, n) => make(n));
const trendingArtist = (n: number) => ({
  id: ID(n),
  name: `Artist ${n}`,
  slug: `artist-${n}`,
  imageUrl: null,
  smallImageUrl: null,
  genres: ['pop'],
  popularity: 90,
  followers: 10,
  trendingScore: 100 - n,
  verified: true,
  totalShows: 3,
  upcomingShows: 2,
  updatedAt: timestamp,
  recentShows: 1,
  weeklyGrowth: 20.5,
});
const artistsBody = (items: number): Body => ({
  artists: list(items, trendingArtist),
  fallback: false,
  message: 'Trending artists retrieved',
  total: items,
});
const trendingShow = (n: number) => ({
  id: ID(n),
  name: `Show ${n}`,
  slug: `show-${n}`,
  date: '2026-12-24',
  status: 'upcoming',
  artist: { name: 'Silver Harbor', slug: 'silver-harbor', imageUrl: null },
  venue: { name: 'Foundry Stage', city: 'Denver', state: 'CO' },
  voteCount: 3,
  attendeeCount: 4,
  trendingScore: 100 - n,
  weeklyGrowth: 2,
  rank: n + 1,
});
const showsBody = (items: number, timeframe = 'week'): Body => ({
  shows: list(items, trendingShow),
  timeframe,
  total: items,
  generatedAt: timestamp,
});
const trendingVenue = (n: number) => ({
  id: ID(n),
  name: `Venue ${n}`,
  slug: `venue-${n}`,
  city: 'Denver',
  state: 'CO',
  country: 'US',
  capacity: 9_000,
  upcomingShows: 0,
  totalShows: 0,
  trendingScore: 100 - n,
  weeklyGrowth: 2,
  rank: n + 1,
});
const venuesBody = (items: number): Body => ({
  venues: list(items, trendingVenue),
  timeframe: 'week',
  total: items,
  generatedAt: timestamp,
});
const liveBody = (items: number, type: string, timeframe = '24h'): Body => ({
  trending: list(items, (n) => ({
    id: ID(n),
    type,
    name: `Thing ${n}`,
    slug: `thing-${n}`,
    score: 5,
    metrics: { searches: 1, views: 2, interactions: 3, growth: -4.5 },
    timeframe,
  })),
  timeframe,
  type,
  total: items,
  generatedAt: timestamp,
});
const liveFilled: Sample = {
  good: liveBody(10, 'artist'),
  broken: {
    'an empty list, as R1 without a type': set('trending', []),
    'eleven items': set('trending', liveBody(11, 'artist')['trending']),
    'a total below its list': set('total', 0),
    'a time stamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
    'the shape of R2': () => ({ current_trending: [], live_updates: [], stats: {} }),
  },
};
const suggestion = {
  type: 'artist',
  id: ID(1),
  title: 'Taylor Swift',
  subtitle: 'pop',
  href: '/artists/taylor-swift',
  imageUrl: null,
  meta: {},
  verified: true,
  requiresSync: true,
};
const suggests = (...suggestions: unknown[]): Body => ({ suggestions, count: suggestions.length });
const found = { id: ID(1), name: 'Taylor Swift', slug: 'taylor-swift', genres: ['pop'] };
const upcomingShow = (n: number) => ({
  id: ID(n),
  name: `Show ${n}`,
  slug: `show-${n}`,
  date: '2026-12-24',
  startTime: null,
  ticketUrl: null,
  artist: { id: ID(1), name: 'Silver Harbor', slug: 'silver-harbor', imageUrl: null },
  venue: { id: ID(2), name: 'Foundry Stage', latitude: null, longitude: null },
  isFollowing: false,
});
const upcomingBody = (items: number): Body => ({
  shows: list(items, upcomingShow),
  pagination: { total: String(items), limit: 20, offset: 0, hasMore: false },
});
const counted = { upvotes: 5, downvotes: 2, netVotes: 3, userVote: null };
const setlistSong = (n: number) => ({
  id: ID(n),
  songId: ID(n + 100),
  position: n + 1,
  song: { id: ID(n + 100), title: `Song ${n}`, artist: 'Silver Harbor', durationMs: 180_000, albumArtUrl: null },
  notes: null,
  isPlayed: false,
  playTime: null,
  ...counted,
});
const setlistsBody = (songs: number): Body => ({
  setlists: [{ id: ID(9), name: 'Main Set', type: 'predicted', isLocked: false, songs: list(songs, setlistSong) }],
});
const tallied: Sample = {
  good: counted,
  broken: {
    'a net count that does not add up': set('netVotes', 4),
    "somebody's vote": set('userVote', 'up'),
    'a count as a text': set('upvotes', '5'),
    'a negative count': sets({ downvotes: -1, netVotes: 6 }),
    'the shape of R2': () => ({ up: 5, currentUserUpvoted: false }),
  },
};
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
        'a time stamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
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
        'a time stamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
      },
      degraded: {
        'one of three down': sets({ status: 'degraded', 'checks.external_apis.spotify.status': 'unhealthy' }),
        'no commit': set('version', 'unknown'),
      },
    },
  },
  'contract.health-db': {
    'answers 200, connected': {
      good: { status: 'healthy', timestamp, database: { connected: true, error: null, tables: [] } },
      broken: {
        'not connected': set('database.connected', false),
        'status error': set('status', 'error'),
        'a time stamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
      },
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
        'a time stamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
      },
      degraded: {
        'one API degraded': set('external_apis.spotify.status', 'degraded'),
        'rates that do not add up': set('performance.success_rate', 0.5),
      },
    },
  },
  'contract.trending': {
    'refuses an unknown period': refused,
    'refuses a custom period without its config': refused,
    'lists only shows where shows are asked for': {
      good: trendingBody(3),
      broken: { 'an artist among them': set('data.1.type', 'artist'), nothing: set('data', []) },
    },
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
        'a time stamp of yesterday': set('timestamp', '2026-11-23T12:00:00.000Z'),
        'a time stamp of tomorrow': set('timestamp', '2026-11-25T12:00:00.000Z'),
        'activity that does not add up': set('data.3.recent_activity', 8),
        'an id that is none': set('data.0.id', 'tm_1'),
      },
    },
    'keeps to a limit of one': { good: trendingBody(1), broken: { 'two items': set('data', trendingBody(2)['data']) } },
  },
  'contract.search': {
    'answers the bare request with nothing': noHits,
    'finds a known artist': oneHit,
    'finds it by a part in other case': oneHit,
    'finds a name with an accent': {
      good: { results: [{ ...hit, title: 'Beyoncé' }] },
      broken: { 'nothing found': set('results', []), 'the name without its accent': set('results.0.title', 'Beyonce') },
    },
    'finds a name with an apostrophe': {
      good: { results: [{ ...hit, title: "Guns N' Roses" }] },
      broken: { 'nothing found': set('results', []) },
    },
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
        'the same name in two rows': set('artists', [row, { ...row, id: 'x', name: 'TAYLOR SWIFT' }]),
        'an error in a 200': set('error', 'Failed'),
      },
    },
  },
  'contract.analytics-performance': {
    'answers 200 with a time stamp': {
      good: { timestamp },
      broken: {
        'no time': set('timestamp', undefined),
        'a time of yesterday': set('timestamp', '2026-11-23T12:00:00.000Z'),
      },
    },
  },
  'contract.admin-incidents': { 'refuses without a token': refused },
  'contract.votes': {
    'refuses a vote without a session': refused,
    'refuses garbage without a session in the same way': refused,
    'wants a song': refused,
    'tells the votes of a song': tallied,
    'tells the same by the count route': {
      good: { setlistSongId: ID(1), ...counted },
      broken: { 'no song': set('setlistSongId', undefined), 'a net count that does not add up': set('netVotes', 4) },
    },
    'tells them again': {
      good: { ...counted, upvotes: 7, netVotes: 5 },
      earlier: {
        'tells the votes of a song': counted,
        'tells the same by the count route': { setlistSongId: ID(1), ...counted, upvotes: 7, netVotes: 5 },
      },
      broken: { 'fewer votes than the count route told in between': sets({ upvotes: 6, netVotes: 4 }) },
    },
    'counts nothing for an unknown song': {
      good: { setlistSongId: ID(1), upvotes: 0, downvotes: 0, netVotes: 0, userVote: null },
      broken: { 'a vote': sets({ upvotes: 1, netVotes: 1 }) },
    },
    'does not know an unknown song': refused,
  },
  'contract.votes-statistics': {
    'wants a show': refused,
    'counts the votes of a show that has some': {
      good: { showId: ID(1), totalVotes: 7, totalUpvotes: 5, totalDownvotes: 2 },
      broken: {
        'a total that does not add up': set('totalVotes', 8),
        'no votes': sets({ totalVotes: 0, totalUpvotes: 0, totalDownvotes: 0 }),
        'no total': set('totalVotes', undefined),
      },
    },
    'counts nothing for an unknown show': {
      good: { totalVotes: 0 },
      broken: { 'a vote': set('totalVotes', 1) },
    },
  },
  'contract.votes-anonymous': {
    'refuses a vote without a song': refused,
    'has one vote left for a new guest': {
      good: { ...counted, limits: { used: 0, remaining: 1 } },
      broken: {
        'no vote left': sets({ 'limits.used': 1, 'limits.remaining': 0 }),
        'a net count that does not add up': set('netVotes', 4),
      },
    },
  },
  'contract.trending-artists': {
    'lists artists, best first': {
      good: artistsBody(12),
      broken: {
        'fallback: true': set('fallback', true),
        'nine artists': set('artists', artistsBody(9)['artists']),
        unsorted: set('artists.3.trendingScore', 1_000),
        'one artist twice': set('artists.4.id', ID(1)),
        'a total below its list': set('total', 0),
        'no total, as in R2': set('total', undefined),
        'growth of 60 percent': set('artists.0.weeklyGrowth', 60),
      },
    },
    'keeps to a limit of one': {
      good: artistsBody(1),
      broken: { two: () => artistsBody(2), none: () => artistsBody(0) },
    },
  },
  'contract.trending-shows': {
    'lists shows, best first': {
      good: showsBody(12),
      broken: {
        'nine shows': set('shows', showsBody(9)['shows']),
        unsorted: set('shows.3.trendingScore', 1_000),
        'a rank twice': set('shows.3.rank', 3),
        'a show of nine days ago': set('shows.2.date', '2026-11-15'),
        'a date that is none': set('shows.2.date', 'soon'),
        'a status that no show has': set('shows.2.status', 'rumoured'),
        'one show twice': set('shows.4.id', ID(1)),
        'a total below its list': set('total', 0),
        'a time stamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
        'an error in a 200': set('error', 'Failed to fetch trending shows'),
      },
    },
    'keeps to a limit of one and names its timeframe': {
      good: showsBody(1, 'day'),
      broken: {
        two: () => showsBody(2, 'day'),
        none: () => showsBody(0, 'day'),
        'another timeframe': () => showsBody(1),
      },
    },
  },
  'contract.trending-venues': {
    'lists venues, best first': {
      good: venuesBody(6),
      broken: {
        'four venues': set('venues', venuesBody(4)['venues']),
        unsorted: set('venues.3.trendingScore', 1_000),
        'a rank twice': set('venues.3.rank', 3),
        'one venue twice': set('venues.4.id', ID(1)),
        'a total below its list': set('total', 0),
        'a time stamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
        fallback: set('fallback', true),
      },
    },
    'keeps to a limit of one': { good: venuesBody(1), broken: { two: () => venuesBody(2), none: () => venuesBody(0) } },
  },
  'contract.trending-live': {
    'lists everything for type=all': liveFilled,
    'lists something without a type, as the page asks': liveFilled,
    'lists only shows where shows are asked for, and keeps to a limit': {
      good: liveBody(2, 'show', '1h'),
      broken: {
        'an artist among them': set('trending.1.type', 'artist'),
        three: () => liveBody(3, 'show', '1h'),
        'another timeframe': () => liveBody(2, 'show'),
        nothing: set('trending', []),
      },
    },
  },
  'contract.search-suggestions': {
    'answers the bare request with nothing': {
      good: suggests(),
      broken: { 'a suggestion': () => suggests(suggestion) },
    },
    'suggests a known artist and links to it': {
      good: suggests(suggestion),
      broken: {
        nothing: () => suggests(),
        'another artist': set('suggestions.0.title', 'Dispatch'),
        'a link to another page': set('suggestions.0.href', '/artists/dispatch'),
        'a link to another host': set('suggestions.0.href', 'https://elsewhere.example/artists/taylor-swift'),
        'a count beside its list': set('count', 2),
      },
    },
    'keeps to a limit of one': {
      good: suggests(suggestion),
      broken: { two: () => suggests(suggestion, suggestion) },
    },
  },
  'contract.search-artists': {
    'finds a known artist': {
      good: { artists: [found], query: 'Taylor Swift', total: 1 },
      broken: {
        nothing: set('artists', []),
        'another artist': set('artists.0.name', 'Dispatch'),
        'another question': set('query', 'Taylor%20Swift'),
        'a total below its list': set('total', 0),
      },
    },
    'keeps to a limit of one': {
      good: { artists: [found], query: 'th', total: 1 },
      broken: { two: set('artists', [found, found]) },
    },
  },
  'contract.shows-upcoming': {
    'lists shows to come': {
      good: upcomingBody(12),
      broken: {
        'nine shows': () => upcomingBody(9),
        'a show of last week': set('shows.2.date', '2026-11-17'),
        'one show twice': set('shows.4.id', ID(1)),
        'a total below its list': set('pagination.total', '3'),
        'more, where there is no more': set('pagination.hasMore', true),
        'a total as a number': set('pagination.total', 12),
      },
    },
    'begins the second page where the first one ends': {
      good: {
        shows: [upcomingShow(1), upcomingShow(2)],
        pagination: { total: '12', limit: 2, offset: 1, hasMore: true },
      },
      earlier: { 'lists shows to come': upcomingBody(12) },
      broken: {
        'the first page again': set('shows', [upcomingShow(0), upcomingShow(1)]),
        'three shows': set('shows', [upcomingShow(1), upcomingShow(2), upcomingShow(3)]),
      },
    },
  },
  'contract.setlists': {
    'lists the songs of a show with votes': {
      good: setlistsBody(3),
      broken: {
        'no songs': set('setlists', []),
        'one position twice': set('setlists.0.songs.1.position', 1),
        'a net count that does not add up': set('setlists.0.songs.1.netVotes', 4),
        "somebody's vote": set('setlists.0.songs.1.userVote', 'down'),
        'a type that is none': set('setlists.0.type', 'guessed'),
      },
    },
    'has nothing for an unknown show': { good: { setlists: [] }, broken: { 'a setlist': () => setlistsBody(1) } },
  },
  'contract.activity-recent': {
    'lists what people did': {
      good: { activities: [{ id: 'a', type: 'vote' }], total: 1, hasMore: false, generatedAt: timestamp },
      broken: {
        nothing: set('activities', []),
        'invented people': set('fallback', true),
        'sixteen of fifteen': set(
          'activities',
          list(16, (n) => ({ id: String(n), type: 'vote' })),
        ),
        'a total below its list': set('total', 0),
        'a time stamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
      },
    },
    'keeps to a limit of one': {
      good: { activities: [{ id: 'a', type: 'vote' }], total: 1, hasMore: true, generatedAt: timestamp },
      broken: {
        two: set('activities', [
          { id: 'a', type: 'vote' },
          { id: 'b', type: 'vote' },
        ]),
      },
    },
  },
  'contract.csrf-token': {
    'gives a token with its cookie, which no script reads': {
      good: { token: 'ab'.repeat(32), message: 'CSRF token generated successfully' },
      broken: { 'four bytes': set('token', 'abababab'), 'the shape of R2': set('message', undefined) },
    },
    'gives another visitor another token': {
      good: { token: 'ab'.repeat(32), message: 'CSRF token generated successfully' },
      earlier: {
        'gives a token with its cookie, which no script reads': { token: 'cd'.repeat(32), message: 'ok' },
      },
      broken: { 'the same token': set('token', 'cd'.repeat(32)) },
    },
  },
  'contract.auth-refusals': {
    'sign-in refuses without the token': refused,
    'sign-up refuses without the token': refused,
  },
  'contract.admin-refusals': { 'the list of users is refused': refused },
  'contract.keep-alive': { 'cron routes refuse without the secret': refused },
  'contract.manifest': {
    'names the app and its icons': {
      good: {
        name: 'MySetlist',
        short_name: 'MySetlist',
        start_url: '/',
        display: 'standalone',
        icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
      },
      broken: { 'no icon': set('icons', []), 'an icon elsewhere': set('icons.0.src', 'https://elsewhere.example/i') },
    },
  },
};
