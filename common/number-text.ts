// Formats numbers. The printed operator is the one used for comparison: both come from the same Line.
import type { Line, Unit } from '../kpis.ts';

const STATUS = new Map([
  [1, 'healthy'],
  [0.5, 'degraded'],
  [0, 'failed'],
]);

// Cached: creating one for each number is slow.
const formats = new Map<number, Intl.NumberFormat>();
function grouped(v: number, digits: number): string {
  let format = formats.get(digits);
  if (format === undefined)
    formats.set(
      digits,
      (format = new Intl.NumberFormat('en-US', { maximumFractionDigits: digits, minimumFractionDigits: 0 })),
    );
  return format.format(v);
}

/** A share in per cent. Never rounds up to 100 %: 99.9996 % is not printed as 100 %. */
export function percent(share: number): string {
  for (const digits of [2, 4, 6]) {
    const rounded = Number((share * 100).toFixed(digits));
    if ((rounded === 100) === (share === 1) && (rounded === 0) === (share === 0))
      return `${grouped(rounded, digits)} %`;
  }
  return `${share * 100} %`;
}

/** A number with its unit. */
export function show(value: number, unit: Unit): string {
  switch (unit) {
    case 'fraction':
      return percent(value);
    case 'ms':
      return `${grouped(value, value < 100 ? 1 : 0)} ms`;
    case 'score':
      return grouped(value, 3);
    case 'ratio':
      return grouped(value, 3);
    case 'status':
      return STATUS.get(value) ?? String(value);
  }
}

/** `>= 99.9 %`, `< 2,000 ms`; for a status, the required word. */
export const showLine = (line: Line, unit: Unit): string =>
  unit === 'status' && line.op === '>' && line.limit === 0
    ? 'not failed'
    : unit === 'status'
      ? show(line.limit, unit)
      : `${line.op} ${show(line.limit, unit)}`;

/** `850 ms`, `1.5 s`, `90 s`, `15 min`, `2 h 30 min`, `3 days 4 h`: seconds up to two minutes, minutes up to two hours, hours up to two days. */
export function showSpan(ms: number): string {
  if (ms === 0) return '0 s';
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${grouped(ms / 1_000, 1)} s`;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 120) return `${grouped(ms / 60_000, 1)} min`;
  const hours = Math.round(ms / 3_600_000);
  return hours < 48
    ? parts(Math.floor(minutes / 60), 'h', minutes % 60, 'min')
    : parts(Math.floor(hours / 24), 'days', hours % 24, 'h');
}
const parts = (most: number, unit: string, rest: number, small: string): string =>
  `${grouped(most, 0)} ${unit}${rest === 0 ? '' : ` ${rest} ${small}`}`;

/** The allowed share of failures of a ratio KPI's line: 99.5 % available is 0.5 % failures. */
export const failureLimit = (line: Line): number =>
  line.op === '>=' || line.op === '>' ? Number((1 - line.limit).toFixed(12)) : line.limit;

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
const ORDINAL_RULES = new Intl.PluralRules('en-US', { type: 'ordinal' });
const SUFFIXES: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' };

/** `second`, `11th`, `22nd`: for a whole number from 1 on. */
export const ordinal = (n: number): string => ORDINALS[n - 1] ?? `${n}${SUFFIXES[ORDINAL_RULES.select(n)] ?? 'th'}`;
