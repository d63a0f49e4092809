import { CACHED_AGE_MS, LEAST_TRENDING_ITEMS } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, descending, errorSchema, fresh, notPast, showDate } from './body-rules.ts';
import { change, SAMPLE_TIME, sampleId, sampleRefusal, set, type Body } from './sample-bodies.ts';

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
  show_date: showDate.optional().describe('shows only: a date or a date-time'),
});
export const trendingSchema = z.object({
  period: z.string(),
  limit: z.number(),
  type: z.string(),
  data: z.array(item),
  timestamp: z.iso.datetime(),
});

/** With a dead database this API answers 200 with an empty list, so the content decides. */
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
    ...fresh(timestamp, now, CACHED_AGE_MS),
  ];
};

// Samples.
const sampleShow = (n: number) => ({
  id: sampleId(1),
  type: 'show',
  name: `Show ${n}`,
  score: 100 - n,
  votes: 3,
  attendees: 4,
  recent_activity: 7,
  image_url: null,
  slug: `show-${n}`,
  artist_name: 'Silver Harbor',
  venue_name: 'TBA',
  show_date: '2026-12-24',
});
const sampleTrending = (items: number): Body => ({
  period: 'week',
  limit: 20,
  type: 'combined',
  data: Array.from({ length: items }, (_, n) => sampleShow(n)),
  timestamp: SAMPLE_TIME,
});

export const trending: Contract = {
  id: 'contract.trending',
  title: 'GET /api/trending lists at least ten items, sorted by score, without past shows',
  runbook: 'R2 Smoke Tests',
  reddens: [
    'database-down',
    'trending-unsorted',
    'trending-stale',
    'timestamps-stale',
    'wrong-encoding',
    'api-hangs',
    'api-drips',
  ],
  published: { 'trending.schema.json': trendingSchema },
  cost: FREE,
  cases: [
    {
      name: 'rejects an unknown period',
      method: 'GET',
      path: '/api/trending?period=century',
      status: [400],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    {
      name: 'rejects a custom period without its config',
      method: 'GET',
      path: '/api/trending?period=custom',
      status: [400],
      json: body(errorSchema),
      sample: sampleRefusal,
    },
    {
      name: 'answers a request without parameters',
      method: 'GET',
      path: '/api/trending',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(trendingSchema, trendingMeaning),
      sample: {
        good: sampleTrending(12),
        broken: {
          'no items, as with a dead database': set('data', []),
          'nine items': set('data', sampleTrending(9)['data']),
          unsorted: set('data.3.score', 1_000),
          'a show of last week': set('data.2.show_date', '2026-11-17'),
          'a score of 0': set('data.11.score', 0),
          'no data, as for an unknown type': set('data', undefined),
          fallback: set('fallback', true),
          'a timestamp of yesterday': set('timestamp', '2026-11-23T12:00:00.000Z'),
          'a timestamp of tomorrow': set('timestamp', '2026-11-25T12:00:00.000Z'),
          'activity that does not add up': set('data.3.recent_activity', 8),
          'an invalid id': set('data.0.id', 'tm_1'),
        },
      },
    },
    {
      name: 'lists only shows for type=show',
      method: 'GET',
      path: '/api/trending?type=shows&limit=5',
      status: [200],
      json: body(trendingSchema, ({ data }) => [
        ...atLeast(data, 1),
        ...(data.every(({ type, show_date }) => type === 'show' && show_date !== undefined)
          ? []
          : ['not every item is a show with its date']),
      ]),
      sample: {
        good: sampleTrending(1),
        broken: {
          'an artist in the list': () => change(sampleTrending(3), 'data.1.type', 'artist'),
          'a show without a date': set('data.0.show_date', undefined),
          nothing: set('data', []),
        },
      },
    },
    {
      name: 'respects limit=1',
      method: 'GET',
      path: '/api/trending?limit=1',
      status: [200],
      json: body(trendingSchema, ({ data }) => (data.length === 1 ? [] : [`${data.length} items for limit=1`])),
      sample: { good: sampleTrending(1), broken: { 'two items': set('data', sampleTrending(2)['data']) } },
    },
  ],
};
