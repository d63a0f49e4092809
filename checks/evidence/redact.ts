// Removes secrets from everything a run wrote: files, zips (traces, attachments), zips inside HTML (Playwright's report).
import { lstatSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { redactBytes, type Clean } from '../../common/redact-bytes.ts';
import { redactionProblem } from './redaction-proof.ts';

/** The result for a folder; `failed` names files that could be neither redacted nor removed. */
export type Redacted = { files: number; hits: number; failed: string[] };

const SUITE = realpathSync(resolve(import.meta.dirname, '../..'));

/** A folder of a run lies beside the suite or within it, and never holds it: what is redacted there would be our own files. */
export const holdsSuite = (dir: string): boolean => {
  const down = relative(realpathSync(dir), SUITE);
  return !down.startsWith('..') && !isAbsolute(down);
};

/**
 * Rewrites every file below `dir` that contains one of the secrets or a text in a secret's format. `files`: rewritten files; `hits`:
 * places found. A file that cannot be searched (a truncated or encrypted zip, or a zip bomb) is emptied and counted as a hit. A file that
 * cannot be rewritten is removed. First the search must find planted secrets; if it does not, every file is
 * removed. Throws for a folder that holds this suite, and changes nothing. Synchronous, because it must also run at process exit.
 */
export function redactTree(dir: string, secrets: readonly string[], prove = redactionProblem): Redacted {
  if (holdsSuite(dir))
    throw new Error(`${dir} holds the suite itself, so it is no folder of a run and was not redacted`);
  const problem = prove();
  const total: Redacted = { files: 0, hits: 0, failed: [] };
  for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
    const path = join(dir, name);
    try {
      if (!lstatSync(path).isFile()) continue;
      if (problem !== undefined) throw new Error(problem);
      const after = redactOrEmpty(readFileSync(path), secrets);
      if (after.hits === 0) continue;
      writeFileSync(path, after.bytes);
      total.files += 1;
      total.hits += after.hits;
    } catch {
      if (!removed(path)) total.failed.push(name);
    }
  }
  if (problem !== undefined) throw new Error(`${problem}. All files of this run were removed`);
  return total;
}

function removed(path: string): boolean {
  try {
    rmSync(path, { force: true });
    return true;
  } catch {
    return false;
  }
}

function redactOrEmpty(bytes: Buffer, secrets: readonly string[]): Clean {
  try {
    return redactBytes(bytes, secrets);
  } catch {
    return { bytes: Buffer.alloc(0), hits: 1 };
  }
}
