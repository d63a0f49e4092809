import { z } from 'zod';
import { body, type Contract } from './contract.ts';

export const analyticsPerformanceSchema = z.looseObject({ timestamp: z.iso.datetime() });

export const analyticsPerformance: Contract = {
  id: 'contract.analytics-performance',
  title: 'GET /api/analytics/performance exists, as the runbook says',
  runbook: 'R3 Monitoring Endpoints 3',
  mayBeAbsent: true,
  cost: { spotify: 0, ticketmaster: 0, setlistfm: 0 },
  cases: [
    {
      name: 'answers 200 with a time stamp',
      method: 'GET',
      path: '/api/analytics/performance',
      status: [200],
      json: body(analyticsPerformanceSchema),
    },
  ],
};
