// Finds a locked setlist. R1 has few of them, and often none among the next shows.
import type { APIRequestContext } from '@playwright/test';
import { LOCKED_WITHIN_SHOWS } from '../../judging.ts';
import { catalogue, read, setlists, SHOWS_TO_LOOK_AT, upcoming, type Song } from './catalogue.ts';
import { PreparationError } from './preparation.ts';

export type LockedSetlist = { showId: string; songs: [Song, ...Song[]] };

/** A locked predicted setlist; undefined if none of the next shows (LOCKED_WITHIN_SHOWS) has one. */
export async function lockedSetlist(request: APIRequestContext): Promise<LockedSetlist | undefined> {
  const near = (await catalogue(request)).shows;
  if (near.length === 0) throw new PreparationError('contract.shows-upcoming', 'the site lists no upcoming show');
  for (let from = 0; from < LOCKED_WITHIN_SHOWS; from += SHOWS_TO_LOOK_AT) {
    const shows = from === 0 ? near : await laterShows(request, from);
    if (shows.length === 0) return undefined;
    const found = (await Promise.all(shows.map(({ id }) => lockedOf(request, id)))).find((one) => one !== undefined);
    if (found) return found;
  }
  return undefined;
}

/** The upcoming shows from this index on, as far as they are listed. */
async function laterShows(request: APIRequestContext, from: number): Promise<{ id: string }[]> {
  const path = `/api/shows/upcoming?limit=${String(SHOWS_TO_LOOK_AT)}&offset=${String(from)}`;
  return (await read(request, path, upcoming, 'contract.shows-upcoming')).shows;
}

async function lockedOf(request: APIRequestContext, showId: string): Promise<LockedSetlist | undefined> {
  const { setlists: all } = await read(request, `/api/setlists/${showId}`, setlists, 'contract.setlists');
  const [only, ...others] = all;
  if (others.length > 0 || only?.type !== 'predicted' || !only.isLocked) return undefined;
  const [first, ...more] = only.songs.map(({ song, ...counted }) => ({ title: song.title, ...counted }));
  return first && { showId, songs: [first, ...more] };
}
