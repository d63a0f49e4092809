// The second run of failed browser checks (api/second-run.ts) is Playwright's retry. If many checks have failed, that is no coincidence: the
// retries end before they begin.
import type { TestInfo } from '@playwright/test';
import { MOST_CONFIRMED, SHARE_CONFIRMED, UNUSABLE_PAGES } from '../../judging.ts';
import { COULD_NOT_PREPARE } from '../visitor/preparation.ts';

const FAILED_SO_FAR = 'CHECKS_FAILED_SO_FAR';
const IN_RUN = 'CHECKS_IN_RUN';
const NOT_RUN_AGAIN = 'not run again: ';

/** The count is kept by the reporter. Playwright starts a new worker after each failure, which inherits it. */
export const failedSoFar = (): number => Number(process.env[FAILED_SO_FAR] ?? 0);

export const mostConfirmed = (checks: number): number => Math.max(MOST_CONFIRMED, Math.floor(checks * SHARE_CONFIRMED));

/** Ends a second run before it begins, if too many checks have failed. */
export function endIfHopeless({ retry }: Pick<TestInfo, 'retry'>): void {
  const failed = failedSoFar();
  if (retry > 0 && failed > mostConfirmed(Number(process.env[IN_RUN] ?? 0)))
    throw new Error(`${NOT_RUN_AGAIN}${failed} checks have failed`);
}

/** Whether the second run was ended by `endIfHopeless`, so that the first one counts. */
export const isHopeless = (errors: readonly string[]): boolean =>
  errors.some((message) => message.replace(/^Error: /, '').startsWith(NOT_RUN_AGAIN));

const UNUSABLE = 'SITE_IS_UNUSABLE';
const unusable = new Map<string, Set<string>>();

/**
 * Where pages of UNUSABLE_PAGES addresses could not be used for one guard's reason, the site as a whole cannot: the journeys that are left are not
 * waited for, each until its deadline, to say the same. `causes`: `guard.x: /path WHY`, of one check that failed. For the reporter.
 */
export function noteUnusablePages(causes: readonly string[]): void {
  for (const cause of causes) {
    const [guard = ''] = cause.split(':');
    const seen = unusable.get(guard) ?? new Set();
    unusable.set(guard, seen.add(cause));
    if (seen.size >= UNUSABLE_PAGES)
      process.env[UNUSABLE] ??= `${COULD_NOT_PREPARE}: see ${[...seen].join(',').slice(0, 300)}`;
  }
}

/** Leaves a journey out where the site as a whole cannot be used: it is inconclusive, and says which guard is red. */
export function leaveOutIfUnusable(testInfo: TestInfo): void {
  const reason = process.env[UNUSABLE];
  const isJourney = testInfo.annotations.some(({ description }) => description?.startsWith('journey.') === true);
  if (reason === undefined || !isJourney) return;
  if (testInfo.retry > 0) throw new Error(`${NOT_RUN_AGAIN}${reason}`);
  testInfo.skip(true, reason);
}

/** For the reporter, before the first check. */
export function noteChecksOfRun(count: number): void {
  process.env[IN_RUN] = String(count);
}

export function noteFailedChecks(count: number): void {
  process.env[FAILED_SO_FAR] = String(count);
}
