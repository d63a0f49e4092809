// A site with faults, and the schedule that probes it: samples as the tick would have them, from a seed, without waiting.
import type { Sample, SampleClass } from '../sample.ts';

export type Fault = {
  fromMs: number;
  toMs: number;
  /** Share of the answers that fail, 0..1. */
  share: number;
  class: SampleClass;
  /** All endpoints where absent. */
  endpoint?: string;
};

export const ENDPOINTS = [
  'GET /',
  'GET /artists',
  'GET /shows',
  'GET /trending',
  'GET /api/trending',
  'GET /api/search',
];
const COSTLY = 'GET /api/artists/search';

/** The schedule of the monitor, in numbers; `confirm` are the probes that follow a failure. */
export type Schedule = {
  everyMs: number;
  costlyEveryMs: number;
  confirmRounds: number;
  confirmEveryMs: number;
  confirmationsPerMinute: number;
};

const DEADLINE_MS = 10_000;
const NO_ANSWER: ReadonlySet<SampleClass> = new Set(['own-network', 'own-abort', 'tool', 'network']);

/** Probes one after another; `next` returns them by the time at which their answer is known. */
export class SimulatedSite {
  readonly #random: () => number;
  readonly #schedule: Schedule;
  readonly #faults: readonly Fault[];
  /** Share of failures without any fault. */
  readonly #background: number;
  #due: number;
  #turn = 0;
  #costlyDue: number;
  #rounds: number[] = [];
  /** Confirming probes that are due: time and endpoint, ascending. */
  #confirming: { at: number; endpoint: string }[] = [];
  #waiting: { known: number; sample: Sample }[] = [];

  constructor(random: () => number, schedule: Schedule, startMs: number, faults: readonly Fault[], background: number) {
    this.#random = random;
    this.#schedule = schedule;
    this.#faults = faults;
    this.#background = background;
    this.#due = startMs + Math.floor(random() * schedule.everyMs);
    this.#costlyDue = startMs + Math.floor(random() * schedule.costlyEveryMs);
    this.#turn = Math.floor(random() * ENDPOINTS.length);
  }

  /** The next sample and when it is known. */
  next(): { known: number; sample: Sample } {
    for (;;) {
      const dueNext = Math.min(this.#due, this.#confirming[0]?.at ?? Infinity);
      const ready = this.#waiting[0];
      if (ready !== undefined && ready.known <= dueNext) {
        this.#waiting.shift();
        this.#confirm(ready);
        return ready;
      }
      const sent = this.#send();
      if (sent.known <= dueNext && this.#waiting.length === 0) {
        this.#confirm(sent);
        return sent;
      }
      let i = this.#waiting.length;
      while (i > 0 && (this.#waiting[i - 1]?.known ?? 0) > sent.known) i -= 1;
      this.#waiting.splice(i, 0, sent);
    }
  }

  #send(): { known: number; sample: Sample } {
    const confirming = this.#confirming[0];
    if (confirming !== undefined && confirming.at <= this.#due) {
      this.#confirming.shift();
      return this.#answer(confirming.at, confirming.endpoint);
    }
    const at = this.#due;
    this.#due += this.#schedule.everyMs;
    if (at >= this.#costlyDue) {
      this.#costlyDue += this.#schedule.costlyEveryMs;
      return this.#answer(at, COSTLY);
    }
    this.#turn += 1;
    return this.#answer(at, ENDPOINTS[this.#turn % ENDPOINTS.length] as string);
  }

  #answer(at: number, endpoint: string): { known: number; sample: Sample } {
    const sampleClass = this.#classAt(at, endpoint);
    const isLate = sampleClass === 'timeout';
    const ttfbMs = isLate ? DEADLINE_MS : NO_ANSWER.has(sampleClass) ? null : 40 + this.#random() * 120;
    const status =
      sampleClass === 'valid' || sampleClass === 'invalid' ? 200 : sampleClass === 'server-error' ? 500 : null;
    const sample: Sample = { at, endpoint, class: sampleClass, status, ttfbMs, code: null, message: null };
    return { known: at + (isLate ? DEADLINE_MS : 0), sample };
  }

  #classAt(at: number, endpoint: string): SampleClass {
    for (const fault of this.#faults) {
      if (at < fault.fromMs || at >= fault.toMs) continue;
      if (fault.endpoint !== undefined && fault.endpoint !== endpoint) continue;
      if (fault.share >= 1 || this.#random() < fault.share) return fault.class;
    }
    return this.#background > 0 && this.#random() < this.#background ? 'server-error' : 'valid';
  }

  /** A first failure is followed by rounds of confirming probes: of what failed, and of another front door. */
  #confirm({ known, sample }: { known: number; sample: Sample }): void {
    if (sample.class === 'valid' || this.#confirming.length > 0) return;
    const { confirmRounds, confirmEveryMs, confirmationsPerMinute } = this.#schedule;
    this.#rounds = this.#rounds.filter((at) => at > known - 60_000);
    const other = ENDPOINTS.find((endpoint) => endpoint !== sample.endpoint) as string;
    for (let round = 1; round <= confirmRounds; round += 1) {
      if (this.#rounds.length >= confirmationsPerMinute) return;
      const at = known + round * confirmEveryMs;
      this.#rounds.push(at);
      this.#confirming.push({ at, endpoint: sample.endpoint }, { at: at + 1, endpoint: other });
    }
  }
}
