import { UNCACHED_AGE_MS } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, type Contract } from './contract.ts';
import { fresh } from './body-rules.ts';
import { SAMPLE_TIME, set } from './sample-bodies.ts';

export const analyticsPerformanceSchema = z.looseObject({ timestamp: z.iso.datetime() });

export const analyticsPerformance: Contract = {
  id: 'contract.analytics-performance',
  title: 'GET /api/analytics/performance exists, as the runbook requires',
  runbook: 'R3 Monitoring Endpoints 3',
  reddens: ['timestamps-stale'],
  warns: ['analytics-performance-missing'],
  published: { 'analytics-performance.schema.json': analyticsPerformanceSchema },
  mayBeAbsent: true,
  cost: FREE,
  cases: [
    {
      name: 'answers 200 with a timestamp',
      method: 'GET',
      path: '/api/analytics/performance',
      status: [200],
      json: body(analyticsPerformanceSchema, ({ timestamp }, now) => fresh(timestamp, now, UNCACHED_AGE_MS)),
      sample: {
        good: { timestamp: SAMPLE_TIME },
        broken: {
          'no time': set('timestamp', undefined),
          'a time of yesterday': set('timestamp', '2026-11-23T12:00:00.000Z'),
        },
      },
    },
  ],
};
