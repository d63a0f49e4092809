import { CACHED_AGE_MS } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, fresh } from './body-rules.ts';
import { change, SAMPLE_TIME, list, sampleId, set, type Body, type Sample } from './sample-bodies.ts';

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
  ...fresh(generatedAt, now, CACHED_AGE_MS),
];

// Samples.
const sampleLive = (items: number, type: string, timeframe = '24h'): Body => ({
  trending: list(items, (n) => ({
    id: sampleId(n),
    type,
    name: `Thing ${n}`,
    slug: `thing-${n}`,
    score: 5,
    metrics: { searches: 1, views: 2, interactions: 3, growth: -4.5 },
    timeframe,
  })),
  timeframe,
  type,
  total: items,
  generatedAt: SAMPLE_TIME,
});
const sampleLiveFilled: Sample = {
  good: sampleLive(10, 'artist'),
  broken: {
    'an empty list, as R1 without a type': set('trending', []),
    'eleven items': () => sampleLive(11, 'artist'),
    'a total below its list': set('total', 0),
    'a timestamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
    'the schema of R2': () => ({ current_trending: [], live_updates: [], stats: {} }),
  },
};

/** R1 finds nothing without the literal "all", and its own page does not send it (mysetlist-app.md 2.4, 3.6). */
export const trendingLive: Contract = {
  id: 'contract.trending-live',
  title: 'GET /api/trending/live lists entries, also with the parameters of the trending page',
  runbook: 'R2 Smoke Tests; mysetlist-app.md 2.4',
  reddens: [
    'database-down',
    'trending-empty',
    'live-trending-empty',
    'timestamps-stale',
    'wrong-encoding',
    'totals-wrong',
    'live-ignores-type',
    'r2-trending-shape',
  ],
  published: { 'trending-live.schema.json': trendingLiveSchema },
  cost: FREE,
  cases: [
    {
      name: 'lists everything for type=all',
      method: 'GET',
      path: '/api/trending/live?type=all',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(trendingLiveSchema, filled),
      sample: sampleLiveFilled,
    },
    {
      name: 'lists entries without a type, as the page requests',
      method: 'GET',
      path: '/api/trending/live',
      status: [200],
      json: body(trendingLiveSchema, filled),
      sample: { ...sampleLiveFilled, good: sampleLive(1, 'artist') },
    },
    {
      name: 'lists only shows for type=show, and respects the limit',
      method: 'GET',
      path: '/api/trending/live?type=show&timeframe=1h&limit=2',
      status: [200],
      json: body(trendingLiveSchema, ({ trending, timeframe }) => [
        ...atLeast(trending, 1),
        ...atMost(trending, 2),
        ...(trending.every(({ type }) => type === 'show') ? [] : ['not every item is a show']),
        ...(timeframe === '1h' ? [] : [`timeframe is "${timeframe}", expected 1h`]),
      ]),
      sample: {
        good: sampleLive(1, 'show', '1h'),
        broken: {
          'an artist in the list': () => change(sampleLive(2, 'show', '1h'), 'trending.1.type', 'artist'),
          three: () => sampleLive(3, 'show', '1h'),
          'another timeframe': () => sampleLive(1, 'show'),
          nothing: set('trending', []),
        },
      },
    },
  ],
};
