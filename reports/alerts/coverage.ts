// How much of a stretch of time was watched. A window that was not watched cannot be judged.
import { WINDOW_RULES } from '../../kpis.ts';
import type { HttpRecord } from '../result.ts';

/** The share, 0..1, of the slots within `from < time <= to` that hold a sample. */
export function coverage(
  samples: readonly Pick<HttpRecord, 'at'>[],
  from: Date,
  to: Date,
  slotMs: number = WINDOW_RULES.slotMs,
): number {
  const start = from.getTime();
  const slots = Math.ceil((to.getTime() - start) / slotMs);
  if (slots <= 0) return 0;
  const watched = new Set<number>();
  for (const { at } of samples) {
    const ts = Date.parse(at);
    // The window is open at its start, so a sample on a slot's edge belongs to the slot before.
    if (ts > start && ts <= to.getTime()) watched.add(Math.ceil((ts - start) / slotMs) - 1);
  }
  return watched.size / slots;
}
