import { z } from 'zod';
import { body, PUBLIC, type Contract } from './contract.ts';

/** The front door promises a full list (issue: front door). */
export const LEAST_TRENDING_ITEMS = 10;
const item = z.object({
  id: z.string().min(1),
  type: z.enum(['show', 'artist']),
  name: z.string().min(1),
  score: z.number().positive(),
  votes: z.int().nonnegative(),
  attendees: z.int().nonnegative(),
  recent_activity: z.int().nonnegative(),
  image_url: z.string().nullish(),
  slug: z.string().optional(),
  show_date: z.iso.date().optional(),
});
export const trendingSchema = z.object({
  period: z.string(),
  limit: z.number(),
  type: z.string(),
  data: z.array(item),
  timestamp: z.iso.datetime(),
});
export const errorSchema = z.object({ error: z.string().min(1) });

/** A dead database answers 200 with an empty list here, so the meaning decides. */
export const trendingMeaning = ({ data }: z.infer<typeof trendingSchema>, now: Date): string[] => {
  const today = now.toISOString().slice(0, 10);
  const unsorted = data.findIndex((entry, i) => i > 0 && entry.score > (data[i - 1]?.score ?? 0));
  const past = data.find((entry) => entry.show_date !== undefined && entry.show_date < today);
  return [
    ...(data.length >= LEAST_TRENDING_ITEMS ? [] : [`${data.length} items, at least ${LEAST_TRENDING_ITEMS} expected`]),
    ...(unsorted === -1 ? [] : [`not sorted by score: item ${unsorted} has more than the one before it`]),
    ...(past ? [`upcoming show ${past.name} is dated ${past.show_date}, before today`] : []),
  ];
};

export const trending: Contract = {
  id: 'contract.trending',
  title: 'GET /api/trending lists at least ten items, sorted by score, none of them past',
  runbook: 'R2 Smoke Tests',
  cost: { spotify: 0, ticketmaster: 0, setlistfm: 0 },
  cases: [
    {
      name: 'refuses an unknown period',
      method: 'GET',
      path: '/api/trending?period=century',
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
      name: 'keeps to a limit of one',
      method: 'GET',
      path: '/api/trending?limit=1',
      status: [200],
      json: body(trendingSchema, ({ data }) => (data.length === 1 ? [] : [`${data.length} items for limit=1`])),
    },
  ],
};
