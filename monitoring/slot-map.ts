// Which slots of time a window watched: a bit for each slot of WINDOW_RULES.slotMs, slots counted from 1970.
import { WINDOW_RULES } from '../kpis.ts';

export const SLOT_MS = WINDOW_RULES.slotMs;

/** The slot of a time: slot s holds `s * SLOT_MS < at <= (s + 1) * SLOT_MS`, open at its start as windows are. */
export const slotOf = (at: number): number => Math.ceil(at / SLOT_MS) - 1;

/** Slots of one window, `from < at <= to`. */
export class SlotMap {
  readonly #bits: Uint8Array;
  readonly #first: number;
  readonly #fromMs: number;
  readonly #toMs: number;

  constructor(fromMs: number, toMs: number) {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#first = Math.floor(fromMs / SLOT_MS);
    this.#bits = new Uint8Array(Math.max(0, Math.ceil(toMs / SLOT_MS) - this.#first));
  }

  mark(slot: number): void {
    const i = slot - this.#first;
    if (i >= 0 && i < this.#bits.length) this.#bits[i] = 1;
  }

  /** Marks the slots whose bits are set; the lowest bit of the first byte is `firstSlot`. */
  markBits(firstSlot: number, bytes: Uint8Array): void {
    bytes.forEach((byte, i) => {
      if (byte === 0) return;
      for (let bit = 0; bit < 8; bit += 1) if ((byte >> bit) & 1) this.mark(firstSlot + i * 8 + bit);
    });
  }

  markAll(other: SlotMap): void {
    const { length } = this.#bits;
    for (let i = 0; i < length; i += 1) if (other.#bits[i]) this.#bits[i] = 1;
  }

  /** Share, 0..1, of the window's time in marked slots; a slot cut by the window's edge counts with the part inside. */
  share(): number {
    let ms = 0;
    this.#bits.forEach((isMarked, i) => {
      if (!isMarked) return;
      const start = (this.#first + i) * SLOT_MS;
      ms += Math.min(this.#toMs, start + SLOT_MS) - Math.max(this.#fromMs, start);
    });
    return this.#toMs > this.#fromMs ? ms / (this.#toMs - this.#fromMs) : 0;
  }
}
