// Waits after a 429: as long as the site asks, longer each time. A circuit breaker stops all calls when half of them fail.
import { LEAST_CALLS_FOR_A_SHARE } from '../../judging.ts';
import { CIRCUIT_BREAKER } from '../../kpis.ts';

/** Reads Retry-After, in seconds or as a date. Milliseconds; undefined without a valid value. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Number(text) * 1_000;
  // A date has letters. Date.parse would read other texts, such as "-5", as a year.
  const at = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

const BACKOFF_MS = { first: 500, most: 30_000 } as const;
/** Exponential with full jitter: at most 500 ms, 1 s, 2 s ... 30 s. `attempt` counts from 0, `random` is 0..1. */
export const backoffMs = (attempt: number, random: () => number): number =>
  random() * Math.min(BACKOFF_MS.most, BACKOFF_MS.first * 2 ** attempt);

const REMEMBERED = 20;

/**
 * The runbook's breaker (R8): a call that fails, or takes more than 3 s, counts as failed; when at least half of the last calls
 * failed it opens for 30 s; then one call is let through, which closes it or opens it again.
 */
export class CircuitBreaker {
  readonly #calls: boolean[] = [];
  #openedMs: number | undefined;
  #trying = false;

  /** May a call be made at `nowMs`? */
  allows(nowMs: number): boolean {
    if (this.#openedMs === undefined) return true;
    if (this.#trying || nowMs - this.#openedMs < CIRCUIT_BREAKER.resetMs) return false;
    this.#trying = true;
    return true;
  }

  /** The call that was let through was not made: the next one is the trial. */
  cancelTrial(): void {
    this.#trying = false;
  }

  record(ok: boolean, tookMs: number, nowMs: number): void {
    const good = ok && tookMs <= CIRCUIT_BREAKER.timeoutMs;
    if (this.#trying) {
      this.#trying = false;
      this.#calls.length = 0;
      this.#openedMs = good ? undefined : nowMs;
      return;
    }
    this.#calls.push(good);
    if (this.#calls.length > REMEMBERED) this.#calls.shift();
    const failed = this.#calls.filter((call) => !call).length;
    if (this.#calls.length >= LEAST_CALLS_FOR_A_SHARE && failed / this.#calls.length >= CIRCUIT_BREAKER.errorFraction)
      this.#openedMs = nowMs;
  }
}
