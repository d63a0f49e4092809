// The folder of all written files: RESULTS_ROOT, otherwise .results in the repository.
import path from 'node:path';

export const RESULTS_ROOT = path.resolve(
  process.env['RESULTS_ROOT'] || path.join(import.meta.dirname, '..', '.results'),
);
/** History, vote intents, leases: never uploaded. */
export const PRIVATE_DIR = path.join(RESULTS_ROOT, 'private');
/** Which browser checks failed in the last run: for `npx playwright test --last-failed`. */
export const LAST_RUN = path.join(PRIVATE_DIR, 'playwright-last-run.json');
