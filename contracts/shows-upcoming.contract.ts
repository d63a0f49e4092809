import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, notPast, showDate, unique } from './body-rules.ts';

/** An upcoming list shorter than this is an import that stopped. The R1 that was run had 120 shows. */
export const LEAST_UPCOMING = 10;
const venue = z.looseObject({
  id: z.string(),
  name: z.string().min(1),
  latitude: z.number().nullish().describe('degrees'),
  longitude: z.number().nullish().describe('degrees'),
});
const show = z.object({
  id: z.uuid(),
  name: z.string().min(1),
  slug: z.string().min(1),
  date: showDate,
  startTime: z.string().nullable(),
  ticketUrl: z.string().nullable(),
  artist: z.looseObject({ id: z.string(), name: z.string().min(1), slug: z.string(), imageUrl: z.string().nullish() }),
  venue: venue.nullable(),
  isFollowing: z.boolean(),
});
export const showsUpcomingSchema = z.object({
  shows: z.array(show),
  pagination: z.object({
    total: z.string().regex(/^\d+$/).describe('a number in a string, as R1 counts'),
    limit: z.int(),
    offset: z.int().nonnegative(),
    hasMore: z.boolean(),
  }),
});
type Upcoming = z.infer<typeof showsUpcomingSchema>;
const agrees = ({ shows, pagination: { total, offset, hasMore } }: Upcoming): string[] => [
  ...counts(Number(total), shows),
  ...(hasMore === offset + shows.length < Number(total)
    ? []
    : [`hasMore is ${hasMore} after ${offset + shows.length} of ${total}`]),
];

export const showsUpcoming: Contract = {
  id: 'contract.shows-upcoming',
  title: 'GET /api/shows/upcoming lists shows to come, earliest first, page by page',
  runbook: 'R2 User Acceptance; mysetlist-app.md 2.5',
  cost: FREE,
  cases: [
    {
      name: 'lists shows to come',
      method: 'GET',
      path: '/api/shows/upcoming',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(showsUpcomingSchema, (answer, now) => [
        ...atLeast(answer.shows, LEAST_UPCOMING),
        ...notPast(answer.shows, now),
        ...unique(answer.shows.map(({ id }) => id)),
        ...agrees(answer),
      ]),
    },
    {
      name: 'begins the second page where the first one ends',
      method: 'GET',
      path: '/api/shows/upcoming?limit=2&offset=1',
      status: [200],
      json: body(showsUpcomingSchema, (answer, _now, earlier) => {
        const whole = showsUpcomingSchema.safeParse(earlier.get('lists shows to come')).data;
        const expected = whole?.shows.slice(1, 3).map(({ id }) => id);
        const found = answer.shows.map(({ id }) => id);
        return [
          ...atMost(answer.shows, 2),
          ...agrees(answer),
          ...(expected === undefined || expected.join() === found.join()
            ? []
            : ['limit=2&offset=1 does not give the second and third show of the list']),
        ];
      }),
    },
  ],
};
