// Compile caches of Node and of Playwright's transform. Without them each run compiles all checks and Lighthouse again,
// because Playwright's cache is below TMPDIR, and a run's TMPDIR is deleted with the run.
import path from 'node:path';
import { makeFolder } from './make-folder.ts';
import { PRIVATE_DIR } from './results-root.ts';

/**
 * Variables for a child process; none if the folder cannot be created, since a cache only saves seconds. The user's own settings are not overwritten.
 */
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
