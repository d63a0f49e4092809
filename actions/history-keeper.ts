// The history of a run: read before, kept after. On a server the commands write it themselves; on a git ref it is a file in between.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { zstdCompressSync } from 'node:zlib';
import type { Plan } from './action-inputs.ts';
import { GitHistory, GitHistoryError } from './git-history.ts';
import { applyRequest, RUN_FILES, stillNeeded, type Request } from './history-requests.ts';
import { annotate } from './runner-files.ts';
import { runCommand } from './suite-command.ts';

/** Two writers at a time are usual, ten in a row are not. */
const TRIES = 10;

export type Keeper = {
  /** Fetches the history into the file that the commands read. Where there is none yet it says so. */
  read(): void;
  /** The owner's way to keep it: our file wins, and what others added meanwhile is repeated on it. */
  keepOwn(): Promise<void>;
  /** Adds a finished run's folder to the newest history. */
  addRun(folder: string): Promise<void>;
  acknowledge(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number>;
  close(): void;
};

export function openKeeper(plan: Plan, results: string): Keeper {
  // Where the commands look when no --history is given.
  const file = path.join(results, 'private', 'history.db');
  return plan.history.kind === 'git' ? gitKeeper(plan, plan.history.ref, file, results) : directKeeper(plan);
}

/** A server, or a file that ends with the job. */
function directKeeper(plan: Plan): Keeper {
  const url = plan.history.kind === 'server' ? plan.history.url : undefined;
  return {
    read: () => undefined,
    keepOwn: () => Promise.resolve(),
    addRun: async (folder) => {
      // On a server the command has written its run itself.
      if (url === undefined) return;
      const { code } = await runCommand('history', ['--target', plan.target, '--history', url, '--ingest', folder]);
      if (code !== 0) annotate('warning', 'history', `this run was not added to the history (exit code ${code})`);
    },
    acknowledge: async (args, env) => (await runCommand('incidents', ['--target', plan.target, ...args], env)).code,
    close: () => undefined,
  };
}

function gitKeeper(plan: Plan, ref: string, file: string, results: string): Keeper {
  const env = process.env;
  const remote = `${env['GITHUB_SERVER_URL'] ?? 'https://github.com'}/${env['GITHUB_REPOSITORY'] ?? ''}`;
  const store = new GitHistory(remote, ref, env['HISTORY_GIT_TOKEN'] ?? '', path.join(results, 'private'));
  /** What the ref named when we last looked, and what is in our file of it. */
  let seen = '';
  let known: Request[] = [];
  let isSaid = false;

  const read = (): void => {
    const started = performance.now();
    const snapshot = store.pull(file);
    seen = snapshot.commit;
    known = snapshot.requests;
    const ms = Math.round(performance.now() - started);
    if (seen === '' && !isSaid) annotate('notice', 'history', `${ref} does not exist yet: this run begins the history`);
    else if (seen !== '') console.log(`history: read ${snapshot.bytes} bytes from ${ref} in ${ms} ms`);
    isSaid = true;
  };
  const push = (requests: readonly Request[]): boolean => {
    const started = performance.now();
    const kept = store.push(file, stillNeeded(requests, new Date()), seen);
    if (kept === undefined) return false;
    seen = kept.commit;
    console.log(`history: kept ${kept.bytes} bytes in ${Math.round(performance.now() - started)} ms`);
    return true;
  };
  /** `change` is made on the newest history, again for each time that somebody else was faster. */
  const add = async (request: Request, change: () => Promise<number>): Promise<number> => {
    for (let i = 0; i < TRIES; i += 1) {
      read();
      const code = await change();
      if (code !== 0) return code;
      if (push([...known, request])) return 0;
    }
    throw new GitHistoryError(`the history at ${ref} changed ${TRIES} times while this run tried to add to it`);
  };
  const request = (): { id: string; at: string; target: string } => ({
    id: `${env['GITHUB_RUN_ID'] ?? 'local'}-${env['GITHUB_RUN_ATTEMPT'] ?? '1'}-${Date.now()}`,
    at: new Date().toISOString(),
    target: plan.target,
  });

  return {
    read,
    keepOwn: async () => {
      if (!existsSync(file)) return annotate('warning', 'history', 'the tick wrote none, so none is kept');
      for (let i = 0; i < TRIES; i += 1) {
        if (store.tip() !== seen) {
          const theirs = store.pull();
          for (const added of theirs.requests.filter(({ id }) => !known.some((mine) => mine.id === id))) {
            const code = await applyRequest(added, file, results);
            console.log(`history: ${added.kind} ${added.id} of another run repeated (exit code ${code})`);
            known = [...known, added];
          }
          seen = theirs.commit;
        }
        if (push(known)) return;
      }
      throw new GitHistoryError(`the history at ${ref} changed ${TRIES} times while this run tried to keep its own`);
    },
    addRun: async (folder) => {
      const files = Object.fromEntries(
        RUN_FILES.filter((name) => existsSync(path.join(folder, name))).map((name) => [
          name,
          zstdCompressSync(readFileSync(path.join(folder, name))).toString('base64'),
        ]),
      );
      const added: Request = { ...request(), kind: 'run', files };
      try {
        const code = await add(added, () => applyRequest(added, file, results));
        if (code !== 0) annotate('warning', 'history', `this run was not added to the history (exit code ${code})`);
      } catch (error) {
        // The verdict of the site stands; the history misses one run, and says so.
        annotate(
          'warning',
          'history',
          `this run was not added to the history: ${error instanceof Error ? error.message : String(error)}`,
        );
      }
    },
    acknowledge: async (args) => {
      const added: Request = { ...request(), kind: 'acknowledge', args: [...args] };
      return add(added, () => applyRequest(added, file, results));
    },
    close: () => store.close(),
  };
}
