// Compiled code of earlier starts, for Node and for Playwright's own transform. Without it each run compiles all checks and Lighthouse anew:
// Playwright keeps its cache below TMPDIR, and a run's TMPDIR ends with the run.
import path from 'node:path';
import { makeFolder } from './make-folder.ts';
import { PRIVATE_DIR } from './results-root.ts';

/** Variables for a child process; none where the folder cannot be made, since a cache only saves seconds. What the user has set is kept. */
export function compileCaches(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  try {
    makeFolder(PRIVATE_DIR, 0o700);
  } catch {
    return {};
  }
  return {
    NODE_COMPILE_CACHE: env['NODE_COMPILE_CACHE'] || path.join(PRIVATE_DIR, 'compiled'),
    PWTEST_CACHE_DIR: env['PWTEST_CACHE_DIR'] || path.join(PRIVATE_DIR, 'transformed'),
  };
}
