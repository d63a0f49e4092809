// The current artists and shows of the site. Checks never use a fixed name.
import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { answered, PreparationError } from './preparation.ts';

// `genres` is a list, or a list in a string, by version.
const genres = z.union([z.array(z.string()), z.string()]).nullish();
export const upcoming = z.object({
  shows: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      artist: z.object({ name: z.string(), slug: z.string(), genres }),
    }),
  ),
});
const trending = z.object({
  data: z.array(
    z.object({
      type: z.string(),
      id: z.string(),
      name: z.string(),
      slug: z.string(),
      artist_name: z.string().optional(),
    }),
  ),
});
const suggestions = z.object({ suggestions: z.array(z.unknown()) });
export const setlists = z.object({
  setlists: z.array(
    z.object({
      type: z.string(),
      isLocked: z.boolean(),
      songs: z.array(
        z.object({
          id: z.string(),
          position: z.number(),
          song: z.object({ title: z.string() }),
          upvotes: z.number(),
          downvotes: z.number(),
          netVotes: z.number(),
          userVote: z.enum(['up', 'down']).nullish(),
        }),
      ),
    }),
  ),
});

export type Artist = { name: string; slug: string };
export type Song = {
  id: string;
  position: number;
  title: string;
  upvotes: number;
  downvotes: number;
  netVotes: number;
  /** Of the requesting session. */
  userVote?: 'up' | 'down' | null | undefined;
};
/** At least two songs, because a guest votes on one and is rejected on another. */
export type OpenSetlist = { showId: string; slug: string; headliner: string; songs: [Song, Song, ...Song[]] };

export const SHOWS_TO_LOOK_AT = 20;
const TRENDING_ITEMS = 100;

/**
 * Requests data that a check needs. `culprit` is the contract of the path: with an invalid answer the contract is red, and the check is inconclusive.
 */
export async function read<T>(
  request: APIRequestContext,
  path: string,
  shape: z.ZodType<T>,
  culprit: string,
): Promise<T> {
  const answer = await answered(request, path, culprit);
  if (!answer.ok()) throw new PreparationError(culprit, `GET ${path} answered ${String(answer.status())}`);
  const body: unknown = await answer.json().catch(() => undefined);
  const parsed = shape.safeParse(body);
  if (!parsed.success)
    throw new PreparationError(culprit, `GET ${path}: ${parsed.error.issues[0]?.message ?? 'unexpected body'}`);
  return parsed.data;
}

type Show = { id: string; slug: string; headliner: string };
type Catalogue = { artists: Artist[]; shows: Show[] };

/**
 * Current shows and artists. Upcoming shows first, because that API works when trending is slow or empty; R2 has only trending.
 * Throws if neither lists anything.
 */
export async function catalogue(request: APIRequestContext): Promise<Catalogue> {
  try {
    const { shows } = await read(
      request,
      `/api/shows/upcoming?limit=${String(SHOWS_TO_LOOK_AT)}`,
      upcoming,
      'contract.shows-upcoming',
    );
    // R1's search answers 500 for artists with genres, so the check must use one.
    const artists = shows.map((s) => s.artist).sort((a, b) => (b.genres?.length ?? 0) - (a.genres?.length ?? 0));
    if (shows.length > 0)
      return { artists, shows: shows.map(({ id, slug, artist }) => ({ id, slug, headliner: artist.name })) };
  } catch (error) {
    // Its own contract reports the error.
    if (!(error instanceof PreparationError)) throw error;
  }
  // Shows come first, so a short list contains no artist.
  const { data } = await read(request, `/api/trending?limit=${String(TRENDING_ITEMS)}`, trending, 'contract.trending');
  return {
    artists: data.filter((item) => item.type === 'artist'),
    shows: data
      .filter((item) => item.type === 'show')
      .slice(0, SHOWS_TO_LOOK_AT)
      .map(({ id, slug, name, artist_name }) => ({ id, slug, headliner: artist_name ?? name })),
  };
}

/** An artist with an upcoming show. Throws if there is none. */
export async function anArtist(request: APIRequestContext): Promise<Artist> {
  const [first] = (await catalogue(request)).artists;
  if (!first)
    throw new PreparationError('contract.shows-upcoming', 'neither upcoming shows nor trending lists an artist');
  return { name: first.name, slug: first.slug };
}

/** The first letters of an artist's name that find at least two artists. Throws if there are none. */
export async function lettersOfSeveral(request: APIRequestContext): Promise<string> {
  const { artists } = await catalogue(request);
  const starts = [...new Set(artists.map(({ name }) => name.slice(0, 2)))].filter((letters) => /^\w\w$/.test(letters));
  for (const letters of starts) {
    const path = `/api/search/suggestions?query=${letters}&limit=8`;
    const answer = await read(request, path, suggestions, 'contract.search-suggestions');
    if (answer.suggestions.length > 1) return letters;
  }
  throw new PreparationError('journey.search.hero', `none of ${starts.join(', ')} finds two artists`);
}

/** The counts of a song at `path` of the votes API. What they must be is the caller's; an answer that is none is a finding of the contract. */
export const voteCounts = (request: APIRequestContext, path: string): Promise<Record<string, unknown>> =>
  read(request, path, z.record(z.string(), z.unknown()), 'contract.votes');

/** Songs of the show's predicted setlist that is not locked; empty if it has no such setlist. */
export async function openSetlist(request: APIRequestContext, showId: string): Promise<Song[]> {
  const answer = await read(request, `/api/setlists/${showId}`, setlists, 'contract.setlists');
  const open = answer.setlists.find((s) => s.type === 'predicted' && !s.isLocked);
  return open?.songs.map(({ song, ...counted }) => ({ title: song.title, ...counted })) ?? [];
}

/** The first show with a setlist to vote on, or the one whose slug SYNTHETIC_SHOW names. Throws if there is none. */
export async function openShow(
  request: APIRequestContext,
  wanted = process.env['SYNTHETIC_SHOW'],
): Promise<OpenSetlist> {
  const { shows } = await catalogue(request);
  for (const show of wanted ? shows.filter((s) => s.slug === wanted) : shows) {
    const [first, second, ...more] = await openSetlist(request, show.id);
    if (first && second)
      return { showId: show.id, slug: show.slug, headliner: show.headliner, songs: [first, second, ...more] };
  }
  throw new PreparationError(
    'contract.setlists',
    wanted
      ? `show "${wanted}" (SYNTHETIC_SHOW) is not among the next ${String(SHOWS_TO_LOOK_AT)} or has no open predicted setlist`
      : `none of the next ${String(SHOWS_TO_LOOK_AT)} shows has an open predicted setlist`,
  );
}
