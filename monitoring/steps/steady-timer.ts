// Repeats work at a steady rate without overlap: work that takes longer delays the next turn.
import { setTimeout as pause } from 'node:timers/promises';

/** Until `signal`. `work` must not reject. */
export async function everyMs(
  ms: number,
  signal: AbortSignal,
  work: () => Promise<void>,
  first: 'after a turn' | 'at once' = 'after a turn',
): Promise<void> {
  let due = performance.now() + (first === 'at once' ? 0 : ms);
  while (!signal.aborted) {
    await pause(Math.max(0, due - performance.now()), undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
    await work();
    due = Math.max(due + ms, performance.now());
  }
}
