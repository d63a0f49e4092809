import { CACHED_AGE_MS } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, PUBLIC, type Contract } from './contract.ts';
import { atLeast, atMost, counts, fresh } from './body-rules.ts';
import { SAMPLE_TIME, list, set, setAll } from './sample-bodies.ts';

export const activityRecentSchema = z.object({
  activities: z.array(z.looseObject({ id: z.string().min(1), type: z.string().min(1) })),
  total: z.int().nonnegative(),
  hasMore: z.boolean(),
  generatedAt: z.iso.datetime(),
});

/** Without a database R1 invents people, with `fallback: true` in a 200. */
export const activityRecent: Contract = {
  id: 'contract.activity-recent',
  title: 'GET /api/activity/recent lists recent activity, and none of it is invented',
  runbook: 'R2 User Acceptance; R4 Recovery Point Objectives; mysetlist-app.md 2.5',
  reddens: ['database-down', 'timestamps-stale', 'wrong-encoding', 'totals-wrong'],
  warns: ['activity-500-twice'],
  published: { 'activity-recent.schema.json': activityRecentSchema },
  cost: FREE,
  cases: [
    {
      name: 'lists recent activity',
      method: 'GET',
      path: '/api/activity/recent',
      status: [200],
      responseHeaders: PUBLIC,
      json: body(activityRecentSchema, ({ activities, total, generatedAt }, now) => [
        ...atLeast(activities, 1),
        ...atMost(activities, 15),
        ...counts(total, activities),
        ...fresh(generatedAt, now, CACHED_AGE_MS),
      ]),
      sample: {
        good: { activities: [{ id: 'a', type: 'vote' }], total: 1, hasMore: false, generatedAt: SAMPLE_TIME },
        broken: {
          nothing: set('activities', []),
          'invented people': set('fallback', true),
          'sixteen of fifteen': setAll({
            activities: list(16, (n) => ({ id: String(n), type: 'vote' })),
            total: 16,
          }),
          'a total below its list': set('total', 0),
          'a timestamp of yesterday': set('generatedAt', '2026-11-23T12:00:00.000Z'),
        },
      },
    },
    {
      name: 'respects limit=1',
      method: 'GET',
      path: '/api/activity/recent?limit=1',
      status: [200],
      json: body(activityRecentSchema, ({ activities }) => atMost(activities, 1)),
      sample: {
        good: { activities: [{ id: 'a', type: 'vote' }], total: 1, hasMore: true, generatedAt: SAMPLE_TIME },
        broken: {
          two: set('activities', [
            { id: 'a', type: 'vote' },
            { id: 'b', type: 'vote' },
          ]),
        },
      },
    },
  ],
};
