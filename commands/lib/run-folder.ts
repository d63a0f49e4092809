// The folders of a run: .results/<run-id>/ (can be uploaded, the last 20 are stored) and .results/private/ (never uploaded).
import { makeFolder } from '../../common/make-folder.ts';
import { newRunId, RUN_ID } from '../../common/run-id.ts';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { PRIVATE_DIR, RESULTS_ROOT } from '../../common/results-root.ts';
import { killMarked } from './marked-processes.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
export { PRIVATE_DIR as PRIVATE, RESULTS_ROOT as RESULTS };
const LEASES = path.join(PRIVATE_DIR, 'leases');
/** design.md: the last 20 runs are kept. */
const KEPT_RUNS = 20;

export type RunFolder = {
  runId: string;
  dir: string;
  results: string;
  /** The run's own temp folder, TMPDIR of its children, so that no temp files remain. */
  tmp: string;
  close(): void;
};

type Lease = { runId: string; pid: number; started: string; tmp: string };

/** Creates the folder of a new run, after cleaning up after killed runs. */
export function openRunFolder(now: Date, runId = newRunId(now)): RunFolder {
  makeRunFolder(LEASES, 0o700);
  cleanUpAfterKilledRuns();
  const dir = path.join(RESULTS_ROOT, runId);
  makeRunFolder(dir);
  pointLatestAt(runId);
  const tmp = makeTempFolder();
  const lease = path.join(LEASES, `${runId}.json`);
  writeFileSync(
    lease,
    JSON.stringify({ runId, pid: process.pid, started: startedAt(process.pid), tmp } satisfies Lease),
  );
  // After the lease, which exempts this run: of many runs of one second it may have the lowest name.
  dropOldRuns();
  let open = true;
  return {
    runId,
    dir,
    results: path.join(dir, 'results.ndjson'),
    tmp,
    close: () => {
      if (!open) return;
      open = false;
      killMarked((id) => id === runId);
      rmSync(tmp, { recursive: true, force: true });
      rmSync(lease, { force: true });
    },
  };
}

function makeRunFolder(dir: string, mode = 0o777): void {
  try {
    makeFolder(dir, mode);
  } catch (error) {
    throw new Error(
      `Cannot make the folder ${dir} (${codeOf(error)}). Set RESULTS_ROOT to a folder that can be written`,
    );
  }
}

function makeTempFolder(): string {
  try {
    return mkdtempSync(path.join(os.tmpdir(), 'mysetlist-'));
  } catch (error) {
    throw new Error(
      `Cannot make a folder in ${os.tmpdir()} (${codeOf(error)}). Set TMPDIR to a folder that can be written`,
    );
  }
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

/** A run killed by SIGKILL leaves its lease file: ends its processes and deletes its temp folder. Returns the number of such runs. */
export function cleanUpAfterKilledRuns(): number {
  const dead = readLeases().filter((lease) => startedAt(lease.pid) !== lease.started || lease.started === '');
  const ids = new Set(dead.map((lease) => lease.runId));
  if (ids.size > 0) killMarked((id) => ids.has(id));
  for (const lease of dead) {
    // Only a folder created by this suite, even if the lease file names another one.
    if (path.basename(lease.tmp).startsWith('mysetlist-')) rmSync(lease.tmp, { recursive: true, force: true });
    rmSync(path.join(LEASES, `${lease.runId}.json`), { force: true });
  }
  return dead.length;
}

function readLeases(): Lease[] {
  if (!existsSync(LEASES)) return [];
  return readdirSync(LEASES).flatMap((name) => {
    try {
      return [JSON.parse(readFileSync(path.join(LEASES, name), 'utf8')) as Lease];
    } catch {
      rmSync(path.join(LEASES, name), { force: true }); // killed while the lease was written: no process was started yet
      return [];
    }
  });
}

/** Distinguishes a process from a later one with the same id: start time in clock ticks, or '' for no such process. */
function startedAt(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return existsSync('/proc') ? '' : isAlive(pid);
  }
}

const isAlive = (pid: number): string => {
  try {
    process.kill(pid, 0);
    return 'alive';
  } catch {
    return '';
  }
};

function pointLatestAt(runId: string): void {
  const latest = path.join(RESULTS_ROOT, 'latest');
  rmSync(latest, { force: true });
  try {
    symlinkSync(runId, latest, 'dir');
  } catch {
    writeFileSync(latest, runId); // no symbolic links on this file system, or another run was faster
  }
}

function dropOldRuns(): void {
  const running = new Set(readLeases().map((lease) => lease.runId));
  const runs = readdirSync(RESULTS_ROOT).filter((name) => RUN_ID.test(name) && !running.has(name));
  for (const name of runs.sort().slice(0, -KEPT_RUNS))
    rmSync(path.join(RESULTS_ROOT, name), { recursive: true, force: true });
}
