// A process of somebody else that keeps one core busy. Its parent is gone at once, so that it is not counted as ours.
import { execFileSync } from 'node:child_process';

const LONGEST_S = 300;

/** Starts it; returns how to end it. It ends by itself after five minutes. */
export function startHog(): () => void {
  const command = `timeout ${LONGEST_S} "$0" -e 'for (;;);' > /dev/null 2>&1 & echo $!`;
  const pid = Number(execFileSync('sh', ['-c', command, process.execPath], { encoding: 'utf8' }));
  return () => {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {
      // It has ended by itself.
    }
  };
}
