// What a VU is doing: one call of the script, with the timers and requests it has begun. It ends when nothing is left.
export type Done = { value: unknown; error: unknown; interrupted: boolean; durationMs: number };
export class Task {
  pending = 0;
  /** Interrupted: whatever it still does counts for nothing. */
  cancelled = false;
  /** Failed or over: what it waited for does not come back to the script. */
  over = false;
  readonly timers = new Map<number, NodeJS.Timeout>();
  error: unknown;
  value: unknown;
  readonly startedAt = performance.now();
  readonly abort = new Set<() => void>();
  readonly #end: (done: Done) => void;
  #checking = false;

  constructor(end: (done: Done) => void) {
    this.#end = end;
  }
  /** The script threw: its timers are gone, and only requests that are under way are waited for. */
  fail(error: unknown): void {
    if (this.over) return;
    this.error = error instanceof Error || error !== undefined ? error : new Error('undefined was thrown');
    this.over = true;
    this.#clear();
    this.check();
  }
  interrupt(): void {
    if (this.cancelled) return;
    this.cancelled = this.over = true;
    this.#clear();
    for (const stop of this.abort) stop();
    this.#finish();
  }
  #clear(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.pending -= this.timers.size;
    this.timers.clear();
  }
  /** Ends the task if nothing is left once the script has had its turn. */
  check(): void {
    if (this.pending > 0 || this.#checking) return;
    this.#checking = true;
    setImmediate(() => {
      this.#checking = false;
      if (this.pending === 0) this.#finish();
    });
  }
  #finish(): void {
    this.over = true;
    this.#end({ value: this.value, error: this.error, interrupted: this.cancelled, durationMs: performance.now() - this.startedAt }); // prettier-ignore
  }
}
