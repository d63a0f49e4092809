// Durations as k6 reads them.
import { invalidConfig } from './codes.ts';

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1, us: 1e-3, µs: 1e-3, ns: 1e-6 }; // prettier-ignore

/** `1m30s`, `500ms`, or a number of milliseconds. @throws EngineError 104. */
export function durationMs(value: unknown): number {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && /^\d+(\.\d+)?$/.test(text)) return Number(text);
  if (typeof text !== 'string' || !/^(\d+(\.\d*)?(d|h|ms|us|µs|ns|m|s))+$/.test(text))
    throw invalidConfig(`time: invalid duration ${JSON.stringify(value)}`);
  const parts = [...text.matchAll(/([\d.]+)([a-zµ]+)/g)];
  return parts.reduce((sum, [, amount, unit = '']) => sum + Number(amount) * (UNIT_MS[unit] ?? 0), 0);
}
