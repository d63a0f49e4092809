// Votes that are put back: chooses a song, records its vote, restores it after the check.
import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { openSetlist, type OpenSetlist, type Song } from '../visitor/catalogue.ts';
import { PreparationError } from '../visitor/preparation.ts';
import { forgetIntent, writeIntent, type VoteIntent, type VoteType } from './vote-intents.ts';

const vote = z.object({ userVote: z.enum(['up', 'down']).nullable() });

export class Ballots {
  readonly #request: APIRequestContext;
  readonly #target: string;
  readonly #account: string;
  readonly #open: VoteIntent[] = [];

  readonly #turn: number;

  /** `request` carries the account's session; `turn` says which song of a setlist is tried first. */
  constructor(request: APIRequestContext, target: string, account: string, turn = 0) {
    this.#turn = turn;
    this.#request = request;
    this.#target = target;
    this.#account = account;
  }

  /** A song of the show's open setlist that the account has not voted on. From here on its vote is put back in the end. */
  async open(setlist: OpenSetlist): Promise<Song> {
    const songs = await openSetlist(this.#request, setlist.showId);
    // Two runs with one account, and a second run of a check, take different songs where they can.
    const from = this.#turn % songs.length;
    for (const song of [...songs.slice(from), ...songs.slice(0, from)]) {
      const before = await this.#before(song.id);
      if (before !== null) continue;
      this.#write(song.id, before);
      return song;
    }
    throw new PreparationError('SYNTHETIC_SHOW', `the account has voted on every song of show ${setlist.showId}`);
  }

  /** As `open`, for a song that the check has chosen itself. */
  async claim(song: Song): Promise<Song> {
    this.#write(song.id, await this.#before(song.id));
    return song;
  }

  /** What a vote is put back to. Where the site does not tell it, nothing is cast; its contract says what is wrong. */
  async #before(song: string): Promise<VoteType> {
    return currentVote(this.#request, song).catch((error: unknown) => {
      throw new PreparationError('contract.votes', error instanceof Error ? error.message : String(error));
    });
  }

  #write(song: string, before: VoteType): void {
    this.#open.push(writeIntent({ target: this.#target, account: this.#account, song, before }));
  }

  /** Puts every vote back and forgets its intent; throws where the site does not confirm it, and keeps the intent. */
  async undo(): Promise<void> {
    for (const intent of this.#open.splice(0).toReversed()) {
      await undoVote(this.#request, intent);
      forgetIntent(intent.id);
    }
  }
}

export async function currentVote(request: APIRequestContext, song: string): Promise<VoteType> {
  const answer = await request.get('/api/votes', { params: { setlistSongId: song } });
  if (!answer.ok()) throw new Error(`GET /api/votes answered ${String(answer.status())}`);
  const { data, error } = vote.safeParse(await answer.json());
  if (error) throw new Error(`GET /api/votes: userVote: ${error.issues[0]?.message ?? 'unexpected'}`);
  return data.userVote;
}

/** Idempotent. Touches exactly the song of the intent. A locked setlist refuses, which is well where nothing has changed. */
export async function undoVote(request: APIRequestContext, { song, before }: VoteIntent): Promise<void> {
  const answer = await request.post('/api/votes', { data: { setlistSongId: song, voteType: before } });
  const now = answer.ok() || answer.status() === 403 ? await currentVote(request, song) : 'unknown';
  if (now !== before)
    throw new Error(
      `the vote on ${song} could not be put back to ${String(before)}: POST /api/votes ${String(answer.status())}, now ${String(now)}`,
    );
}
