// Finds leftover processes of a run in /proc: every process of a run has the run's id in its environment.
import { readdirSync, readFileSync } from 'node:fs';

/** The environment variable with the run's id. */
export const RUN_MARK = 'MYSETLIST_RUN_ID';

/** Processes marked with one of `runIds`; none without /proc (there the children must end themselves). */
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

/** Kills the leftover processes of a run, by their ids; returns their number. */
export function killMarked(isOurs: (runId: string) => boolean): number {
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
