// Expected findings of contracts and security checks on R1, written from mysetlist-app.md before any run against the preset.
// check, code, beginning of its line, section.
export type Row = readonly [check: string, code: string, line: string, section: string];

export const R1_FINDINGS: readonly Row[] = [
  // Any query that matches an artist answers 500.
  ['contract.search', 'server-error', 'GET /api/search?q=Taylor%20Swift:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=tAYLOR:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=Beyonc%C3%A9:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=Guns%20N%27%20Roses:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=th&limit=1:', '1.7'],
  // % and _ match everything, so the hits have genres, and the search fails as for every hit: one flaw, reported by its contract.
  ['security.injection', 'no-data', 'could not prepare: see contract.search (GET /api/search?q=Taylor%20Swift:', '10'],
  ['contract.trending-live', 'semantic', 'GET /api/trending/live: 0 items', '2.4'],
  ['contract.monitoring-dashboard', 'semantic', 'GET /api/monitoring/dashboard: error_rate and success_rate', '1.5'],
  ['contract.analytics-performance', 'runbook-mismatch', 'GET /api/analytics/performance is absent', '1.9'],
  ['contract.admin-incidents', 'runbook-mismatch', 'POST /api/admin/incidents is absent', '1.9'],
  // Redirects: to the server's internal host name, with status 200 and a refresh tag, or to an address that does not exist.
  ['contract.user-refusals', 'unexpected-status', 'GET /api/user/profile: redirects to http://localhost:3000/', '9'],
  ['contract.user-refusals', 'unexpected-status', 'GET /profile: redirects to http://localhost:3000/', '9'],
  ['contract.user-refusals', 'soft-redirect', 'GET /my-artists:', '3.1'],
  ['contract.admin-refusals', 'soft-redirect', 'GET /admin: status 200 with a refresh tag to /undefined/', '3.1'],
  ['contract.not-found', 'soft-404', 'GET /artists/no-such-artist-zzxqqvv:', '3.1'],
  ['contract.not-found', 'soft-404', 'GET /shows/no-such-show-zzxqqvv:', '3.1'],
  ['contract.sitemap', 'client-error', 'GET /search: status 404', '5.3'],
  ['contract.manifest', 'client-error', 'GET /icon-192.png: status 404', '5.2'],
  // The query compares a column with a list as if it were one value.
  ['contract.votes-statistics', 'server-error', 'GET /api/votes/statistics?showId=', '10'],
  // Security.
  [
    'security.auth-bypass',
    'unexpected-status',
    'GET /api/votes/history?userId=00000000-0000-4000-8000-000000000000 with no session',
    '2.1',
  ],
  [
    'security.auth-bypass',
    'unexpected-status',
    'GET /api/votes/history?userId=00000000-0000-4000-8000-000000000000 with a forged bearer',
    '2.1',
  ],
  [
    'security.auth-bypass',
    'unexpected-status',
    'GET /api/votes/history?userId=00000000-0000-4000-8000-000000000000 with a forged cookie',
    '2.1',
  ],
  [
    'security.auth-bypass',
    'unexpected-status',
    'GET /api/votes/history?userId=00000000-0000-4000-8000-000000000000 with a truncated cookie',
    '2.1',
  ],
  ['security.headers', 'header', 'GET /: content-security-policy is missing', '4.4'],
  ['security.headers', 'header', 'GET /auth/sign-in: content-security-policy is missing', '4.4'],
  ['security.headers', 'header', 'GET /api/trending: content-security-policy is missing', '4.4'],
  // The form contains the action id of the nested Spotify form, and the server runs that action.
  [
    'security.sign-in-without-script',
    'semantic',
    'POST /auth/sign-in without scripts leads to the start of another sign-in:',
    '10',
  ],
  ['security.cookies', 'header', 'POST /auth/sign-in: cookie sb-standin-auth-token lacks HttpOnly', '4.1'],
  // The host's configuration sends it, not the app: missing if the site runs on another host.
  ['security.headers', 'header', 'GET /: permissions-policy is missing', '10'],
  ['security.headers', 'header', 'GET /auth/sign-in: permissions-policy is missing', '10'],
  ['security.headers', 'header', 'GET /api/trending: permissions-policy is missing', '10'],
  ['security.open-redirect', 'semantic', 'GET /auth/sign-in?returnUrl=https://evil.example/:', '3.3'],
  ['security.open-redirect', 'semantic', 'GET /auth/sign-in?returnUrl=//evil.example/:', '3.3'],
  ['security.open-redirect', 'semantic', 'GET /auth/sign-in?returnUrl=/\\evil.example/:', '3.3'],
  ['security.disclosure', 'semantic', 'GET /api/health/db: the response body contains table names', '1.4'],
  ['security.disclosure', 'semantic', 'GET /api/health/db: the response body contains the version of', '1.4'],
  ['security.open-routes', 'semantic', 'OPTIONS /api/admin/seed-dispatch:', '2.5'],
  ['security.open-routes', 'semantic', 'OPTIONS /api/admin/sync-manager:', '2.5'],
  ['security.open-routes', 'semantic', 'OPTIONS /api/database/operations:', '2.5'],
  ['security.open-routes', 'semantic', 'OPTIONS /api/jobs:', '2.5'],
  ['security.open-routes', 'semantic', 'OPTIONS /api/songs/upsert:', '2.5'],
  ['security.open-routes', 'semantic', 'OPTIONS /api/external-apis/diagnostics:', '2.5'],
];
