// Routes of R1 that change or reveal things without asking who you are: their existence is told, and they are never called.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

/** mysetlist-app.md 2.5. OPTIONS is answered by the framework and runs nothing of theirs (1.1). */
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
              ...found('semantic', `OPTIONS ${path}: it is there (${allow}); R1 guards it with nothing`),
              level: 'warn',
            },
          ];
        }),
      )
    ).flat(),
};
