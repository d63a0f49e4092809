// The items of GET /api/trending (mysetlist-app.md 1.6).
import { dateOf, rankArtists, rankShows, type RankedArtist, type RankedShow } from '../ranking.ts';
import type { World } from '../world.ts';
import { cut } from './trending-lists.ts';

const imageKey = (world: World) => (world.has('r2-trending-shape') ? 'imageUrl' : 'image_url');

const artistItem = ({ artist, score, votes, attendees }: RankedArtist, world: World) => ({
  id: artist.id,
  type: 'artist',
  name: artist.name,
  score,
  votes,
  attendees,
  recent_activity: votes + attendees,
  [imageKey(world)]: null,
  slug: artist.slug,
});

const showItem = ({ show, score, votes, attendees }: RankedShow, world: World) => ({
  id: show.id,
  type: 'show',
  name: show.name,
  score,
  votes,
  attendees,
  recent_activity: votes + attendees,
  [imageKey(world)]: null,
  slug: show.slug,
  artist_name: show.artist.name,
  venue_name: show.venue ? `${show.venue.name}, ${show.venue.city}, ${show.venue.state}` : 'TBA',
  show_date: dateOf(show, world),
});

/** Undefined for an unknown type. */
export function trendingItems(type: string, limit: number, world: World): readonly object[] | undefined {
  const artists = () => rankArtists(world).map((r) => artistItem(r, world));
  const shows = () => rankShows(world).map((r) => showItem(r, world));
  if (type === 'artists') return cut(artists(), limit);
  if (type === 'shows') return cut(shows(), limit);
  if (type !== 'combined') return undefined;
  const all = [...artists(), ...shows()].toSorted((a, b) => b.score - a.score);
  return cut(world.has('trending-unsorted') ? all.toReversed() : all, limit);
}
