import { UNCACHED_AGE_MS } from '../judging.ts';
import { z } from 'zod';
import { body, NOT_PUBLIC, type Contract } from './contract.ts';
import { fresh } from './body-rules.ts';
import { SAMPLE_TIME, set, setAll } from './sample-bodies.ts';

const milliseconds = z.string().regex(/^\d+(\.\d+)?ms$/, 'a time such as "12ms"');
const told = { healthy: z.boolean(), message: z.string() };
const service = z.object({ ...told, responseTime: milliseconds.optional() });
const details = z.object({ spotify: z.object(told).optional(), ticketmaster: z.object(told).optional() });
const deployment = z.object({
  vercel: z.object({
    url: z.string().optional(),
    region: z.string().optional(),
    branch: z.string().optional(),
    commit: z.string().optional().describe('7 hex digits'),
  }),
});
export const healthSchema = z.object({
  status: z.enum(['healthy', 'degraded']),
  timestamp: z.iso.datetime(),
  responseTime: milliseconds,
  uptime: z.number().nonnegative().describe('seconds'),
  system: z.object({
    timestamp: z.iso.datetime(),
    environment: z.string(),
    version: z.string(),
    deployment: deployment.optional(),
  }),
  services: z.object({ database: service, auth: service, apis: service.extend({ details: details.optional() }) }),
});

// Samples.
const sampleService = { healthy: true, message: 'Operational', responseTime: '3ms' };

/** 503 means degraded: the body names the part. */
export const health: Contract = {
  id: 'contract.health',
  title: 'GET /api/health reports a healthy database, sign-in service and external APIs',
  runbook: 'R3 Monitoring Endpoints 1',
  reddens: ['database-down', 'external-hanging', 'shared-cache-private', 'timestamps-stale', 'r2-health-mock'],
  warns: ['spotify-down', 'ticketmaster-down'],
  published: { 'health.schema.json': healthSchema },
  cost: { spotify: 1, ticketmaster: 1, setlistfm: 0 },
  cases: [
    {
      name: 'answers 200 or 503 with the state of each service',
      method: 'GET',
      path: '/api/health',
      status: [200, 503],
      responseHeaders: NOT_PUBLIC,
      json: body(healthSchema, ({ status, services, timestamp }, now) => [
        ...(services.database.healthy ? [] : [`database is not healthy: ${services.database.message}`]),
        ...(services.auth.healthy ? [] : [`auth is not healthy: ${services.auth.message}`]),
        ...(services.apis.healthy
          ? []
          : [{ level: 'warn' as const, message: `external APIs: ${services.apis.message}` }]),
        ...((status === 'healthy') === Object.values(services).every((s) => s.healthy)
          ? []
          : [`status "${status}" does not agree with its services`]),
        ...fresh(timestamp, now, UNCACHED_AGE_MS),
      ]),
      sample: {
        good: {
          status: 'healthy',
          timestamp: SAMPLE_TIME,
          responseTime: '12ms',
          uptime: 1.5,
          system: { timestamp: SAMPLE_TIME, environment: 'production', version: '1.0.0', deployment: { vercel: {} } },
          services: { database: sampleService, auth: sampleService, apis: sampleService },
        },
        broken: {
          'database down': setAll({ status: 'degraded', 'services.database.healthy': false }),
          'auth down': setAll({ status: 'degraded', 'services.auth.healthy': false }),
          'healthy although a part is not': set('services.apis.healthy', false),
          'degraded although no part is': set('status', 'degraded'),
          'a number for a time': set('responseTime', 12),
          'a timestamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
          'no services, as in R2': set('services', undefined),
        },
        degraded: { 'only external APIs down': setAll({ status: 'degraded', 'services.apis.healthy': false }) },
      },
    },
  ],
};
