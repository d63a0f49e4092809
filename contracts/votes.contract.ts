import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, UNKNOWN_ID, type Contract } from './contract.ts';
import { errorSchema } from './body-rules.ts';
import { LISTS_A_VOTED_SHOW, TELLS_A_VOTED_SONG, sampleCounted } from './setlists.contract.ts';
import { sampleId, sampleRefusal, set, setAll, type Sample } from './sample-bodies.ts';

const count = z.int().nonnegative();
const tally = { upvotes: count, downvotes: count, netVotes: z.int(), userVote: z.enum(['up', 'down']).nullable() };
export const votesSchema = z.object(tally);
export const voteCountSchema = z.object({ setlistSongId: z.uuid(), ...tally });
type Tally = z.infer<typeof votesSchema>;
const addsUp = ({ upvotes, downvotes, netVotes, userVote }: Tally): string[] => [
  ...(netVotes === upvotes - downvotes ? [] : [`netVotes ${netVotes} is not ${upvotes} - ${downvotes}`]),
  ...(userVote === null ? [] : ['a visitor without a session gets a vote of its own']),
];
const BEFORE = 'returns the votes of a song';
const COUNT = 'returns the same by the count route';
/** Other visitors vote while we read, so the count must be between a reading before it and one after it. */
const between = (after: Tally, before: Tally | undefined, count: Tally | undefined): string[] => {
  if (!before || !count) return [];
  const wrong = (['upvotes', 'downvotes'] as const).find(
    (of) => count[of] < Math.min(before[of], after[of]) || count[of] > Math.max(before[of], after[of]),
  );
  return wrong
    ? [`${wrong}: /count returned ${count[wrong]}, /api/votes ${before[wrong]} before and ${after[wrong]} after`]
    : [];
};

// Samples.
const sampleTallied: Sample = {
  good: sampleCounted,
  broken: {
    'a net count that does not add up': set('netVotes', 4),
    "somebody's vote": set('userVote', 'up'),
    'a count as a text': set('upvotes', '5'),
    'a negative count': setAll({ downvotes: -1, netVotes: 6 }),
    'the schema of R2': () => ({ up: 5, currentUserUpvoted: false }),
  },
};

/** Only rejected writes. The voting journey tests an accepted vote and restores it. */
export const votes: Contract = {
  id: 'contract.votes',
  title: '/api/votes rejects a vote without a session, and both its routes return the same counts',
  runbook: 'R2 User Acceptance: validate voting system',
  reddens: [
    'database-down',
    'vote-counts-disagree',
    'anonymous-votes-accepted',
    'shared-cache-private',
    'r2-votes-shape',
    'r2-missing-routes',
  ],
  published: { 'votes.schema.json': votesSchema, 'vote-count.schema.json': voteCountSchema },
  cost: FREE,
  cases: [
    {
      name: 'rejects a vote without a session',
      method: 'POST',
      path: '/api/votes',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ setlistSongId: UNKNOWN_ID, voteType: 'up' }),
      status: [401],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    {
      name: 'rejects an invalid body without a session in the same way',
      method: 'POST',
      path: '/api/votes',
      headers: { 'content-type': 'application/json' },
      body: '{',
      status: [401],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    {
      name: 'rejects a request without a song',
      method: 'GET',
      path: '/api/votes',
      status: [400],
      responseHeaders: NEVER_PUBLIC,
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    LISTS_A_VOTED_SHOW,
    TELLS_A_VOTED_SONG,
    {
      name: BEFORE,
      method: 'GET',
      path: '/api/votes?setlistSongId={song}',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(votesSchema, addsUp),
      sample: sampleTallied,
    },
    {
      name: COUNT,
      method: 'GET',
      path: '/api/votes/{song}/count',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(voteCountSchema, addsUp),
      sample: {
        good: { setlistSongId: sampleId(1), ...sampleCounted },
        broken: { 'no song': set('setlistSongId', undefined), 'a net count that does not add up': set('netVotes', 4) },
      },
    },
    {
      name: 'returns them again',
      method: 'GET',
      path: '/api/votes?setlistSongId={song}',
      status: [200],
      json: body(votesSchema, (after, _now, earlier) => [
        ...addsUp(after),
        ...between(
          after,
          votesSchema.safeParse(earlier.get(BEFORE)).data,
          voteCountSchema.safeParse(earlier.get(COUNT)).data,
        ),
      ]),
      sample: {
        good: { ...sampleCounted, upvotes: 7, netVotes: 5 },
        earlier: {
          'returns the votes of a song': sampleCounted,
          'returns the same by the count route': {
            setlistSongId: sampleId(1),
            ...sampleCounted,
            upvotes: 7,
            netVotes: 5,
          },
        },
        broken: {
          'fewer votes than the count route returned in between': setAll({ upvotes: 6, netVotes: 4 }),
          'a net count that does not add up': set('netVotes', 6),
        },
      },
    },
    {
      name: 'counts nothing for an unknown song',
      method: 'GET',
      path: `/api/votes/${UNKNOWN_ID}/count`,
      status: [200],
      json: body(voteCountSchema, ({ upvotes, downvotes }) =>
        upvotes + downvotes === 0 ? [] : [`${upvotes + downvotes} votes for an unknown song`],
      ),
      sample: {
        good: { setlistSongId: sampleId(1), upvotes: 0, downvotes: 0, netVotes: 0, userVote: null },
        broken: {
          'a vote': setAll({ upvotes: 1, netVotes: 1 }),
          'a vote each way': setAll({ upvotes: 1, downvotes: 1 }),
        },
      },
    },
    {
      name: 'does not know an unknown song',
      method: 'GET',
      path: `/api/votes?setlistSongId=${UNKNOWN_ID}`,
      status: [404],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
  ],
};
