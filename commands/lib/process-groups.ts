// The running child processes of this command, each in its own process group, which is ended as a whole.
import type { ChildProcess } from 'node:child_process';

const KILL_GRACE_MS = 3_000;
const alive = new Set<ChildProcess>();

/** Registers `child`: it is ended when this command ends. */
export function keepTrackOf(child: ChildProcess): void {
  alive.add(child);
  child.once('close', () => alive.delete(child));
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

/** For 'exit' handlers, which cannot await. */
export const killAll = (): void => {
  for (const child of alive) killGroup(child, 'SIGKILL');
};

/** Sends the signal to the whole group. */
export function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group is gone already.
  }
}
