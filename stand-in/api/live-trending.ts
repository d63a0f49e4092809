// GET /api/trending/live (mysetlist-app.md 2.4).
import { json, wholeNumber, type Answer, type Ask } from '../http.ts';
import { rankArtists, rankShows } from '../ranking.ts';
import type { World } from '../world.ts';
import { cut, total } from './trending-lists.ts';

const LIVE_CACHE = 'public, s-maxage=60, stale-while-revalidate=300';

/** R2: other names for the types, limits respected, and another response schema. */
function liveR2(ask: Ask, world: World): Answer {
  const type = ask.query.get('type') ?? 'all';
  const limit = wholeNumber(ask.query, 'limit', 10);
  if (!['all', 'artists', 'shows'].includes(type)) return json({ error: 'Invalid type' }, 400);
  if (!(limit >= 1 && limit <= 100)) return json({ error: 'Invalid limit' }, 400);
  const current = rankArtists(world).map((r) => ({ id: r.artist.id, name: r.artist.name, score: r.score }));
  return json({ current_trending: cut(current, limit), live_updates: [], stats: { total: current.length } });
}

export function live(ask: Ask, world: World): Answer {
  const type = ask.query.get('type');
  if (world.has('r2-trending-shape')) return liveR2(ask, world);
  const timeframe = ask.query.get('timeframe') ?? '24h';
  // R1 compares with the literal "all", so a request without `type` finds nothing.
  const wanted = type ?? (world.has('live-trending-empty') ? '' : 'all');
  const item = (kind: string, id: string, name: string, slug: string, score: number, growth: number) => ({
    id,
    type: kind,
    name,
    slug,
    score,
    metrics: { searches: score, views: Math.round(score / 2), interactions: Math.round(score / 4), growth },
    timeframe,
  });
  const found = [
    ...rankArtists(world).map((r) =>
      item('artist', r.artist.id, r.artist.name, r.artist.slug, r.score, r.artist.growth),
    ),
    ...rankShows(world).map((r) => item('show', r.show.id, r.show.name, r.show.slug, r.score, r.show.artist.growth)),
  ].filter((entry) => wanted === 'all' || world.has('live-ignores-type') || entry.type === wanted);
  const list = cut(found, wholeNumber(ask.query, 'limit', 10));
  const body = {
    trending: list,
    timeframe,
    type: type ?? 'all',
    total: total(list, world),
    generatedAt: world.now().toISOString(),
  };
  return json(body, 200, LIVE_CACHE);
}
