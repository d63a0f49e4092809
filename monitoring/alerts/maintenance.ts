// Maintenance windows: one committed file, in the local time of the work. No notices are sent. Samples are kept and do not count.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { ConfigMistakes, parsedOrMistakes } from '../config-mistakes.ts';
import { merged, type Span } from './spans.ts';

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
const DAY_MS = 86_400_000;
/** A longer window is a mistake. */
const MOST_MINUTES = 24 * 60;

const canZone = (zone: string): boolean => {
  try {
    Temporal.PlainDate.from('2000-01-01').toZonedDateTime(zone);
    return !/^[+-]\d/.test(zone);
  } catch {
    return false;
  }
};
const canDateTime = (text: string): boolean => {
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
};
const canDate = (text: string): boolean => {
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
};
const zone = z.string().refine(canZone, 'not an IANA time zone such as Europe/Berlin');
const minutes = z.number().int().min(1).max(MOST_MINUTES);
const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time such as 02:30');
const date = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, 'not a date such as 2026-12-01')
  .refine(canDate, 'no such date');
const once = z.strictObject({
  /** Local time without an offset. */
  at: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/, 'not a local time such as 2026-12-01T02:30')
    .refine(canDateTime, 'no such time'),
  zone,
  minutes,
});
const weekly = z.strictObject({
  day: z.enum(DAYS),
  at: clock,
  zone,
  minutes,
  /** First and last day on which it may begin, in the zone. */
  from: date.optional(),
  until: date.optional(),
});
const windowSchema = z
  .strictObject({ reason: z.string().trim().min(1, 'say why'), once: once.optional(), weekly: weekly.optional() })
  .refine((w) => (w.once === undefined) !== (w.weekly === undefined), 'either "once" or "weekly"');
const fileSchema = z.strictObject({ windows: z.array(windowSchema) });
export type MaintenanceWindow = z.infer<typeof windowSchema>;
export type Maintenance = (fromMs: number, toMs: number) => readonly Span[];

const FILE = path.join(import.meta.dirname, '../maintenance.json');

/** Throws ConfigMistakes with all mistakes. */
export const parseMaintenance = (text: string, name = 'monitoring/maintenance.json'): readonly MaintenanceWindow[] =>
  parsedOrMistakes(fileSchema, text, name).windows;
export function readMaintenance(file = FILE): readonly MaintenanceWindow[] {
  const name = path.relative(process.cwd(), file);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigMistakes(name, [`cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`]);
  }
  return parseMaintenance(text, name);
}

/**
 * Spans of the windows that overlap `fromMs..toMs`, merged and cut to it. If daylight saving skips a start, the window begins later by the
 * skipped time; if a start occurs twice, the first counts. The duration of a window is real time.
 */
export function spansOf(windows: readonly MaintenanceWindow[], fromMs: number, toMs: number): Span[] {
  return merged(
    windows.flatMap((w) => [...startsOf(w, fromMs, toMs)]),
    fromMs,
    toMs,
  );
}

function* startsOf(
  { reason, once: single, weekly: each }: MaintenanceWindow,
  fromMs: number,
  toMs: number,
): Generator<Span> {
  if (single !== undefined) {
    const start = Temporal.PlainDateTime.from(single.at).toZonedDateTime(single.zone).epochMilliseconds;
    yield { fromMs: start, toMs: start + single.minutes * 60_000, reason };
  }
  if (each === undefined) return;
  // One more day on both sides: the date in the zone may differ from UTC, and a window may have started before.
  const first = Temporal.Instant.fromEpochMilliseconds(fromMs - 2 * DAY_MS)
    .toZonedDateTimeISO(each.zone)
    .toPlainDate();
  const wanted = DAYS.indexOf(each.day) + 1;
  let day = first.add({ days: (wanted - first.dayOfWeek + 7) % 7 });
  for (;;) {
    const start = day.toZonedDateTime({ timeZone: each.zone, plainTime: each.at }).epochMilliseconds;
    if (start >= toMs) return;
    const isWithin =
      (each.from === undefined || Temporal.PlainDate.compare(day, each.from) >= 0) &&
      (each.until === undefined || Temporal.PlainDate.compare(day, each.until) <= 0);
    if (isWithin) yield { fromMs: start, toMs: start + each.minutes * 60_000, reason };
    day = day.add({ days: 7 });
  }
}

/** The windows of the file together with other spans (silences). */
export function maintenanceOf(windows: readonly MaintenanceWindow[], others: readonly Span[] = []): Maintenance {
  return (fromMs, toMs) => merged([...spansOf(windows, fromMs, toMs), ...others], fromMs, toMs);
}
