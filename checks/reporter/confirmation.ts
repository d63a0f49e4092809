// The second run of failed browser checks (api/second-run.ts) is Playwright's retry. If many checks have failed, that is no coincidence: the
// retries end before they begin.
import type { TestInfo } from '@playwright/test';
import { MOST_CONFIRMED } from '../../judging.ts';

const FAILED_SO_FAR = 'CHECKS_FAILED_SO_FAR';
const NOT_RUN_AGAIN = 'not run again: ';

/** The count is kept by the reporter. Playwright starts a new worker after each failure, which inherits it. */
export const failedSoFar = (): number => Number(process.env[FAILED_SO_FAR] ?? 0);

/** Ends a second run before it begins, if too many checks have failed. */
export function endIfHopeless({ retry }: TestInfo): void {
  const failed = failedSoFar();
  if (retry > 0 && failed > MOST_CONFIRMED) throw new Error(`${NOT_RUN_AGAIN}${failed} checks have failed`);
}

/** Whether the second run was ended by `endIfHopeless`, so that the first one counts. */
export const isHopeless = (errors: readonly string[]): boolean =>
  errors.some((message) => message.replace(/^Error: /, '').startsWith(NOT_RUN_AGAIN));

export function noteFailedChecks(count: number): void {
  process.env[FAILED_SO_FAR] = String(count);
}
