import { CACHED_AGE_MS, LEAST_TRENDING_ITEMS } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, descending, fresh, notBefore, ranked, showDate, unique } from './body-rules.ts';
import { SAMPLE_TIME, list, sampleId, set, type Body } from './sample-bodies.ts';

/** By design the list includes shows of this many past days, since users still look them up (apps/web/app/api/trending/shows/route.ts). */
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

// Samples.
const sampleTrendingShow = (n: number) => ({
  id: sampleId(n),
  name: `Show ${n}`,
  slug: `show-${n}`,
  date: '2026-12-24',
  status: 'upcoming',
  artist: { name: 'Silver Harbor', slug: 'silver-harbor', imageUrl: null },
  venue: { name: 'Foundry Stage', city: 'Denver', state: 'CO' },
  voteCount: 3,
  attendeeCount: 4,
  trendingScore: 100 - n,
  weeklyGrowth: 2,
  rank: n + 1,
});
export const sampleShows = (items: number, timeframe = 'week'): Body => ({
  shows: list(items, sampleTrendingShow),
  timeframe,
  total: items,
  generatedAt: SAMPLE_TIME,
});

/** A failure is a 200 with `fallback: true` and an error. */
export const trendingShows: Contract = {
  id: 'contract.trending-shows',
  title: 'GET /api/trending/shows lists at least ten past (seven days) or upcoming shows, ranked by score',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
  reddens: [
    'database-down',
    'trending-unsorted',
    'trending-stale',
    'trending-empty',
    'timestamps-stale',
    'wrong-encoding',
    'totals-wrong',
    'r2-trending-shape',
  ],
  published: { 'trending-shows.schema.json': trendingShowsSchema },
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
        ...fresh(generatedAt, now, CACHED_AGE_MS),
      ]),
      sample: {
        good: sampleShows(12),
        broken: {
          'nine shows': set('shows', sampleShows(9)['shows']),
          unsorted: set('shows.3.trendingScore', 1_000),
          'a rank twice': set('shows.3.rank', 3),
          'a show of nine days ago': set('shows.2.date', '2026-11-15'),
          'an invalid date': set('shows.2.date', 'soon'),
          'an unknown status': set('shows.2.status', 'rumoured'),
          'one show twice': set('shows.4.id', sampleId(1)),
          'a total below its list': set('total', 0),
          'a timestamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
          'an error in a 200': set('error', 'Failed to fetch trending shows'),
        },
      },
    },
    {
      name: 'respects limit=1 and returns the requested timeframe',
      method: 'GET',
      path: '/api/trending/shows?limit=1&timeframe=day',
      status: [200],
      json: body(trendingShowsSchema, ({ shows, timeframe }, now) => [
        ...atLeast(shows, 1),
        ...atMost(shows, 1),
        ...notBefore(shows, now, WINDOW_DAYS.day),
        ...(timeframe === 'day' ? [] : [`timeframe is "${timeframe}", expected day`]),
      ]),
      sample: {
        good: sampleShows(1, 'day'),
        broken: {
          two: () => sampleShows(2, 'day'),
          none: () => sampleShows(0, 'day'),
          'a show of three days ago': set('shows.0.date', '2026-11-21'),
          'another timeframe': () => sampleShows(1),
        },
      },
    },
  ],
};
