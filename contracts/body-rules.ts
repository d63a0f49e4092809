// Rules for bodies that several contracts use. Each returns its findings, an empty list if the body is valid.
import { CLOCK_SKEW_MS } from '../judging.ts';
import { z } from 'zod';
import type { Finding } from './contract.ts';

export const errorSchema = z.object({ error: z.string().min(1) });

const MINUTE_MS = 60_000;

/** A current timestamp: at most `maxAgeMs` old and not in the future. */
export function fresh(timestamp: string, now: Date, maxAgeMs: number): string[] {
  const ageMs = now.getTime() - Date.parse(timestamp);
  if (ageMs > maxAgeMs + CLOCK_SKEW_MS)
    return [`timestamp ${timestamp} is ${Math.round(ageMs / MINUTE_MS)} minutes old`];
  return ageMs < -CLOCK_SKEW_MS ? [`timestamp ${timestamp} is in the future`] : [];
}

export const atLeast = (items: readonly unknown[], least: number): string[] =>
  items.length >= least ? [] : [`${items.length} items, at least ${least} expected`];

export const atMost = (items: readonly unknown[], limit: number): string[] =>
  items.length <= limit ? [] : [`${items.length} items for limit=${limit}`];

export const none = (items: readonly unknown[]): string[] =>
  items.length === 0 ? [] : [`${items.length} items, none expected`];

/** Sorted in descending order. */
export function descending<T>(items: readonly T[], of: (item: T) => number, what: string): string[] {
  const index = items.findIndex((item, i) => i > 0 && of(item) > of(items[i - 1] as T));
  return index === -1 ? [] : [`not sorted by ${what}: item ${index} has a higher value than the item before it`];
}

export function ranked(items: readonly { rank: number }[]): string[] {
  const wrong = items.findIndex((item, i) => item.rank !== i + 1);
  return wrong === -1 ? [] : [`item ${wrong} has rank ${items[wrong]?.rank}, expected ${wrong + 1}`];
}

export function unique(ids: readonly string[]): string[] {
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  return twice === undefined ? [] : [`${twice} is listed twice`];
}

/** The total of a list cannot be smaller than the list. */
export const counts = (total: number, items: readonly unknown[]): string[] =>
  total >= items.length ? [] : [`total is ${total}, and ${items.length} items are listed`];

/** A date, `2026-11-29`, or a date-time, `2026-11-29T00:00:00.000Z`: the site's own pages pass both to `new Date()`, and R1 sends both. */
export const showDate = z.union([z.iso.date(), z.iso.datetime({ offset: true })]);

const DAY_MS = 86_400_000;
/** Finds shows dated more than `days` days ago. One day of tolerance, since a site in another time zone has another date. */
export function notBefore(
  shows: readonly { name: string; date: string | undefined }[],
  now: Date,
  days: number,
): string[] {
  const oldest = new Date(now.getTime() - (days + 1) * DAY_MS).toISOString().slice(0, 10);
  const past = shows.find(({ date }) => date !== undefined && date.slice(0, 10) < oldest);
  const allowed = days === 0 ? 'before today' : `more than ${days} days ago`;
  return past ? [`show ${past.name} is dated ${past.date}, ${allowed}`] : [];
}
/** Upcoming shows. */
export const notPast = (shows: readonly { name: string; date: string | undefined }[], now: Date): string[] =>
  notBefore(shows, now, 0);

export const warn = (message: string): Finding => ({ level: 'warn', message });
