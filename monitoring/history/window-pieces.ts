// Splits a window into pieces: days, hours, ten minutes and minutes from the rollups, samples at the edges.
import { LEVELS, type Level } from './rollup-row.ts';

/** Samples with `fromMs < at <= toMs`, or the buckets `first <= bucket < end` of a rollup. */
export type Piece = { level: null; fromMs: number; toMs: number } | { level: Level; first: number; end: number };

/** Since when each table is complete, ms. Older rows were pruned. */
export type Kept = { samplesMs: number; levelsMs: readonly number[] };

/** The window's edges, rounded to the resolution of the finest table that still has that time. */
export function snapped(fromMs: number, toMs: number, kept: Kept): { fromMs: number; toMs: number } {
  const snap = (at: number): number => {
    if (at >= kept.samplesMs) return at;
    const level = LEVELS.find((_, i) => at >= (kept.levelsMs[i] ?? -Infinity)) ?? (LEVELS.at(-1) as Level);
    return Math.round(at / level.ms) * level.ms;
  };
  return { fromMs: snap(fromMs), toMs: snap(toMs) };
}

/** The fewest pieces that make up `fromMs < at <= toMs`, oldest first. */
export function pieces(fromMs: number, toMs: number, depth: number = LEVELS.length - 1): Piece[] {
  if (toMs <= fromMs) return [];
  const level = LEVELS[depth];
  if (level === undefined) return [{ level: null, fromMs, toMs }];
  const first = Math.ceil(fromMs / level.ms);
  const end = Math.floor(toMs / level.ms);
  if (first >= end) return pieces(fromMs, toMs, depth - 1);
  return [
    ...pieces(fromMs, first * level.ms, depth - 1),
    { level, first, end },
    ...pieces(end * level.ms, toMs, depth - 1),
  ];
}
