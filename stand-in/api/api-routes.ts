// Every API of the stand-in, and the paths that faults remove.
import type { FaultId } from '../faults.ts';
import type { RouteTable } from '../http.ts';
import { authRoutes } from './auth-routes.ts';
import { healthRoutes } from './health.ts';
import { miscRoutes } from './misc.ts';
import { searchRoutes } from './search.ts';
import { setlistRoutes } from './setlists.ts';
import { trendingRoutes } from './trending-routes.ts';
import { voteRoutes } from './vote-routes.ts';

export const apiRoutes: RouteTable = [
  ...trendingRoutes,
  ...searchRoutes,
  ...voteRoutes,
  ...setlistRoutes,
  ...healthRoutes,
  ...authRoutes,
  ...miscRoutes,
];

/** Paths that answer the HTML 404 page while the fault is on. */
export const MISSING: readonly (readonly [path: string | RegExp, fault: FaultId])[] = [
  ['/api/analytics/performance', 'analytics-performance-missing'],
  ['/api/admin/incidents', 'admin-incidents-missing'],
  ['/api/health/comprehensive', 'r2-missing-routes'],
  ['/api/health/db', 'r2-missing-routes'],
  ['/api/monitoring/dashboard', 'r2-missing-routes'],
  ['/api/shows/upcoming', 'r2-missing-routes'],
  ['/api/trending/venues', 'r2-missing-routes'],
  [/^\/api\/votes\/./, 'r2-missing-routes'],
  ['/search', 'search-page-missing'],
  ['/setlists', 'footer-dead-links'],
];
