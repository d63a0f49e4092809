// GET /api/trending and related routes (mysetlist-app.md 1.6 and 2.4).
import { json, jsonText, wholeNumber, type Answer, type Ask, type RouteTable } from '../http.ts';
import { dateOf, instantOf, rankArtists, rankShows, recentShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { live } from './live-trending.ts';
import { trendingItems } from './trending-items.ts';
import { cut, total } from './trending-lists.ts';

const CACHE = 'public, s-maxage=300, stale-while-revalidate=600';
const ARTISTS_CACHE = 'public, max-age=0, s-maxage=300, stale-while-revalidate=600';
const PERIODS = ['day', 'week', 'month', 'custom'];
const SLOW_MS = 2_500;

async function trending(ask: Ask, world: World): Promise<Answer> {
  if (world.has('trending-slow')) await world.wait(SLOW_MS);
  const period = ask.query.get('period') ?? 'week';
  const type = ask.query.get('type') ?? 'combined';
  const config = ask.query.get('config');
  if (!PERIODS.includes(period)) return json({ error: 'Invalid period. Use: day, week, month, or custom' }, 400);
  if (config !== null && !parses(config)) return json({ error: 'Invalid config parameter' }, 400);
  if (period === 'custom' && config === null) return json({ error: 'Custom period requires config parameter' }, 400);
  const limit = wholeNumber(ask.query, 'limit', 20);
  if (world.has('trending-fallback')) {
    return json({ period, limit, type, data: [], fallback: true, timestamp: world.now().toISOString() }, 200, CACHE);
  }
  const body = world.rendered(`trending ${period} ${limit} ${type}`, () =>
    // `data` is left out for an unknown type, `limit` is null for an invalid value: both as R1 does.
    JSON.stringify({
      period,
      limit,
      type,
      data: trendingItems(type, limit, world),
      timestamp: world.now().toISOString(),
    }),
  );
  return jsonText(world.has('trending-truncated') ? body.slice(0, body.length / 2) : body, 200, CACHE);
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** R1's answer with status 200 when its database is down. */
const fallback = (key: string, what: string) =>
  json({ [key]: [], fallback: true, error: `Failed to fetch ${what}`, message: 'Using fallback data', total: 0 });

function artists(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return fallback('artists', 'trending artists');
  const list = cut(rankArtists(world), wholeNumber(ask.query, 'limit', 20)).map(({ artist, score, shows }) => ({
    id: artist.id,
    name: artist.name,
    slug: artist.slug,
    imageUrl: null,
    smallImageUrl: null,
    genres: artist.genres,
    popularity: artist.popularity,
    followers: artist.followers,
    trendingScore: score,
    verified: artist.verified,
    totalShows: shows + 1,
    upcomingShows: shows,
    updatedAt: world.now().toISOString(),
    recentShows: 1,
    weeklyGrowth: artist.growth,
  }));
  if (world.has('r2-trending-shape')) return json({ artists: list, timestamp: world.now().toISOString() });
  const body = { artists: list, fallback: false, message: 'Trending artists retrieved', total: total(list, world) };
  return json(body, 200, ARTISTS_CACHE);
}

function shows(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return fallback('shows', 'trending shows');
  const ranked = rankShows(world, recentShows(world));
  const list = cut(ranked, wholeNumber(ask.query, 'limit', 20)).map(({ show, score, votes }, i) => ({
    id: show.id,
    name: show.name,
    slug: show.slug,
    date: instantOf(show, world, dateOf(show, world)),
    status: show.status,
    artist: { name: show.artist.name, slug: show.artist.slug, imageUrl: null },
    venue: show.venue ? { name: show.venue.name, city: show.venue.city, state: show.venue.state } : null,
    voteCount: votes,
    attendeeCount: show.attendees,
    trendingScore: score,
    weeklyGrowth: show.artist.growth,
    rank: i + 1,
  }));
  if (world.has('r2-trending-shape')) {
    const body = { period: 'week', limit: 20, type: 'shows', shows: list, timestamp: world.now().toISOString() };
    return json(body, 200, CACHE);
  }
  const timeframe = ask.query.get('timeframe') ?? 'week';
  return json(
    { shows: list, timeframe, total: total(list, world), generatedAt: world.now().toISOString() },
    200,
    CACHE,
  );
}

function venues(ask: Ask, world: World): Answer {
  if (world.has('database-down')) return fallback('venues', 'trending venues');
  const list = cut(world.catalogue.venues, wholeNumber(ask.query, 'limit', 20)).map((venue, i) => ({
    ...venue,
    country: 'US',
    upcomingShows: 0,
    totalShows: 0,
    trendingScore: 100 - i * 7,
    weeklyGrowth: 2,
    rank: world.has('venues-unranked') ? 1 : i + 1,
  }));
  const timeframe = ask.query.get('timeframe') ?? 'week';
  return json(
    { venues: list, timeframe, total: total(list, world), generatedAt: world.now().toISOString() },
    200,
    CACHE,
  );
}

export const trendingRoutes: RouteTable = [
  ['/api/trending', { GET: trending }],
  ['/api/trending/artists', { GET: artists }],
  ['/api/trending/shows', { GET: shows }],
  ['/api/trending/venues', { GET: venues }],
  ['/api/trending/live', { GET: live }],
];
