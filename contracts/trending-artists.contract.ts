import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, descending, unique } from './body-rules.ts';
import { LEAST_TRENDING_ITEMS } from './trending.contract.ts';

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

/** Failure arrives as 200 with `fallback: true` and no artists. */
export const trendingArtists: Contract = {
  id: 'contract.trending-artists',
  title: 'GET /api/trending/artists lists at least ten artists, sorted by score, and is no fallback',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
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
    },
    {
      name: 'keeps to a limit of one',
      method: 'GET',
      path: '/api/trending/artists?limit=1',
      status: [200],
      json: body(trendingArtistsSchema, ({ artists }) => [...atLeast(artists, 1), ...atMost(artists, 1)]),
    },
  ],
};
