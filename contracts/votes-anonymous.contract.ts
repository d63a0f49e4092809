import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, type Contract } from './contract.ts';
import { errorSchema } from './body-rules.ts';
import { LISTS_A_VOTED_SHOW, TELLS_A_VOTED_SONG, sampleCounted } from './setlists.contract.ts';
import { sampleRefusal, set } from './sample-bodies.ts';

const count = z.int().nonnegative();
export const votesAnonymousSchema = z.looseObject({
  upvotes: count,
  downvotes: count,
  netVotes: z.int(),
  limits: z.looseObject({ used: count, remaining: count }),
});

/** The guest's vote over HTTP, which no page calls (mysetlist-app.md 2.2). The contract reads it and never casts a vote. */
export const votesAnonymous: Contract = {
  id: 'contract.votes-anonymous',
  title: '/api/votes/anonymous rejects an empty vote and gives a new guest one vote',
  runbook: 'R2 User Acceptance: validate voting system; mysetlist-app.md 2.2',
  reddens: ['shared-cache-private', 'guest-votes-exhausted', 'r2-missing-routes'],
  published: { 'votes-anonymous.schema.json': votesAnonymousSchema },
  cost: FREE,
  cases: [
    {
      name: 'rejects a vote without a song',
      method: 'POST',
      path: '/api/votes/anonymous',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      status: [400],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    LISTS_A_VOTED_SHOW,
    TELLS_A_VOTED_SONG,
    {
      name: 'has one vote left for a new guest',
      method: 'GET',
      path: '/api/votes/anonymous?setlistSongId={song}',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(votesAnonymousSchema, ({ limits, netVotes, upvotes, downvotes }) => [
        ...(limits.used === 0 && limits.remaining === 1
          ? []
          : [`a new guest has used ${limits.used} and ${limits.remaining} left, expected 0 and 1`]),
        ...(netVotes === upvotes - downvotes ? [] : [`netVotes ${netVotes} is not ${upvotes} - ${downvotes}`]),
      ]),
      sample: {
        good: { ...sampleCounted, limits: { used: 0, remaining: 1 } },
        broken: {
          'no vote left': set('limits.remaining', 0),
          'a vote used': set('limits.used', 1),
          'a net count that does not add up': set('netVotes', 4),
        },
      },
    },
  ],
};
