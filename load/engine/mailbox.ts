// A VU's mailbox in shared memory: the way from the main thread to a thread that stands still. Waking it costs a third
// of what a posted message costs, and an answer needs no copying of objects.
import { CONTROL, KIND } from './protocol.ts';

/** Longer messages, and those that JSON cannot hold, go through the port. */
export const MAILBOX_BYTES = 1 << 16;

export class Mailbox {
  readonly #control: Int32Array;
  readonly #bytes: Buffer;

  constructor(control: Int32Array, memory: SharedArrayBuffer) {
    this.#control = control;
    this.#bytes = Buffer.from(memory);
  }

  /** False where it does not fit. The reader must be woken after it. */
  put(kind: number, message: unknown): boolean {
    const text = JSON.stringify(message);
    if (text.length * 3 > MAILBOX_BYTES && Buffer.byteLength(text) > MAILBOX_BYTES) return false;
    Atomics.store(this.#control, CONTROL.length, this.#bytes.write(text));
    Atomics.store(this.#control, CONTROL.kind, kind);
    return true;
  }

  /** Takes a message of that kind; undefined where another one, or none, is there. */
  take(kind: number): unknown {
    if (Atomics.load(this.#control, CONTROL.kind) !== kind) return undefined;
    const text = this.#bytes.toString('utf8', 0, Atomics.load(this.#control, CONTROL.length));
    Atomics.compareExchange(this.#control, CONTROL.kind, kind, KIND.none);
    return JSON.parse(text) as unknown;
  }
}
