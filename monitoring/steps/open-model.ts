// A steady schedule: each start happens when it is due, however slow the answers are.
import { setTimeout as pause } from 'node:timers/promises';

export type Schedule = {
  everyMs: number;
  /** Duration, ms; Infinity: until the signal. */
  forMs: number;
  signal: AbortSignal;
  /** A monotonic clock, ms. */
  now?: () => number;
  sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
};

/** Starts that are later than this (the machine slept or was busy) are skipped, not sent in a burst. */
const MOST_BEHIND = 2;

/**
 * Calls `start(i, lateMs)` at `i * everyMs` from now on, at least once, and never waits for a start to finish. Returns the numbers of
 * started and skipped ones.
 */
export async function openModel(
  {
    everyMs,
    forMs,
    signal,
    now = () => performance.now(),
    sleep = (ms, stop) => pause(ms, undefined, { signal: stop }).catch(() => undefined),
  }: Schedule,
  start: (i: number, lateMs: number) => void,
): Promise<{ started: number; missed: number }> {
  const began = now();
  const count = Math.max(1, Math.floor(forMs / everyMs));
  let started = 0;
  let missed = 0;
  for (let i = 0; i < count; i += 1) {
    const dueMs = began + i * everyMs;
    // A timer may fire early: it is set again until the start is due.
    for (let ms = dueMs - now(); ms > 0 && !signal.aborted; ms = dueMs - now()) await sleep(ms, signal);
    if (signal.aborted) break;
    const lateMs = now() - dueMs;
    if (lateMs > MOST_BEHIND * everyMs) {
      const skipped = Math.min(Math.floor(lateMs / everyMs), count - 1 - i);
      missed += skipped;
      i += skipped;
    }
    start(i, Math.max(0, now() - (began + i * everyMs)));
    started += 1;
  }
  return { started, missed };
}
