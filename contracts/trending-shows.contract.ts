import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import {
  atLeast,
  atMost,
  CACHED_MS,
  counts,
  descending,
  fresh,
  notBefore,
  ranked,
  showDate,
  unique,
} from './body-rules.ts';
import { LEAST_TRENDING_ITEMS } from './trending.contract.ts';

/** The list begins this many days ago by design: what was played is still voted on and looked up (apps/web/app/api/trending/shows/route.ts). */
const WINDOW_DAYS = { day: 1, week: 7 } as const;
const show = z.object({
  id: z.uuid(),
  name: z.string().min(1),
  slug: z.string().min(1),
  date: showDate,
  status: z.enum(['upcoming', 'ongoing', 'completed', 'cancelled']),
  artist: z.object({ name: z.string().min(1), slug: z.string(), imageUrl: z.string().nullable() }),
  venue: z
    .object({ name: z.string().nullable(), city: z.string().nullable(), state: z.string().nullable() })
    .nullable()
    .describe('a show without a venue has one without a name'),
  voteCount: z.int().nonnegative(),
  attendeeCount: z.int().nonnegative(),
  trendingScore: z.number().nonnegative(),
  weeklyGrowth: z.number().describe('percent'),
  rank: z.int().positive(),
});
export const trendingShowsSchema = z.object({
  shows: z.array(show),
  timeframe: z.string(),
  total: z.int().nonnegative(),
  generatedAt: z.iso.datetime(),
});

/** Failure arrives as 200 with `fallback: true` and an error. */
export const trendingShows: Contract = {
  id: 'contract.trending-shows',
  title: 'GET /api/trending/shows lists at least ten shows of the last seven days or to come, ranked by score',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
  cost: FREE,
  cases: [
    {
      name: 'lists shows, best first',
      method: 'GET',
      path: '/api/trending/shows',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(trendingShowsSchema, ({ shows, total, generatedAt }, now) => [
        ...atLeast(shows, LEAST_TRENDING_ITEMS),
        ...descending(shows, (one) => one.trendingScore, 'trendingScore'),
        ...ranked(shows),
        ...notBefore(shows, now, WINDOW_DAYS.week),
        ...unique(shows.map(({ id }) => id)),
        ...counts(total, shows),
        ...fresh(generatedAt, now, CACHED_MS),
      ]),
    },
    {
      name: 'keeps to a limit of one and names its timeframe',
      method: 'GET',
      path: '/api/trending/shows?limit=1&timeframe=day',
      status: [200],
      json: body(trendingShowsSchema, ({ shows, timeframe }, now) => [
        ...atLeast(shows, 1),
        ...atMost(shows, 1),
        ...notBefore(shows, now, WINDOW_DAYS.day),
        ...(timeframe === 'day' ? [] : [`timeframe is "${timeframe}", asked for day`]),
      ]),
    },
  ],
};
