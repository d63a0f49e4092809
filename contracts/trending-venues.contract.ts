import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, CACHED_MS, counts, descending, fresh, ranked, unique } from './body-rules.ts';

/** Fewer venues than artists or shows: the R1 that was run had twelve. */
export const LEAST_VENUES = 5;
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

export const trendingVenues: Contract = {
  id: 'contract.trending-venues',
  title: 'GET /api/trending/venues lists venues, ranked by score',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
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
        // A venue of unknown size is listed first by the database and has a score of its own.
        ...descending(
          venues.filter(({ capacity }) => capacity !== null),
          (one) => one.trendingScore,
          'trendingScore',
        ),
        ...ranked(venues),
        ...unique(venues.map(({ id }) => id)),
        ...counts(total, venues),
        ...fresh(generatedAt, now, CACHED_MS),
      ]),
    },
    {
      name: 'keeps to a limit of one',
      method: 'GET',
      path: '/api/trending/venues?limit=1',
      status: [200],
      json: body(trendingVenuesSchema, ({ venues }) => [...atLeast(venues, 1), ...atMost(venues, 1)]),
    },
  ],
};
