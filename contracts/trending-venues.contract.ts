import { CACHED_AGE_MS, LEAST_VENUES } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, descending, fresh, ranked, unique } from './body-rules.ts';
import { SAMPLE_TIME, list, sampleId, set, type Body } from './sample-bodies.ts';

const venue = z.object({
  id: z.uuid(),
  name: z.string().min(1),
  slug: z.string().min(1),
  city: z.string().nullable(),
  state: z.string().nullable(),
  country: z.string().nullable(),
  capacity: z.int().nonnegative().nullable(),
  upcomingShows: z.int().nonnegative(),
  totalShows: z.int().nonnegative(),
  trendingScore: z.number().nonnegative(),
  weeklyGrowth: z.number().describe('percent'),
  rank: z.int().positive(),
});
export const trendingVenuesSchema = z.object({
  venues: z.array(venue),
  timeframe: z.string(),
  total: z.int().nonnegative(),
  generatedAt: z.iso.datetime(),
});

// Samples.
const sampleTrendingVenue = (n: number) => ({
  id: sampleId(n),
  name: `Venue ${n}`,
  slug: `venue-${n}`,
  city: 'Denver',
  state: 'CO',
  country: 'US',
  capacity: 9_000,
  upcomingShows: 0,
  totalShows: 0,
  trendingScore: 100 - n,
  weeklyGrowth: 2,
  rank: n + 1,
});
const sampleVenues = (items: number): Body => ({
  venues: list(items, sampleTrendingVenue),
  timeframe: 'week',
  total: items,
  generatedAt: SAMPLE_TIME,
});

export const trendingVenues: Contract = {
  id: 'contract.trending-venues',
  title: 'GET /api/trending/venues lists venues, ranked by score',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
  reddens: ['database-down', 'timestamps-stale', 'totals-wrong', 'venues-unranked', 'r2-missing-routes'],
  published: { 'trending-venues.schema.json': trendingVenuesSchema },
  cost: FREE,
  cases: [
    {
      name: 'lists venues, best first',
      method: 'GET',
      path: '/api/trending/venues',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(trendingVenuesSchema, ({ venues, total, generatedAt }, now) => [
        ...atLeast(venues, LEAST_VENUES),
        // The database lists a venue of unknown size first; it has a special score.
        ...descending(
          venues.filter(({ capacity }) => capacity !== null),
          (one) => one.trendingScore,
          'trendingScore',
        ),
        ...ranked(venues),
        ...unique(venues.map(({ id }) => id)),
        ...counts(total, venues),
        ...fresh(generatedAt, now, CACHED_AGE_MS),
      ]),
      sample: {
        good: sampleVenues(6),
        broken: {
          'four venues': set('venues', sampleVenues(4)['venues']),
          unsorted: set('venues.3.trendingScore', 1_000),
          'a rank twice': set('venues.3.rank', 3),
          'one venue twice': set('venues.4.id', sampleId(1)),
          'a total below its list': set('total', 0),
          'a timestamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
          fallback: set('fallback', true),
        },
      },
    },
    {
      name: 'respects limit=1',
      method: 'GET',
      path: '/api/trending/venues?limit=1',
      status: [200],
      json: body(trendingVenuesSchema, ({ venues }) => [...atLeast(venues, 1), ...atMost(venues, 1)]),
      sample: { good: sampleVenues(1), broken: { two: () => sampleVenues(2), none: () => sampleVenues(0) } },
    },
  ],
};
