import { UNCACHED_AGE_MS } from '../judging.ts';
import { z } from 'zod';
import { body, FREE, NEVER_PUBLIC, type Contract } from './contract.ts';
import { fresh } from './body-rules.ts';
import { SAMPLE_TIME, set } from './sample-bodies.ts';

export const healthDbSchema = z.object({
  status: z.enum(['healthy', 'error']),
  timestamp: z.iso.datetime(),
  environment: z.unknown().optional(),
  importedKeys: z.unknown().optional(),
  database: z.object({
    connected: z.boolean(),
    error: z.looseObject({ message: z.string() }).nullish(),
    info: z.unknown().optional(),
    tables: z.unknown().optional(),
  }),
});

/** Only the fields that a monitor needs. The disclosed table names and driver errors are not part of the contract. */
export const healthDb: Contract = {
  id: 'contract.health-db',
  title: 'GET /api/health/db reports a connected database',
  runbook: 'R4 Database Recovery 3',
  reddens: ['database-down', 'shared-cache-private', 'timestamps-stale', 'r2-missing-routes'],
  published: { 'health-db.schema.json': healthDbSchema },
  cost: FREE,
  cases: [
    {
      name: 'answers 200, connected',
      method: 'GET',
      path: '/api/health/db',
      status: [200],
      responseHeaders: NEVER_PUBLIC,
      json: body(healthDbSchema, ({ status, database, timestamp }, now) => [
        ...(database.connected ? [] : [`not connected: ${database.error?.message ?? 'no reason given'}`]),
        ...(status === 'healthy' ? [] : [`status is "${status}"`]),
        ...fresh(timestamp, now, UNCACHED_AGE_MS),
      ]),
      sample: {
        good: { status: 'healthy', timestamp: SAMPLE_TIME, database: { connected: true, error: null, tables: [] } },
        broken: {
          'not connected': set('database.connected', false),
          'status error': set('status', 'error'),
          'a timestamp of an hour ago': set('timestamp', '2026-11-24T11:00:00.000Z'),
        },
      },
    },
  ],
};
