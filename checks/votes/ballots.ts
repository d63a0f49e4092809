// Votes that leave no trace: picks a song, writes down how it stood, puts it back.
import type { APIRequestContext } from '@playwright/test';
import { z } from 'zod';
import { openSetlist, type OpenSetlist, type Song } from '../visitor/catalogue.ts';
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
      const before = await currentVote(this.#request, song.id);
      if (before !== null) continue;
      this.#write(song.id, before);
      return song;
    }
    throw new Error(`the account has voted on every song of show ${setlist.showId}: name another in SYNTHETIC_SHOW`);
  }

  /** As `open`, for a song that the check has chosen itself. */
  async claim(song: Song): Promise<Song> {
    this.#write(song.id, await currentVote(this.#request, song.id));
    return song;
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
  return vote.parse(await answer.json()).userVote;
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
