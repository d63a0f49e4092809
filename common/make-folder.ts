// Creates a folder and its missing parents. Node's own recursive mkdir never returns if a file system answers "no such file" for a folder
// below an existing one (as /proc does).
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Does nothing if it exists. Throws as mkdirSync does: ENOENT, ENOTDIR, EACCES, EROFS, ... */
export function makeFolder(folder: string, mode?: number): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  for (const dir of missing) {
    try {
      mkdirSync(dir, mode);
    } catch (error) {
      // Another process may have created it in between.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
