// Child processes: each its own group, on a leash, marked with the run they belong to, and gone when the run is over.
import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import path from 'node:path';

/** Environment variable that marks every process of a run; the reaper finds leftovers by it. */
export const RUN_MARK = 'MYSETLIST_RUN_ID';
const KILL_GRACE_MS = 3_000;
const LEASH = pathToFileURL(path.join(import.meta.dirname, 'process-leash.ts')).href;

const alive = new Set<ChildProcess>();

export type ChildEnd = { code: number | null; signal: NodeJS.Signals | null; timedOut: boolean; aborted: boolean };
export type ChildOptions = {
  env?: Record<string, string>;
  /** Lines of stdout and stderr, as they come. */
  onLine?: (line: string, from: 'stdout' | 'stderr') => void;
  deadlineMs: number;
  signal?: AbortSignal;
  cwd?: string;
};

/** Starts `node args` on a leash. The process is in `alive` until it has closed. */
export function startNode(args: readonly string[], options: Pick<ChildOptions, 'env' | 'cwd'> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', LEASH, ...args], {
    cwd: options.cwd,
    env: { ...process.env, ...options.env, MYSETLIST_LEASH: String(process.pid) },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  alive.add(child);
  child.once('close', () => alive.delete(child));
  child.stdin?.on('error', () => {}); // the child may be gone before its leash is
  return child;
}

/** Runs `node args` to its end, within its deadline; its group is killed when that passes. Never rejects. */
export function runNode(args: readonly string[], options: ChildOptions): Promise<ChildEnd> {
  return new Promise((resolve) => {
    const child = startNode(args, options);
    let timedOut = false;
    const abort = (): void => void endGroup(child);
    const timer = setTimeout(() => {
      timedOut = true;
      abort();
    }, options.deadlineMs);
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted) abort();
    child.stdout?.on(
      'data',
      lines((line) => options.onLine?.(line, 'stdout')),
    );
    child.stderr?.on(
      'data',
      lines((line) => options.onLine?.(line, 'stderr')),
    );
    const done = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      killGroup(child, 'SIGKILL'); // what it left behind in its group
      resolve({ code, signal, timedOut, aborted: options.signal?.aborted ?? false });
    };
    child.once('error', () => done(null, null));
    child.once('close', done);
  });
}

/** SIGTERM, then SIGKILL, to the whole group; resolves when the child has closed. */
export function endGroup(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (!alive.has(child)) return resolve();
    const timer = setTimeout(() => killGroup(child, 'SIGKILL'), KILL_GRACE_MS);
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    killGroup(child, 'SIGTERM');
  });
}

export const endAll = async (): Promise<void> => {
  await Promise.all([...alive].map(endGroup));
};

/** For 'exit' handlers, where nothing can be awaited. */
export const killAll = (): void => {
  for (const child of alive) killGroup(child, 'SIGKILL');
};

/** To the whole group, at once. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** Processes marked with one of `runIds`, by /proc; none where there is no /proc (the leash is the only cure there). */
export function markedProcesses(isOurs: (runId: string) => boolean): number[] {
  const found: number[] = [];
  for (const entry of listProc()) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const mark = environOf(pid)
      .split('\0')
      .find((v) => v.startsWith(`${RUN_MARK}=`));
    if (mark !== undefined && isOurs(mark.slice(RUN_MARK.length + 1))) found.push(pid);
  }
  return found;
}

/** Kills, by their ids, what a run left behind. */
export function reap(isOurs: (runId: string) => boolean): number {
  const pids = markedProcesses(isOurs);
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone in the meantime.
    }
  }
  return pids.length;
}

const listProc = (): string[] => {
  try {
    return readdirSync('/proc');
  } catch {
    return [];
  }
};

const environOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
};

/** Splits a stream into lines; a line without an end is given when the next chunk ends it. */
function lines(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = '';
  return (chunk) => {
    const parts = (rest + chunk.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) onLine(line);
  };
}
