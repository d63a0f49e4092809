// What contracts and security checks must find on R1, written from mysetlist-app.md before anything was run against the preset.
// check, code, how its line begins, section.
export type Row = readonly [check: string, code: string, line: string, section: string];

export const R1_FINDINGS: readonly Row[] = [
  // Any query that matches an artist answers 500.
  ['contract.search', 'server-error', 'GET /api/search?q=Taylor%20Swift:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=tAYLOR:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=Beyonc%C3%A9:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=Guns%20N%27%20Roses:', '1.7'],
  ['contract.search', 'server-error', 'GET /api/search?q=th&limit=1:', '1.7'],
  // % and _ match everything, which then has genres and fails as every hit does: one flaw, told by its contract.
  ['security.injection', 'no-data', 'could not prepare: see contract.search (GET /api/search?q=Taylor%20Swift:', '10'],
  ['contract.trending-live', 'semantic', 'GET /api/trending/live: 0 items', '2.4'],
  ['contract.monitoring-dashboard', 'semantic', 'GET /api/monitoring/dashboard: error_rate and success_rate', '1.5'],
  ['contract.analytics-performance', 'runbook-mismatch', 'GET /api/analytics/performance is absent', '1.9'],
  ['contract.admin-incidents', 'runbook-mismatch', 'POST /api/admin/incidents is absent', '1.9'],
  // Redirects: to the server's own view of its name, or softly, or to an address that is not there.
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

// What the checks make of R1 today and should not: section 10 says what is right. A row goes when its check has been mended; the test fails
// until it does, so no row outlives its reason.
export const R1_STILL_WRONG: readonly Row[] = [
  // A full instant is a date that the site's own code accepts; completed shows of the last seven days belong to the list.
  ['contract.shows-upcoming', 'contract', 'GET /api/shows/upcoming: $.shows.0.date:', '10'],
  ['contract.shows-upcoming', 'contract', 'GET /api/shows/upcoming: $.shows.1.date:', '10'],
  ['contract.shows-upcoming', 'contract', 'GET /api/shows/upcoming: $.shows.2.date:', '10'],
  ['contract.shows-upcoming', 'contract', 'GET /api/shows/upcoming: $.shows.3.date:', '10'],
  ['contract.shows-upcoming', 'contract', 'GET /api/shows/upcoming: $.shows.4.date:', '10'],
  ['contract.shows-upcoming', 'contract', 'GET /api/shows/upcoming?limit=2&offset=1: $.shows.0.date:', '10'],
  ['contract.shows-upcoming', 'contract', 'GET /api/shows/upcoming?limit=2&offset=1: $.shows.1.date:', '10'],
  ['contract.trending-shows', 'contract', 'GET /api/trending/shows: $.shows.0.date:', '10'],
  ['contract.trending-shows', 'contract', 'GET /api/trending/shows: $.shows.1.date:', '10'],
  ['contract.trending-shows', 'contract', 'GET /api/trending/shows: $.shows.2.date:', '10'],
  ['contract.trending-shows', 'contract', 'GET /api/trending/shows: $.shows.3.date:', '10'],
  ['contract.trending-shows', 'contract', 'GET /api/trending/shows: $.shows.1.status:', '10'],
  ['contract.trending-shows', 'contract', 'GET /api/trending/shows?limit=1&timeframe=day: $.shows.0.date:', '10'],
  ['contract.setlists', 'contract', 'GET /api/trending/shows?limit=50: $.shows.0.date:', '10'],
  ['contract.setlists', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.date:', '10'],
  ['contract.setlists', 'contract', 'GET /api/trending/shows?limit=50: $.shows.2.date:', '10'],
  ['contract.setlists', 'contract', 'GET /api/trending/shows?limit=50: $.shows.3.date:', '10'],
  ['contract.setlists', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.status:', '10'],
  ['contract.votes', 'contract', 'GET /api/trending/shows?limit=50: $.shows.0.date:', '10'],
  ['contract.votes', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.date:', '10'],
  ['contract.votes', 'contract', 'GET /api/trending/shows?limit=50: $.shows.2.date:', '10'],
  ['contract.votes', 'contract', 'GET /api/trending/shows?limit=50: $.shows.3.date:', '10'],
  ['contract.votes', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.status:', '10'],
  ['contract.votes-anonymous', 'contract', 'GET /api/trending/shows?limit=50: $.shows.0.date:', '10'],
  ['contract.votes-anonymous', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.date:', '10'],
  ['contract.votes-anonymous', 'contract', 'GET /api/trending/shows?limit=50: $.shows.2.date:', '10'],
  ['contract.votes-anonymous', 'contract', 'GET /api/trending/shows?limit=50: $.shows.3.date:', '10'],
  ['contract.votes-anonymous', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.status:', '10'],
  ['contract.votes-statistics', 'contract', 'GET /api/trending/shows?limit=50: $.shows.0.date:', '10'],
  ['contract.votes-statistics', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.date:', '10'],
  ['contract.votes-statistics', 'contract', 'GET /api/trending/shows?limit=50: $.shows.2.date:', '10'],
  ['contract.votes-statistics', 'contract', 'GET /api/trending/shows?limit=50: $.shows.3.date:', '10'],
  ['contract.votes-statistics', 'contract', 'GET /api/trending/shows?limit=50: $.shows.1.status:', '10'],
  // The form without script starts the Spotify sign-in, so the cookie that is judged is not the session's.
  ['security.cookies', 'header', 'POST /auth/sign-in: cookie sb-standin-auth-token-code-verifier lacks HttpOnly', '10'],
  // "... at Garden Dome" and an instant, in a script that holds the page's data.
  ['security.disclosure', 'semantic', 'GET /: the body tells a stack trace', '10'],
  ['security.disclosure', 'semantic', 'GET /api/no-such-route-zzxqqvv: the body tells a stack trace', '10'],
  // The host's configuration sends it, not the app.
  ['security.headers', 'header', 'GET /: permissions-policy is missing', '10'],
  ['security.headers', 'header', 'GET /auth/sign-in: permissions-policy is missing', '10'],
  ['security.headers', 'header', 'GET /api/trending: permissions-policy is missing', '10'],
];
