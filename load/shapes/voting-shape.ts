// The number of voters of `voting`, and how often each votes.
import type { Shape } from './shape.ts';

/** Each voter casts and removes `rounds` votes on a song of its own, and waits `thinkMs` before every request. */
export type Voters = { voters: number; rounds: number; thinkMs: number };

/** Read the song, vote, read the count, remove the vote, read the song again. */
const REQUESTS_PER_VOTE = 5;
/** Estimated time of one request. */
const ANSWER_MS = 50;

export const VOTING: Shape<Voters> = {
  check: {
    id: 'load.voting',
    title: 'Votes cast and removed by several members at once are counted correctly',
    profiles: ['nightly'],
    runbook: 'Deployment Procedures: User Acceptance Testing',
    needsAccount: true,
    reddens: [
      'auth-outage',
      'login-broken',
      'session-lost',
      'votes-not-persisted',
      'vote-remove-ignored',
      'vote-counts-disagree',
      'r2-votes-shape',
      'r2-csrf-shape',
    ],
  },
  asks: ['sign-in', 'votes', 'vote', 'vote-count'],
  closed: true,
  profiles: {
    smoke: { voters: 4, rounds: 10, thinkMs: 40 },
    normal: { voters: 8, rounds: 30, thinkMs: 50 },
    peak: { voters: 8, rounds: 100, thinkMs: 50 },
  },
  /** Reads and writes of votes share one path: at most 30 of its requests a minute. */
  remote: { voters: 1, rounds: 5, thinkMs: 2_500 },
  seconds: ({ rounds, thinkMs }) => Math.ceil((rounds * REQUESTS_PER_VOTE * (thinkMs + ANSWER_MS)) / 1_000),
  planned: ({ voters, rounds }) => voters * rounds * REQUESTS_PER_VOTE,
};
