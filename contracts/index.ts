// Every contract, listed by hand: a file that is not here does not run.
import { z } from 'zod';
import { adminIncidents } from './admin-incidents.ts';
import { analyticsPerformance, analyticsPerformanceSchema } from './analytics-performance.ts';
import { artistsSearch, artistsSearchSchema } from './artists-search.ts';
import type { Contract } from './contract.ts';
import { healthComprehensive, healthComprehensiveSchema } from './health-comprehensive.ts';
import { healthDb, healthDbSchema } from './health-db.ts';
import { health, healthSchema } from './health.ts';
import { keepAlive } from './keep-alive.ts';
import { monitoringDashboard, monitoringDashboardSchema } from './monitoring-dashboard.ts';
import { search, searchSchema } from './search.ts';
import { trending, trendingSchema } from './trending.ts';
import { votes } from './votes.ts';

export const CONTRACTS: readonly Contract[] = [
  health,
  healthComprehensive,
  healthDb,
  monitoringDashboard,
  trending,
  search,
  artistsSearch,
  analyticsPerformance,
  adminIncidents,
  votes,
  keepAlive,
];

/** Bodies that others may rely on, by the name of their published file. */
const PUBLISHED: Readonly<Record<string, z.ZodType>> = {
  'health.schema.json': healthSchema,
  'health-comprehensive.schema.json': healthComprehensiveSchema,
  'health-db.schema.json': healthDbSchema,
  'monitoring-dashboard.schema.json': monitoringDashboardSchema,
  'trending.schema.json': trendingSchema,
  'search.schema.json': searchSchema,
  'artists-search.schema.json': artistsSearchSchema,
  'analytics-performance.schema.json': analyticsPerformanceSchema,
};

/**
 * File name -> JSON Schema (draft 2020-12) text. Of the input: a site may add a field, and the schema of the output,
 * where zod has dropped unknown keys, would forbid that.
 */
export const generateSchemas = (): Map<string, string> =>
  new Map(
    Object.entries(PUBLISHED).map(([name, schema]) => [
      name,
      `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`,
    ]),
  );
