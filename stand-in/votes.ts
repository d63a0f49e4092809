// Votes, one per (user, setlist song), added to the fans' counts of the catalogue.
import { createHash } from 'node:crypto';
import type { Catalogue } from './data.ts';

export type VoteType = 'up' | 'down';
export type Counts = { upvotes: number; downvotes: number; netVotes: number };
export type Tally = Counts & { userVote: VoteType | null };
/** One vote as it was cast, newest last. */
export type Cast = { userId: string; songId: string; voteType: VoteType | null; at: string };

const HISTORY = 200;

export class Votes {
  readonly #catalogue: Catalogue;
  readonly #bySong = new Map<string, Map<string, VoteType>>();
  readonly history: Cast[] = [];

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue;
  }

  /** Sets, switches or (null) removes the user's vote. */
  cast(userId: string, songId: string, voteType: VoteType | null, at: Date): void {
    const votes = this.#bySong.get(songId) ?? new Map<string, VoteType>();
    if (voteType) votes.set(userId, voteType);
    else votes.delete(userId);
    if (votes.size) this.#bySong.set(songId, votes);
    else this.#bySong.delete(songId);
    this.history.push({ userId, songId, voteType, at: at.toISOString() });
    if (this.history.length > HISTORY) this.history.shift();
  }

  /** Counts of a song without any account's votes; zeros for an unknown song. */
  fans(songId: string): Tally {
    const { up, down } = this.#catalogue.songById.get(songId)?.song.fans ?? { up: 0, down: 0 };
    return { upvotes: up, downvotes: down, netVotes: up - down, userVote: null };
  }

  /** Counts of a song and the vote of this user; zeros for an unknown song. */
  tally(songId: string, userId?: string): Tally {
    const votes = this.#bySong.get(songId);
    let { upvotes: up, downvotes: down } = this.fans(songId);
    for (const vote of votes?.values() ?? []) {
      if (vote === 'up') up++;
      else down++;
    }
    const userVote = (userId !== undefined && votes?.get(userId)) || null;
    return { upvotes: up, downvotes: down, netVotes: up - down, userVote };
  }

  /** The counts as if the vote were stored; used by the fault that does not store it. */
  pretend(userId: string, songId: string, voteType: VoteType | null): Tally {
    const before = this.tally(songId, userId);
    const up = before.upvotes - Number(before.userVote === 'up') + Number(voteType === 'up');
    const down = before.downvotes - Number(before.userVote === 'down') + Number(voteType === 'down');
    return { upvotes: up, downvotes: down, netVotes: up - down, userVote: voteType };
  }

  /** SHA-256 over all stored votes: equal before and after a run that restored its votes. */
  hash(): string {
    const all = [...this.#bySong].flatMap(([song, votes]) =>
      [...votes].map(([user, vote]) => `${song} ${user} ${vote}`),
    );
    return createHash('sha256').update(all.toSorted().join('\n')).digest('hex');
  }

  clear(): void {
    this.#bySong.clear();
    this.history.length = 0;
  }
}
