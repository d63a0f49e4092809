import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, CACHED_MS, counts, fresh } from './body-rules.ts';

const count = z.number().nonnegative();
const entry = z.object({
  id: z.string().min(1),
  type: z.enum(['artist', 'show', 'venue']),
  name: z.string().min(1),
  slug: z.string().min(1),
  imageUrl: z.string().nullish(),
  score: z.number(),
  metrics: z.object({ searches: count, views: count, interactions: count, growth: z.number().describe('percent') }),
  timeframe: z.string(),
});
export const trendingLiveSchema = z.object({
  trending: z.array(entry),
  timeframe: z.string(),
  type: z.string(),
  total: z.int().nonnegative(),
  generatedAt: z.iso.datetime(),
});
type Live = z.infer<typeof trendingLiveSchema>;
const filled = ({ trending, total, generatedAt }: Live, now: Date): string[] => [
  ...atLeast(trending, 1),
  ...atMost(trending, 10),
  ...counts(total, trending),
  ...fresh(generatedAt, now, CACHED_MS),
];

/** R1 finds nothing unless the literal word "all" is sent, and its own page does not send it (mysetlist-app.md 2.4, 3.6). */
export const trendingLive: Contract = {
  id: 'contract.trending-live',
  title: 'GET /api/trending/live lists what is live, also as the trending page asks for it',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
  cost: FREE,
  cases: [
    {
      name: 'lists everything for type=all',
      method: 'GET',
      path: '/api/trending/live?type=all',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(trendingLiveSchema, filled),
    },
    {
      name: 'lists something without a type, as the page asks',
      method: 'GET',
      path: '/api/trending/live',
      status: [200],
      json: body(trendingLiveSchema, filled),
    },
    {
      name: 'lists only shows where shows are asked for, and keeps to a limit',
      method: 'GET',
      path: '/api/trending/live?type=show&timeframe=1h&limit=2',
      status: [200],
      json: body(trendingLiveSchema, ({ trending, timeframe }) => [
        ...atLeast(trending, 1),
        ...atMost(trending, 2),
        ...(trending.every(({ type }) => type === 'show') ? [] : ['not every item is a show']),
        ...(timeframe === '1h' ? [] : [`timeframe is "${timeframe}", asked for 1h`]),
      ]),
    },
  ],
};
