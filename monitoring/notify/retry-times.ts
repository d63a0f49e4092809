// When a failed delivery is retried: exponential backoff with jitter, never before the receiver's Retry-After.
import { NOTIFY_RULES } from '../../judging.ts';

/** Ms from now. `attempts`: failed attempts so far, 1 or more. `random` returns 0 to 1. */
export function retryAfter(attempts: number, random: () => number, askedMs = 0): number {
  const { firstRetryMs, longestRetryMs } = NOTIFY_RULES;
  // 2 ** 30 exceeds every limit and is finite.
  const full = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(30, attempts - 1));
  // Half of the delay is fixed, so that no retry is immediate. The rest is random, so that senders do not retry together.
  return Math.max(Math.round(full * (0.5 + random() / 2)), askedMs);
}
