import { RATES_TOLERANCE, UNCACHED_AGE_MS } from '../judging.ts';
import { z } from 'zod';
import { body, NEVER_PUBLIC, type Contract } from './contract.ts';
import { fresh, warn } from './body-rules.ts';
import { SAMPLE_TIME, set } from './sample-bodies.ts';

const fraction = z.number().min(0).max(1);
const api = z.object({
  status: z.enum(['operational', 'degraded', 'down']),
  response_time: z.number().nonnegative().describe('ms'),
  error_rate: fraction,
});
export const monitoringDashboardSchema = z.object({
  timestamp: z.iso.datetime(),
  uptime: z.number().nonnegative().describe('seconds'),
  performance: z.object({
    response_time_avg: z.number().nonnegative().describe('ms'),
    error_rate: fraction,
    throughput: z.number().nonnegative().describe('requests per minute'),
    success_rate: fraction,
  }),
  infrastructure: z.object({
    memory_usage: z.number().nonnegative().describe('MB'),
    cpu_usage: z.number().min(0).max(100).describe('percent'),
    database_connections: z.int().nonnegative(),
    cache_hit_rate: fraction,
  }),
  business: z.object({
    active_users: z.int().nonnegative(),
    api_calls_24h: z.int().nonnegative(),
    searches_24h: z.int().nonnegative(),
    votes_24h: z.int().nonnegative(),
  }),
  alerts: z.array(
    z.object({
      id: z.string(),
      level: z.enum(['warning', 'error', 'critical']),
      message: z.string(),
      timestamp: z.iso.datetime(),
      resolved: z.boolean(),
    }),
  ),
  external_apis: z.object({ spotify: api, ticketmaster: api, setlistfm: api }),
});

/** The only measured alert of the dashboard: more than 512 MB resident memory. It is the only sign of the runbook's "Memory usage >80%". */
const MEMORY_ALERT = 'memory-high';

// Samples.
const memoryAlert = (resolved: boolean) => ({
  id: MEMORY_ALERT,
  level: 'warning',
  message: 'Memory at 700 MB',
  timestamp: SAMPLE_TIME,
  resolved,
});
const sampleApi = { status: 'operational', response_time: 30, error_rate: 0 };

/** Schema and ranges only: most of its figures are invented (mysetlist-app.md 1.5), so no KPI uses it. */
export const monitoringDashboard: Contract = {
  id: 'contract.monitoring-dashboard',
  title: 'GET /api/monitoring/dashboard returns every figure, each in its range',
  runbook: 'R3 Monitoring Endpoints 2; R1 Assess',
  reddens: ['shared-cache-private', 'timestamps-stale', 'r2-missing-routes'],
  warns: ['spotify-down', 'ticketmaster-down', 'setlistfm-down', 'dashboard-random', 'memory-grows'],
  published: { 'monitoring-dashboard.schema.json': monitoringDashboardSchema },
  cost: { spotify: 2, ticketmaster: 1, setlistfm: 1 },
  cases: [
    {
      name: 'answers 200 with every section',
      method: 'GET',
      path: '/api/monitoring/dashboard',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(monitoringDashboardSchema, ({ alerts, external_apis, performance, timestamp }, now) => [
        ...Object.entries(external_apis)
          .filter(([, { status }]) => status !== 'operational')
          .map(([name, { status }]) => warn(`${name} is ${status}`)),
        // Its other alerts fire at random (mysetlist-app.md 1.5).
        ...alerts
          .filter(({ id, resolved }) => id === MEMORY_ALERT && !resolved)
          .map(({ message }) => warn(`the site's own memory alert is open: ${message}`)),
        ...(Math.abs(performance.error_rate + performance.success_rate - 1) < RATES_TOLERANCE
          ? []
          : [warn('error_rate and success_rate do not add up to 1: the figures are invented')]),
        ...fresh(timestamp, now, UNCACHED_AGE_MS),
      ]),
      sample: {
        good: {
          timestamp: SAMPLE_TIME,
          uptime: 3,
          performance: { response_time_avg: 250, error_rate: 0.01, throughput: 600, success_rate: 0.99 },
          infrastructure: { memory_usage: 220, cpu_usage: 30, database_connections: 5, cache_hit_rate: 0.9 },
          business: { active_users: 0, api_calls_24h: 10_000, searches_24h: 1_000, votes_24h: 1 },
          alerts: [memoryAlert(true)],
          external_apis: { spotify: sampleApi, ticketmaster: sampleApi, setlistfm: sampleApi },
        },
        broken: {
          'percent for a fraction': set('performance.error_rate', 5),
          'no infrastructure': set('infrastructure', undefined),
          'a timestamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
        },
        degraded: {
          'one API degraded': set('external_apis.spotify.status', 'degraded'),
          'rates that do not add up': set('performance.success_rate', 0.5),
          'an open memory alert': set('alerts', [memoryAlert(false)]),
        },
      },
    },
  ],
};
