// Put before a script: `node ...LEASHED script`. The process ends with the benchmark, also when that is killed.
import path from 'node:path';

export const LEASHED: readonly string[] = ['--import', path.join(import.meta.dirname, '../checks/leash.ts')];
