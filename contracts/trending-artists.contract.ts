import { LEAST_TRENDING_ITEMS } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, descending, unique } from './body-rules.ts';
import { SAMPLE_TIME, list, sampleId, set, type Body } from './sample-bodies.ts';

const artist = z.object({
  id: z.uuid(),
  name: z.string().min(1),
  slug: z.string().min(1),
  imageUrl: z.string().nullable(),
  smallImageUrl: z.string().nullable(),
  genres: z.array(z.string()),
  popularity: z.number().min(0).max(100),
  followers: z.int().nonnegative(),
  trendingScore: z.number().nonnegative(),
  verified: z.boolean(),
  totalShows: z.int().nonnegative(),
  upcomingShows: z.int().nonnegative(),
  updatedAt: z.string().nullish(),
  recentShows: z.int().nonnegative(),
  weeklyGrowth: z.number().min(0).max(50).describe('percent; partly invented (mysetlist-app.md 2.4)'),
});
export const trendingArtistsSchema = z.object({
  artists: z.array(artist),
  fallback: z.boolean().describe('true: the database did not answer'),
  message: z.string(),
  total: z.int().nonnegative(),
});

// Samples.
const sampleTrendingArtist = (n: number) => ({
  id: sampleId(n),
  name: `Artist ${n}`,
  slug: `artist-${n}`,
  imageUrl: null,
  smallImageUrl: null,
  genres: ['pop'],
  popularity: 90,
  followers: 10,
  trendingScore: 100 - n,
  verified: true,
  totalShows: 3,
  upcomingShows: 2,
  updatedAt: SAMPLE_TIME,
  recentShows: 1,
  weeklyGrowth: 20.5,
});
export const sampleArtists = (items: number): Body => ({
  artists: list(items, sampleTrendingArtist),
  fallback: false,
  message: 'Trending artists retrieved',
  total: items,
});

/** A failure is a 200 with `fallback: true` and no artists. */
export const trendingArtists: Contract = {
  id: 'contract.trending-artists',
  title: 'GET /api/trending/artists lists at least ten artists, sorted by score, without a fallback',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
  reddens: [
    'database-down',
    'trending-unsorted',
    'trending-empty',
    'wrong-encoding',
    'totals-wrong',
    'r2-trending-shape',
  ],
  published: { 'trending-artists.schema.json': trendingArtistsSchema },
  cost: FREE,
  cases: [
    {
      name: 'lists artists, best first',
      method: 'GET',
      path: '/api/trending/artists',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(trendingArtistsSchema, ({ artists, total }) => [
        ...atLeast(artists, LEAST_TRENDING_ITEMS),
        ...descending(artists, (one) => one.trendingScore, 'trendingScore'),
        ...unique(artists.map(({ id }) => id)),
        ...counts(total, artists),
      ]),
      sample: {
        good: sampleArtists(12),
        broken: {
          'fallback: true': set('fallback', true),
          'nine artists': set('artists', sampleArtists(9)['artists']),
          unsorted: set('artists.3.trendingScore', 1_000),
          'one artist twice': set('artists.4.id', sampleId(1)),
          'a total below its list': set('total', 0),
          'no total, as in R2': set('total', undefined),
          'growth of 60 percent': set('artists.0.weeklyGrowth', 60),
        },
      },
    },
    {
      name: 'respects limit=1',
      method: 'GET',
      path: '/api/trending/artists?limit=1',
      status: [200],
      json: body(trendingArtistsSchema, ({ artists }) => [...atLeast(artists, 1), ...atMost(artists, 1)]),
      sample: {
        good: sampleArtists(1),
        broken: { two: () => sampleArtists(2), none: () => sampleArtists(0) },
      },
    },
  ],
};
