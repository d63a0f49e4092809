// Finds and ends the processes of one run, which all carry its folder of results in their environment.
import { readdirSync, readFileSync } from 'node:fs';
import type { Scene } from './break-the-watcher.ts';

/** Every process that was started below this folder of results: the suite hands it on to each child. */
export const processesOf = (results: string): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter(
      (pid) => Number.isInteger(pid) && pid !== process.pid && environOf(pid).includes(`RESULTS_ROOT=${results}\0`),
    );
const environOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1');
  } catch {
    return '';
  }
};
const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return '';
  }
};
/** Ends, by SIGKILL, this run's processes whose command line holds `mark`; false if there is none. */
export const killNow = ({ place }: Scene, mark: string): boolean => {
  const found = processesOf(place.results).filter((pid) => commandOf(pid).includes(mark));
  for (const pid of found) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended with the one before it.
    }
  }
  return found.length > 0;
};
/** The same, as soon as there is one. */
export const killChild = (scene: Scene, mark: string): void => {
  const timer = setInterval(() => {
    if (killNow(scene, mark)) clearInterval(timer);
  }, 20);
  scene.after(() => clearInterval(timer));
};
