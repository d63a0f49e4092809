// When a delivery that failed is tried again: twice as long each time, with jitter, and never sooner than the receiver asked for.
import { NOTIFY_RULES } from '../../judging.ts';

/** Ms from now. `attempts` that failed so far, 1 or more; `random` gives 0 to 1. */
export function retryAfter(attempts: number, random: () => number, askedMs = 0): number {
  const { firstRetryMs, longestRetryMs } = NOTIFY_RULES;
  // 2 ** 30 is more than any limit, and a finite number.
  const full = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(30, attempts - 1));
  // Half of it is fixed: senders that failed together do not come back together, and none comes back at once.
  return Math.max(Math.round(full * (0.5 + random() / 2)), askedMs);
}
