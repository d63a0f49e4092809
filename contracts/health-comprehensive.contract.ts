import { UNCACHED_AGE_MS } from '../judging.ts';
import { z } from 'zod';
import { body, NOT_PUBLIC, type Contract } from './contract.ts';
import { fresh, warn } from './body-rules.ts';
import { SAMPLE_TIME, set, setAll } from './sample-bodies.ts';

const dependency = z.object({
  status: z.enum(['healthy', 'unhealthy']),
  responseTime: z.number().nonnegative().describe('ms'),
  error: z.string().optional(),
});
const usage = z.object({
  usage: z.number().nonnegative().describe('bytes'),
  limit: z.number().nonnegative().describe('bytes'),
  percentage: z.number().nonnegative().describe('normally above 100 on this site'),
});
export const healthComprehensiveSchema = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  timestamp: z.iso.datetime(),
  uptime: z.number().nonnegative().describe('seconds'),
  version: z.string().describe('the 40 digits of the commit, or "unknown"'),
  region: z.string(),
  checks: z.object({
    database: dependency,
    external_apis: z.object({ spotify: dependency, ticketmaster: dependency, setlistfm: dependency }),
    memory: usage,
    disk: usage,
  }),
});

// Samples.
const sampleDependency = { status: 'healthy', responseTime: 12 };
const sampleUsage = { usage: 1, limit: 2, percentage: 136.5 };

/** 207 means degraded. `curl -f` accepts it even if the database is down, so the body decides. */
export const healthComprehensive: Contract = {
  id: 'contract.health-comprehensive',
  title: 'GET /api/health/comprehensive is healthy and agrees with its parts',
  runbook: 'R2 Post-Deployment Verification 1; R1 Assess',
  reddens: [
    'database-down',
    'external-429',
    'external-hanging',
    'shared-cache-private',
    'timestamps-stale',
    'r2-missing-routes',
  ],
  warns: ['spotify-down', 'ticketmaster-down', 'setlistfm-down', 'version-unknown'],
  published: { 'health-comprehensive.schema.json': healthComprehensiveSchema },
  cost: { spotify: 2, ticketmaster: 1, setlistfm: 1 },
  cases: [
    {
      name: 'answers 200 or 207 with the state of each dependency',
      method: 'GET',
      path: '/api/health/comprehensive',
      status: [200, 207],
      responseHeaders: NOT_PUBLIC,
      json: body(
        healthComprehensiveSchema,
        ({ status, timestamp, version, checks: { database, external_apis } }, now) => {
          const down = Object.entries(external_apis).filter(([, api]) => api.status !== 'healthy');
          const allWell = database.status === 'healthy' && down.length === 0;
          return [
            ...(database.status === 'healthy' ? [] : [`database is unhealthy: ${database.error ?? 'no reason given'}`]),
            ...(down.length === 3
              ? ['all external APIs are down']
              : down.map(([name, api]) => warn(`${name} is unhealthy: ${api.error ?? 'no reason given'}`))),
            ...((status === 'healthy') === allWell ? [] : [`status "${status}" does not agree with its checks`]),
            ...(/^[0-9a-f]{40}$/i.test(version)
              ? []
              : [warn(`version is "${version}" instead of a commit: deployments cannot be distinguished`)]),
            ...fresh(timestamp, now, UNCACHED_AGE_MS),
          ];
        },
      ),
      sample: {
        good: {
          status: 'healthy',
          timestamp: SAMPLE_TIME,
          uptime: 2,
          version: 'a'.repeat(40),
          region: 'iad1',
          checks: {
            database: sampleDependency,
            external_apis: { spotify: sampleDependency, ticketmaster: sampleDependency, setlistfm: sampleDependency },
            memory: sampleUsage,
            disk: { ...sampleUsage, usage: 0, percentage: 0 },
          },
        },
        broken: {
          'database down': setAll({ status: 'degraded', 'checks.database.status': 'unhealthy' }),
          'all external APIs down': setAll({
            status: 'degraded',
            'checks.external_apis.spotify.status': 'unhealthy',
            'checks.external_apis.ticketmaster.status': 'unhealthy',
            'checks.external_apis.setlistfm.status': 'unhealthy',
          }),
          'healthy although a part is not': set('checks.external_apis.spotify.status', 'unhealthy'),
          'a text for a time': set('checks.database.responseTime', '3ms'),
          'a timestamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
        },
        degraded: {
          'one of three down': setAll({ status: 'degraded', 'checks.external_apis.spotify.status': 'unhealthy' }),
          'no commit': set('version', 'unknown'),
        },
      },
    },
  ],
};
