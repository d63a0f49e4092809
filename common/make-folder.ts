// Makes a folder and what is missing above it. Node's own recursive mkdir never returns where a file system answers "no such file" for a folder
// below one that exists (as /proc does): it tries for ever.
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';

/** Nothing happens where it is there already. Throws as mkdirSync does: ENOENT, ENOTDIR, EACCES, EROFS, ... */
export function makeFolder(folder: string, mode?: number): void {
  const missing: string[] = [];
  for (let at = path.resolve(folder); !existsSync(at); at = path.dirname(at)) missing.unshift(at);
  for (const dir of missing) {
    try {
      mkdirSync(dir, mode);
    } catch (error) {
      // Another process may have made it in between.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
