// Finds, by /proc, what a run has left behind: every process of a run carries the run's id in its environment.
import { readdirSync, readFileSync } from 'node:fs';

/** The environment variable with the run's id. */
export const RUN_MARK = 'MYSETLIST_RUN_ID';

/** Processes marked with one of `runIds`; none where there is no /proc (the leash is the only cure there). */
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

/** Kills, by their ids, what a run left behind; how many there were. */
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
