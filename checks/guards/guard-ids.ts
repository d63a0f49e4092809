// The guards: what no visit should cause, whatever a journey is about. Each is a check of its own, judged over all journeys of a run.
export const GUARD_IDS = [
  'guard.page-errors',
  'guard.console-errors',
  'guard.failed-requests',
  'guard.policy-violations',
  'guard.mixed-content',
  'guard.soft-failures',
  'guard.error-texts',
  'guard.request-storms',
  'guard.reactions',
  'guard.sessions',
] as const;
export type GuardId = (typeof GUARD_IDS)[number];

/** One thing that a guard saw, and the path of the page on which it saw it. */
export type GuardFinding = { guard: GuardId; text: string; page: string };

/** The attachment of a test that carries its findings to the reporter, as JSON. */
export const GUARD_FINDINGS = 'guard-findings';
