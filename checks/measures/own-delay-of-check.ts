// How long this machine kept a browser check from running: the test's own process stood still, or one of its processes (the browser, a page)
// was ready and waited for a processor. From Linux's /proc; where there is none, only the test's own process is known.
import { readFileSync } from 'node:fs';
import { startDelayMeter } from '../../common/own-delay.ts';
import { processTree } from '../audits/cpu-speed.ts';

/** Milliseconds that the main thread of each process below this one was ready and did not run, since its start. */
function waits(): Map<number, number> {
  const seen = new Map<number, number>();
  for (const pid of processTree(process.pid) ?? []) {
    try {
      seen.set(pid, waitOf(readFileSync(`/proc/${pid}/schedstat`, 'latin1')));
    } catch {
      // It has ended in the meantime.
    }
  }
  return seen;
}

/** The second field of /proc/PID/schedstat: nanoseconds on a run queue. 0 where the kernel does not count them. */
export const waitOf = (text: string): number => (Number(text.split(' ')[1]) || 0) / 1e6;

/** The longest wait of one process between two looks, ms. A process that is new had waited 0. */
export const longestWait = (before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number =>
  Math.max(0, ...[...after].map(([pid, ms]) => ms - (before.get(pid) ?? 0)));

/** Starts to measure; the result ends it and returns milliseconds. Call it while the pages are open. */
export function startOwnDelay(): () => number {
  const meter = startDelayMeter();
  const before = waits();
  const started = performance.now();
  return () => {
    meter.end();
    // A check during which the machine slept measured nothing.
    if (meter.slept() > 0) return performance.now() - started;
    return Math.max(meter.soFar(), longestWait(before, waits()));
  };
}
