// Scores and lists for the APIs and the pages, so that both show the same.
import { dayAfter, type Artist, type Show } from './data.ts';
import type { World } from './world.ts';

export type RankedArtist = { artist: Artist; score: number; votes: number; attendees: number; shows: number };
export type RankedShow = { show: Show; score: number; votes: number; attendees: number };

/** All votes on the first setlist of a show's page, from fans and from accounts. */
export function showVotes(show: Show, world: World): number {
  const setlist = show.setlists.find(({ type }) => type === 'predicted') ?? show.setlists[0];
  let votes = 0;
  for (const { id } of setlist?.songs ?? []) {
    const tally = world.votes.tally(id);
    votes += tally.upvotes + tally.downvotes;
  }
  return votes;
}

export const upcomingShows = (world: World): readonly Show[] =>
  world.catalogue.shows
    .filter((show) => show.status === 'upcoming')
    .toSorted((a, b) => a.date.localeCompare(b.date) || a.slug.localeCompare(b.slug));

/** The displayed date of a show; 400 days too old with the fault on. */
export const dateOf = (show: Show, world: World): string =>
  world.has('trending-stale') ? dayAfter(new Date(`${show.date}T00:00:00Z`), -400) : show.date;

/** A show's date in the APIs for shows. */
export const instantOf = (show: Show, world: World, date = show.date): string =>
  world.has('dates-full-instants') ? `${date}T00:00:00.000Z` : date;

const WEEK_DAYS = 7;
/** Shows of the last seven days. By design the list of trending shows begins with them. */
export const recentShows = (world: World): readonly Show[] =>
  world.has('trending-shows-past')
    ? world.catalogue.shows.filter((s) => s.status === 'completed' && s.date >= dayAfter(world.now(), -WEEK_DAYS))
    : [];

/** Upcoming shows by score; empty without a database. */
export function rankShows(world: World, also: readonly Show[] = []): RankedShow[] {
  if (world.has('database-down') || world.has('trending-empty')) return [];
  const ranked = [...upcomingShows(world), ...also].map((show): RankedShow => {
    const votes = showVotes(show, world);
    return { show, votes, attendees: show.attendees, score: votes * 2 + show.attendees * 3 + show.artist.popularity };
  });
  return order(ranked, world);
}

export function rankArtists(world: World): RankedArtist[] {
  if (world.has('database-down') || world.has('trending-empty')) return [];
  const ranked = world.catalogue.artists.map((artist): RankedArtist => {
    const shows = world.catalogue.shows.filter((show) => show.artist === artist && show.status === 'upcoming').length;
    const votes = Math.round(artist.popularity / 2);
    const attendees = Math.round(artist.followers / 10_000);
    return { artist, votes, attendees, shows, score: artist.popularity * 10 + votes * 2 + attendees };
  });
  return order(ranked, world);
}

/** By score, best first; reversed with the fault on. */
function order<T extends { score: number }>(items: T[], world: World): T[] {
  const sorted = items.toSorted((a, b) => b.score - a.score);
  return world.has('trending-unsorted') ? sorted.toReversed() : sorted;
}

/** Artists whose name contains the term, ignoring case and accents. With R1's unescaped LIKE, `%` matches everything. */
export function findArtists(term: string, world: World): readonly Artist[] {
  if (world.has('search-returns-nothing')) return [];
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const wanted = plain(term);
  if (world.has('search-wildcards') && /^[%_]+$/.test(wanted)) return world.catalogue.artists;
  const artists = world.catalogue.artists;
  if (world.has('search-wrong-artist')) return artists.filter((a) => !plain(a.name).includes(wanted)).slice(0, 3);
  return artists.filter((artist) => plain(artist.name).includes(wanted));
}
