// What a VU is doing: one call of the script, with the timers and requests it has begun. It ends when nothing is left.
export type Done = { value: unknown; error: unknown; interrupted: boolean; durationMs: number };

export class Task {
  /** Requests that it waits for. */
  requests = 0;
  /** Interrupted: whatever it still does counts for nothing. */
  cancelled = false;
  /** Failed or ended: what it waited for does not come back to the script. */
  finished = false;
  value: unknown;
  readonly timers = new Map<number, NodeJS.Timeout>();
  /** Each ends a request that is under way. */
  readonly stops = new Set<() => void>();
  readonly #startedAt = performance.now();
  readonly #end: (done: Done) => void;
  #error: unknown;
  #isChecking = false;

  constructor(end: (done: Done) => void) {
    this.#end = end;
  }

  /** The script threw: its timers are gone, and only requests that are under way are waited for. */
  fail(error: unknown): void {
    if (this.finished) return;
    this.#error = error ?? new Error(`${String(error)} was thrown`);
    this.#give();
    this.check();
  }

  interrupt(): void {
    if (this.cancelled) return;
    this.cancelled = true;
    this.#give();
    for (const stop of this.stops) stop();
    this.#finish();
  }

  /** Ends the task if nothing is left once the script has had its turn. */
  check(): void {
    if (this.#isWaiting() || this.#isChecking) return;
    this.#isChecking = true;
    setImmediate(() => {
      this.#isChecking = false;
      if (!this.#isWaiting()) this.#finish();
    });
  }

  #isWaiting = (): boolean => this.requests + this.timers.size > 0;
  #give(): void {
    this.finished = true;
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  #finish(): void {
    this.finished = true;
    const durationMs = performance.now() - this.#startedAt;
    this.#end({ value: this.value, error: this.#error, interrupted: this.cancelled, durationMs });
  }
}
