// Preloaded by `npm run monitor`: compiled code of earlier starts. Without it each start strips the types of 190 files anew, and what that
// takes, a second of processor and 15 MB, a monitor keeps for months. No TypeScript, since its own types would have to be stripped first.
import { existsSync, mkdirSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import path from 'node:path';

const root = path.resolve(process.env.RESULTS_ROOT || path.join(import.meta.dirname, '../../.results'));
const folder = path.join(root, 'private');
try {
  // Not recursive: see common/make-folder.ts.
  if (!existsSync(root)) mkdirSync(root);
  if (!existsSync(folder)) mkdirSync(folder, 0o700);
  enableCompileCache(path.join(folder, 'compiled'));
} catch {
  // A folder that cannot be written is named by what needs it; here it only costs memory.
}
