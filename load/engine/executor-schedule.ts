// When a scenario's iterations are due, and how many VUs it has at which time. Pure.
import { lengthOf, type Stage } from './options.ts';

/** Iterations due by `t` at rates per second: the area under the ramp; the first of a constant rate is due at 0. */
export function due(start: number, stages: readonly Stage[], t: number): number {
  let [from, left, area] = [start, t, 0];
  for (const { durationMs, target } of stages) {
    const part = Math.min(left, durationMs);
    const reached = durationMs === 0 ? target : from + ((target - from) * part) / durationMs;
    area += (((from + reached) / 2) * part) / 1000;
    left -= part;
    if (left <= 0) break;
    from = target;
  }
  return Math.floor(area + 1e-9) + (start > 0 ? 1 : 0);
}

/** When the iteration of that number (from 0) is due: the least ms with due(ms) > number, to 0.1 ms. */
export function dueAt(start: number, stages: readonly Stage[], number: number): number {
  let [low, high] = [0, lengthOf(stages)];
  if (due(start, stages, low) > number) return low;
  while (high - low > 0.1) {
    const middle = (low + high) / 2;
    if (due(start, stages, middle) > number) high = middle;
    else low = middle;
  }
  return high;
}

/** When the number of VUs changes, and to what: on whole VUs of the straight lines, as k6 does. */
export function steps(start: number, stages: readonly Stage[]): { atMs: number; vus: number }[] {
  const found = [{ atMs: 0, vus: start }];
  let [from, at] = [start, 0];
  for (const { durationMs, target } of stages) {
    const count = Math.abs(target - from);
    const sign = Math.sign(target - from);
    if (durationMs === 0 && count > 0) found.push({ atMs: at, vus: target });
    for (let i = 1; durationMs > 0 && i <= count; i++)
      found.push({ atMs: at + (durationMs * i) / count, vus: from + sign * i });
    [from, at] = [target, at + durationMs];
  }
  return found;
}
