// Each vote is recorded before it is cast, so that the next run can restore the votes of a killed run.
// The files are in the private folder of the results, which is never uploaded.
import { makeFolder } from '../../common/make-folder.ts';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { PRIVATE_DIR } from '../../common/results-root.ts';

export const INTENTS_DIR = join(PRIVATE_DIR, 'vote-intents');

const intent = z.strictObject({
  id: z.uuid(),
  target: z.url(),
  account: z.string(),
  /** Id of the setlist song. */
  song: z.string(),
  before: z.enum(['up', 'down']).nullable(),
  pid: z.int(),
  at: z.iso.datetime(),
});
export type VoteIntent = z.infer<typeof intent>;
export type VoteType = VoteIntent['before'];

/** No check runs this long: an older intent has no owner, even if another process has its pid. */
const LONGEST_LIFE_MS = 120_000;

const fileOf = (dir: string, id: string): string => join(dir, `${id}.json`);

/** Atomic: when this returns, the file is complete on disk. */
export function writeIntent(
  vote: Pick<VoteIntent, 'target' | 'account' | 'song' | 'before'>,
  dir: string = INTENTS_DIR,
): VoteIntent {
  const written = intent.parse({ ...vote, id: randomUUID(), pid: process.pid, at: new Date().toISOString() });
  makeFolder(dir);
  const path = fileOf(dir, written.id);
  writeFileSync(`${path}.part`, JSON.stringify(written), { flush: true });
  renameSync(`${path}.part`, path);
  return written;
}

export const forgetIntent = (id: string, dir: string = INTENTS_DIR): void => {
  rmSync(fileOf(dir, id), { force: true });
};

/** Intents whose process has ended, newest first: the oldest has the original vote, so it is restored last. */
export function leftIntents(now: Date, dir: string = INTENTS_DIR): VoteIntent[] {
  return namesIn(dir)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => readIntent(join(dir, name)))
    .filter((i) => !isRunning(i.pid) || now.getTime() - Date.parse(i.at) > LONGEST_LIFE_MS)
    .sort((a, b) => b.at.localeCompare(a.at));
}

/** A file that somebody or a full disk has damaged holds no run up, and stays for a person to look at. */
function readIntent(file: string): VoteIntent[] {
  try {
    return [intent.parse(JSON.parse(readFileSync(file, 'utf8')))];
  } catch {
    console.error(
      `${file} cannot be read as a vote to restore: look at the votes of the synthetic account, then delete it`,
    );
    return [];
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the process runs, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
