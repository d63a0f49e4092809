import { z } from 'zod';
import { body, FREE, type Contract } from './contract.ts';
import { fresh, UNCACHED_MS } from './body-rules.ts';

export const analyticsPerformanceSchema = z.looseObject({ timestamp: z.iso.datetime() });

export const analyticsPerformance: Contract = {
  id: 'contract.analytics-performance',
  title: 'GET /api/analytics/performance exists, as the runbook says',
  runbook: 'R3 Monitoring Endpoints 3',
  mayBeAbsent: true,
  cost: FREE,
  cases: [
    {
      name: 'answers 200 with a time stamp',
      method: 'GET',
      path: '/api/analytics/performance',
      status: [200],
      json: body(analyticsPerformanceSchema, ({ timestamp }, now) => fresh(timestamp, now, UNCACHED_MS)),
    },
  ],
};
