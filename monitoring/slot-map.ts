// Which slots of time a window watched: a bit for each slot of WINDOW_RULES.slotMs, slots counted from 1970.
import { WINDOW_RULES } from '../kpis.ts';

export const SLOT_MS = WINDOW_RULES.slotMs;

/** The slot of a time: slot s holds `s * SLOT_MS < at <= (s + 1) * SLOT_MS`, open at its start as windows are. */
export const slotOf = (at: number): number => Math.ceil(at / SLOT_MS) - 1;

/** Bits set in each byte. */
const BITS = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Slots of one window, `from < at <= to`. Thirty days are 86,400 slots and are judged every few seconds, so they are processed by bytes. */
export class SlotMap {
  /** Bit 0 of byte 0 is slot `#base`, a multiple of 8. Bits outside of the window are never set. */
  readonly #bytes: Uint8Array;
  readonly #base: number;
  readonly #first: number;
  readonly #end: number;
  readonly #fromMs: number;
  readonly #toMs: number;

  constructor(fromMs: number, toMs: number) {
    this.#fromMs = fromMs;
    this.#toMs = toMs;
    this.#first = Math.floor(fromMs / SLOT_MS);
    this.#end = Math.max(this.#first, Math.ceil(toMs / SLOT_MS));
    this.#base = Math.floor(this.#first / 8) * 8;
    this.#bytes = new Uint8Array(Math.ceil((this.#end - this.#base) / 8));
  }

  mark(slot: number): void {
    if (slot >= this.#first && slot < this.#end) this.#or((slot - this.#base) >> 3, 1 << ((slot - this.#base) & 7));
  }

  /** Marks the slots whose bits are set; the lowest bit of the first byte is `firstSlot`. */
  markBits(firstSlot: number, bytes: Uint8Array): void {
    const offset = firstSlot - this.#base;
    const isInside = firstSlot >= this.#first && firstSlot + bytes.length * 8 <= this.#end;
    for (let i = 0; i < bytes.length; i += 1) {
      const byte = bytes[i] as number;
      if (byte === 0) continue;
      if (isInside) {
        const shifted = byte << (offset & 7);
        this.#or((offset >> 3) + i, shifted & 255);
        if (shifted > 255) this.#or((offset >> 3) + i + 1, shifted >> 8);
      } else for (let bit = 0; bit < 8; bit += 1) if ((byte >> bit) & 1) this.mark(firstSlot + i * 8 + bit);
    }
  }

  /** Adds the marked slots of a map of the same window, or of a part of it. */
  markAll(other: SlotMap): void {
    const offset = (other.#base - this.#base) / 8;
    for (let i = 0; i < other.#bytes.length; i += 1) this.#or(offset + i, other.#bytes[i] as number);
  }

  /** Share, 0..1, of the window's time in marked slots; a slot cut by the window's edge counts with the part inside. */
  share(): number {
    if (this.#toMs <= this.#fromMs) return 0;
    let marked = 0;
    for (const byte of this.#bytes) marked += BITS[byte] as number;
    let ms = marked * SLOT_MS;
    if (this.#isMarked(this.#first)) ms -= this.#fromMs - this.#first * SLOT_MS;
    if (this.#isMarked(this.#end - 1)) ms -= this.#end * SLOT_MS - this.#toMs;
    return ms / (this.#toMs - this.#fromMs);
  }

  #isMarked(slot: number): boolean {
    return (((this.#bytes[(slot - this.#base) >> 3] as number) >> ((slot - this.#base) & 7)) & 1) === 1;
  }

  #or(i: number, byte: number): void {
    this.#bytes[i] = (this.#bytes[i] as number) | byte;
  }
}
