// Routes of R1 that change or reveal data without authentication. The check reports that they exist and never calls them.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

/** mysetlist-app.md 2.5. The framework answers OPTIONS without running the route (1.1). */
const OPEN = [
  '/api/admin/seed-dispatch',
  '/api/admin/sync-manager',
  '/api/database/operations',
  '/api/jobs',
  '/api/songs/upsert',
  '/api/external-apis/diagnostics',
];

export const openRoutes: SecurityCheck = {
  id: 'security.open-routes',
  title: 'No route that changes or reveals data is open to everybody',
  reddens: [],
  warns: ['open-mutating-routes'],
  find: async (ask) =>
    (
      await Promise.all(
        OPEN.map(async (path): Promise<Finding[]> => {
          const answer = await ask('OPTIONS', path);
          const down = outage(`OPTIONS ${path}`, answer);
          if (down || answer.error) return down ? [down] : [];
          if (answer.status >= 300) return [];
          const allow = answer.headers['allow'] ?? 'no Allow';
          return [
            {
              ...found('semantic', `OPTIONS ${path}: the route exists (${allow}); in R1 it needs no authentication`),
              level: 'warn',
            },
          ];
        }),
      )
    ).flat(),
};
