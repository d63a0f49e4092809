// Put before a script: `node ...LEASHED script`. The process ends with the benchmark, also when that is killed.
import path from 'node:path';

export const LEASHED: readonly string[] = [
  '--import',
  path.join(import.meta.dirname, '../checks/browser/server-leash.ts'),
];

/** A server of a benchmark's own that has not told its port by then does not come up, ms. */
export const READY_DEADLINE_MS = 20_000;
