import { LEAST_UPCOMING } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, notPast, showDate, unique } from './body-rules.ts';
import { list, sampleId, set, type Body } from './sample-bodies.ts';

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

// Samples.
const sampleUpcomingShow = (n: number) => ({
  id: sampleId(n),
  name: `Show ${n}`,
  slug: `show-${n}`,
  date: '2026-12-24',
  startTime: null,
  ticketUrl: null,
  artist: { id: sampleId(1), name: 'Silver Harbor', slug: 'silver-harbor', imageUrl: null },
  venue: { id: sampleId(2), name: 'Foundry Stage', latitude: null, longitude: null },
  isFollowing: false,
});
const sampleUpcoming = (items: number): Body => ({
  shows: list(items, sampleUpcomingShow),
  pagination: { total: String(items), limit: 20, offset: 0, hasMore: false },
});

export const showsUpcoming: Contract = {
  id: 'contract.shows-upcoming',
  title: 'GET /api/shows/upcoming lists upcoming shows, earliest first, page by page',
  runbook: 'R2 User Acceptance; mysetlist-app.md 2.5',
  reddens: [
    'database-down',
    'shared-cache-private',
    'wrong-encoding',
    'totals-wrong',
    'upcoming-stale',
    'r2-missing-routes',
  ],
  published: { 'shows-upcoming.schema.json': showsUpcomingSchema },
  cost: FREE,
  cases: [
    {
      name: 'lists upcoming shows',
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
      sample: {
        good: sampleUpcoming(12),
        broken: {
          'nine shows': () => sampleUpcoming(9),
          'a show of last week': set('shows.2.date', '2026-11-17'),
          'one show twice': set('shows.4.id', sampleId(1)),
          'a total below its list': set('pagination.total', '3'),
          'hasMore on the last page': set('pagination.hasMore', true),
          'a total as a number': set('pagination.total', 12),
        },
      },
    },
    {
      name: 'begins the second page after the first one',
      method: 'GET',
      path: '/api/shows/upcoming?limit=2&offset=1',
      status: [200],
      json: body(showsUpcomingSchema, (answer, _now, earlier) => {
        const whole = showsUpcomingSchema.safeParse(earlier.get('lists upcoming shows')).data;
        const expected = whole?.shows.slice(1, 3).map(({ id }) => id);
        const found = answer.shows.map(({ id }) => id);
        return [
          ...atMost(answer.shows, 2),
          ...agrees(answer),
          ...(expected === undefined || expected.join() === found.join()
            ? []
            : ['limit=2&offset=1 does not return the second and third show of the list']),
        ];
      }),
      sample: {
        good: {
          shows: [sampleUpcomingShow(1), sampleUpcomingShow(2)],
          pagination: { total: '12', limit: 2, offset: 1, hasMore: true },
        },
        earlier: { 'lists upcoming shows': sampleUpcoming(12) },
        broken: {
          'the first page again': set('shows', [sampleUpcomingShow(0), sampleUpcomingShow(1)]),
          'no hasMore before the last page': set('pagination.hasMore', false),
          'three shows': set('shows', [sampleUpcomingShow(1), sampleUpcomingShow(2), sampleUpcomingShow(3)]),
        },
      },
    },
  ],
};
