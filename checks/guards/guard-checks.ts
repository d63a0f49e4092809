// The guards: errors that no visit should cause, in any journey. Each is a separate check, judged over all journeys of a run.
const SMOKE = 'Deployment Procedures: User Acceptance Testing, content behind the smoke tests';
const LOGIN = 'Deployment Procedures: User Acceptance Testing, login/logout flow';
const SECURITY = 'R6 Automated Security Checks';

/** `reddens`: faults of the stand-in that turn it red, in addition to the outages that turn every page red. */
export const GUARDS = [
  {
    id: 'guard.page-errors',
    title: 'No page throws an uncaught error',
    runbook: SMOKE,
    reddens: ['page-crash', 'nested-forms'],
  },
  {
    id: 'guard.console-errors',
    title: 'No page logs an error to the console',
    runbook: SMOKE,
    reddens: ['console-error'],
  },
  {
    id: 'guard.failed-requests',
    title: 'No request of a page fails',
    runbook: SMOKE,
    reddens: [
      'attendance-405',
      'all-500',
      'connection-reset',
      'search-500',
      'artists-search-500',
      'r2-missing-routes',
      'images-refused',
      'style-sheet-500',
    ],
  },
  {
    id: 'guard.policy-violations',
    title: "No page violates the site's own policies on content and framing",
    runbook: SECURITY,
    reddens: ['csp-violation', 'map-blocked'],
  },
  {
    id: 'guard.mixed-content',
    title: 'No page loads anything without TLS',
    runbook: SECURITY,
    reddens: ['mixed-content'],
  },
  {
    id: 'guard.soft-failures',
    title: 'No answer of an API hides a failure behind status 200',
    runbook: SMOKE,
    reddens: ['mock-source'],
  },
  {
    id: 'guard.error-texts',
    title: 'No page shows an error message that its visitor did not cause',
    runbook: SMOKE,
    reddens: ['page-crash', 'database-down', 'soft-404-known'],
  },
  {
    id: 'guard.request-storms',
    title: 'No page requests the same address in a loop',
    runbook: SMOKE,
    reddens: ['setlists-refetch-loop', 'refetch-storm'],
  },
  {
    id: 'guard.reactions',
    title: 'Every page reacts to its visitor',
    runbook: SMOKE,
    reddens: ['never-hydrates'],
  },
  {
    id: 'guard.interruptions',
    title: 'No page opens a dialog, starts a download or reloads itself',
    runbook: SMOKE,
    reddens: ['page-dialog', 'page-download', 'self-reload'],
  },
  {
    id: 'guard.sessions',
    title: 'A session lasts as long as its cookie says',
    runbook: LOGIN,
    reddens: ['session-expires-early', 'session-lost'],
  },
] as const;
export type GuardId = (typeof GUARDS)[number]['id'];
export const GUARD_IDS = GUARDS.map(({ id }) => id) as unknown as readonly [GuardId, ...GuardId[]];

/** A GET request that another client can send again. `headers`: only those that its answer depends on. `type`: what its content type must contain. */
export type RequestAgain = { url: string; headers: Readonly<Record<string, string>>; type?: 'css' | 'javascript' };
/** Its answer. */
export type AnswerAgain = { status: number; contentType: string | undefined };

/** One finding of a guard, and the path of its page. */
export type GuardFinding = {
  guard: GuardId;
  text: string;
  page: string;
  /** A failed request that can be asked again. */
  again?: RequestAgain | undefined;
  /** It was asked again, and answered. */
  once?: boolean | undefined;
};
/** What the guards saw in one check. `requests`: of pages to the site, as far as they were answered. */
export type GuardReport = { requests: number; findings: GuardFinding[] };

/** The name of the attachment with a test's findings for the reporter, as JSON. */
export const GUARD_FINDINGS = 'guard-findings';
