import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, UNKNOWN_ID, type Contract } from './contract.ts';
import { errorSchema } from './body-rules.ts';
import { LISTS_A_VOTED_SHOW } from './setlists.contract.ts';
import { sampleId, sampleRefusal, set, setAll } from './sample-bodies.ts';

const total = z.int().nonnegative();
/** Only the totals of the body are known (mysetlist-app.md 2.1); other fields are allowed. */
export const votesStatisticsSchema = z.looseObject({
  totalVotes: total,
  totalUpvotes: total.optional(),
  totalDownvotes: total.optional(),
});
type Statistics = z.infer<typeof votesStatisticsSchema>;
const addsUp = ({ totalVotes, totalUpvotes: up, totalDownvotes: down }: Statistics): string[] =>
  up === undefined || down === undefined || totalVotes === up + down
    ? []
    : [`totalVotes ${totalVotes} is not ${up} + ${down}`];

export const votesStatistics: Contract = {
  id: 'contract.votes-statistics',
  title: 'GET /api/votes/statistics needs a show, and its totals add up',
  runbook: 'R2 User Acceptance: validate voting system; mysetlist-app.md 2.1',
  reddens: ['votes-statistics-500', 'shared-cache-private', 'vote-totals-wrong', 'r2-missing-routes'],
  published: { 'votes-statistics.schema.json': votesStatisticsSchema },
  cost: FREE,
  cases: [
    {
      name: 'rejects a request without a show',
      method: 'GET',
      path: '/api/votes/statistics',
      status: [400],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    LISTS_A_VOTED_SHOW,
    {
      name: 'counts the votes of a show that has some',
      method: 'GET',
      path: '/api/votes/statistics?showId={show}',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(votesStatisticsSchema, (told) => [
        ...(told.totalVotes > 0 ? [] : ['no votes for a show that has some']),
        ...addsUp(told),
      ]),
      sample: {
        good: { showId: sampleId(1), totalVotes: 1, totalUpvotes: 1, totalDownvotes: 0 },
        broken: {
          'a total that does not add up': set('totalVotes', 8),
          'no votes': setAll({ totalVotes: 0, totalUpvotes: 0, totalDownvotes: 0 }),
          'no total': set('totalVotes', undefined),
        },
      },
    },
    {
      name: 'counts nothing for an unknown show',
      method: 'GET',
      path: `/api/votes/statistics?showId=${UNKNOWN_ID}`,
      status: [200],
      json: body(votesStatisticsSchema, ({ totalVotes }) =>
        totalVotes === 0 ? [] : [`${totalVotes} votes for an unknown show`],
      ),
      sample: {
        good: { totalVotes: 0 },
        broken: { 'a vote': set('totalVotes', 1) },
      },
    },
  ],
};
