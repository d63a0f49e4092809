// What the site has to show right now: checks take their artist and their show from here, never from a fixed name.
import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';

const trending = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), slug: z.string(), artist_name: z.string().optional() })),
});
const setlists = z.object({
  setlists: z.array(
    z.object({
      type: z.string(),
      isLocked: z.boolean(),
      songs: z.array(
        z.object({
          id: z.string(),
          song: z.object({ title: z.string() }),
          upvotes: z.number(),
          downvotes: z.number(),
          netVotes: z.number(),
        }),
      ),
    }),
  ),
});

export type Artist = { name: string; slug: string };
export type Song = { id: string; title: string; upvotes: number; downvotes: number; netVotes: number };
/** Songs: at least two, because guests vote on one and are refused on another. */
export type OpenSetlist = { showId: string; slug: string; headliner: string; songs: [Song, Song, ...Song[]] };

const SHOWS_TO_LOOK_AT = 10;

async function read<T>(request: APIRequestContext, path: string, shape: z.ZodType<T>): Promise<T> {
  const answer = await request.get(path);
  if (!answer.ok()) throw new Error(`GET ${path} answered ${String(answer.status())}: no content to check with`);
  const parsed = shape.safeParse(await answer.json());
  if (!parsed.success) throw new Error(`GET ${path} has not the promised shape:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** The artist that trends most. Throws when none does. */
export async function topArtist(request: APIRequestContext): Promise<Artist> {
  const { data } = await read(request, '/api/trending?type=artists&limit=1', trending);
  const [first] = data;
  if (!first) throw new Error('GET /api/trending?type=artists lists no artist');
  return { name: first.name, slug: first.slug };
}

/** Songs of the show's predicted setlist that is not locked; none where it has no such setlist. */
export async function openSetlist(request: APIRequestContext, showId: string): Promise<Song[]> {
  const answer = await read(request, `/api/setlists/${showId}`, setlists);
  const open = answer.setlists.find((s) => s.type === 'predicted' && !s.isLocked);
  return open?.songs.map(({ song, ...counted }) => ({ title: song.title, ...counted })) ?? [];
}

/** The first trending show with a setlist to vote on, or the one whose slug SYNTHETIC_SHOW names. Throws when there is none. */
export async function openShow(
  request: APIRequestContext,
  wanted = process.env['SYNTHETIC_SHOW'],
): Promise<OpenSetlist> {
  const { data } = await read(request, '/api/trending?type=shows&limit=100', trending);
  const candidates = wanted ? data.filter((show) => show.slug === wanted) : data.slice(0, SHOWS_TO_LOOK_AT);
  for (const show of candidates) {
    const [first, second, ...more] = await openSetlist(request, show.id);
    if (first && second) {
      const headliner = show.artist_name ?? show.name;
      return { showId: show.id, slug: show.slug, headliner, songs: [first, second, ...more] };
    }
  }
  throw new Error(
    wanted
      ? `show "${wanted}" (SYNTHETIC_SHOW) is not trending or has no open predicted setlist`
      : `none of the first ${String(SHOWS_TO_LOOK_AT)} trending shows has an open predicted setlist`,
  );
}
