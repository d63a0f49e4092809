import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, CACHED_MS, descending, errorSchema, fresh, notPast, showDate } from './body-rules.ts';

/** The front door promises a full list (issue: front door). */
export const LEAST_TRENDING_ITEMS = 10;
const item = z.object({
  id: z.uuid(),
  type: z.enum(['show', 'artist']),
  name: z.string().min(1),
  score: z.number().positive(),
  votes: z.int().nonnegative(),
  attendees: z.int().nonnegative(),
  recent_activity: z.int().nonnegative().describe('votes + attendees'),
  image_url: z.string().nullish(),
  slug: z.string().optional(),
  artist_name: z.string().optional().describe('shows only'),
  venue_name: z.string().optional().describe('shows only: "Name, City, ST" or "TBA"'),
  show_date: showDate.optional().describe('shows only: a day or an instant'),
});
export const trendingSchema = z.object({
  period: z.string(),
  limit: z.number(),
  type: z.string(),
  data: z.array(item),
  timestamp: z.iso.datetime(),
});

/** A dead database answers 200 with an empty list here, so the meaning decides. */
export const trendingMeaning = ({ data, timestamp }: z.infer<typeof trendingSchema>, now: Date): string[] => {
  const miscounted = data.find((entry) => entry.recent_activity !== entry.votes + entry.attendees);
  return [
    ...atLeast(data, LEAST_TRENDING_ITEMS),
    ...descending(data, (entry) => entry.score, 'score'),
    ...notPast(
      data.map(({ name, show_date }) => ({ name, date: show_date })),
      now,
    ),
    ...(miscounted ? [`${miscounted.name}: recent_activity is not votes + attendees`] : []),
    ...fresh(timestamp, now, CACHED_MS),
  ];
};

export const trending: Contract = {
  id: 'contract.trending',
  title: 'GET /api/trending lists at least ten items, sorted by score, none of them past',
  runbook: 'R2 Smoke Tests',
  cost: FREE,
  cases: [
    {
      name: 'refuses an unknown period',
      method: 'GET',
      path: '/api/trending?period=century',
      status: [400],
      json: body(errorSchema),
    },
    {
      name: 'refuses a custom period without its config',
      method: 'GET',
      path: '/api/trending?period=custom',
      status: [400],
      json: body(errorSchema),
    },
    {
      name: 'answers the bare request',
      method: 'GET',
      path: '/api/trending',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(trendingSchema, trendingMeaning),
    },
    {
      name: 'lists only shows where shows are asked for',
      method: 'GET',
      path: '/api/trending?type=shows&limit=5',
      status: [200],
      json: body(trendingSchema, ({ data }) => [
        ...atLeast(data, 1),
        ...(data.every(({ type, show_date }) => type === 'show' && show_date !== undefined)
          ? []
          : ['not every item is a show with its date']),
      ]),
    },
    {
      name: 'keeps to a limit of one',
      method: 'GET',
      path: '/api/trending?limit=1',
      status: [200],
      json: body(trendingSchema, ({ data }) => (data.length === 1 ? [] : [`${data.length} items for limit=1`])),
    },
  ],
};
