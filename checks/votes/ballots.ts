// Votes that are restored: chooses a song, records its vote, restores it after the check.
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

  /** `request` has the account's session; `turn` selects the first song to try. */
  constructor(request: APIRequestContext, target: string, account: string, turn = 0) {
    this.#turn = turn;
    this.#request = request;
    this.#target = target;
    this.#account = account;
  }

  /** A song of the show's open setlist without a vote of the account. Its vote is restored at the end. */
  async open(setlist: OpenSetlist): Promise<Song> {
    const songs = await openSetlist(this.#request, setlist.showId);
    // Two runs with one account, and a second run of a check, use different songs if possible.
    const from = this.#turn % songs.length;
    for (const song of [...songs.slice(from), ...songs.slice(0, from)]) {
      const before = await this.#before(song.id);
      if (before !== null) continue;
      this.#write(song.id, before);
      return song;
    }
    throw new PreparationError('SYNTHETIC_SHOW', `the account has voted on every song of show ${setlist.showId}`);
  }

  /** As `open`, for a song chosen by the check. */
  async claim(song: Song): Promise<Song> {
    this.#write(song.id, await this.#before(song.id));
    return song;
  }

  /** The vote to restore. If the site does not return it, no vote is cast; the contract reports the error. */
  async #before(song: string): Promise<VoteType> {
    return currentVote(this.#request, song).catch((error: unknown) => {
      throw new PreparationError('contract.votes', error instanceof Error ? error.message : String(error));
    });
  }

  #write(song: string, before: VoteType): void {
    this.#open.push(writeIntent({ target: this.#target, account: this.#account, song, before }));
  }

  /** Restores every vote and deletes its intent. If the site does not confirm it, throws and keeps the intent. */
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

/** Idempotent. Touches exactly the song of the intent. A locked setlist rejects it, which is fine if nothing has changed. */
export async function undoVote(request: APIRequestContext, { song, before }: VoteIntent): Promise<void> {
  const answer = await request.post('/api/votes', { data: { setlistSongId: song, voteType: before } });
  const now = answer.ok() || answer.status() === 403 ? await currentVote(request, song) : 'unknown';
  if (now !== before)
    throw new Error(
      `the vote on ${song} could not be restored to ${String(before)}: POST /api/votes ${String(answer.status())}, now ${String(now)}`,
    );
}
