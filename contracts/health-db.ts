import { z } from 'zod';
import { body, type Contract } from './contract.ts';

export const healthDbSchema = z.object({
  status: z.enum(['healthy', 'error']),
  timestamp: z.iso.datetime(),
  database: z.object({ connected: z.boolean(), error: z.object({ message: z.string() }).nullish() }),
});

/** Only what a monitor needs: the table names and driver errors that it discloses are not promised to anybody. */
export const healthDb: Contract = {
  id: 'contract.health-db',
  title: 'GET /api/health/db is connected to the database',
  runbook: 'R4 Database Recovery 3',
  cost: { spotify: 0, ticketmaster: 0, setlistfm: 0 },
  cases: [
    {
      name: 'answers 200, connected',
      method: 'GET',
      path: '/api/health/db',
      status: [200],
      responseHeaders: { 'cache-control': /^(?!.*\bpublic\b)/i },
      json: body(healthDbSchema, ({ status, database }) => [
        ...(database.connected ? [] : [`not connected: ${database.error?.message ?? 'no reason given'}`]),
        ...(status === 'healthy' ? [] : [`status is "${status}"`]),
      ]),
    },
  ],
};
