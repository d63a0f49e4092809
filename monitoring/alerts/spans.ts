// Spans of time: `fromMs <= t < toMs`, ms since 1970.

export type Span = { fromMs: number; toMs: number; reason: string };

/** Whether a time is inside one of the spans. */
export const isWithin = (spans: readonly Span[], at: number): boolean =>
  spans.some(({ fromMs, toMs }) => at >= fromMs && at < toMs);

/** Overlapping and adjacent spans as one, in order, each cut to `fromMs..toMs`. */
export function merged(spans: readonly Span[], fromMs: number, toMs: number): Span[] {
  const out: Span[] = [];
  const inside = spans
    .map((s) => ({ ...s, fromMs: Math.max(s.fromMs, fromMs), toMs: Math.min(s.toMs, toMs) }))
    .filter((s) => s.toMs > s.fromMs)
    .sort((a, b) => a.fromMs - b.fromMs);
  for (const span of inside) {
    const last = out.at(-1);
    if (last === undefined || span.fromMs > last.toMs) out.push(span);
    else last.toMs = Math.max(last.toMs, span.toMs);
  }
  return out;
}
