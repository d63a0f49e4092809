// The state of one alert, a rule and its subject, between judgings. Pure.
//   pending    suspected, not proved. Dropped when the rule is ok.
//   firing     proved. Suspicion and unknown time change nothing.
//   resolving  ok since `sinceMs`; a suspicion or unknown time starts that wait again. After `keepMs` it is resolved and gone.
import { z } from 'zod';
import type { Finding } from './finding.ts';

export const alertStateSchema = z.looseObject({
  rule: z.string(),
  subject: z.string(),
  topic: z.string(),
  state: z.enum(['pending', 'firing', 'resolving']),
  /** Since when it is in this state, ms since 1970. */
  sinceMs: z.number(),
  firstBadMs: z.number().nullable(),
  lastBadMs: z.number().nullable(),
  /** When a rule last reported it. */
  seenMs: z.number(),
});
export type AlertState = z.infer<typeof alertStateSchema>;

export const alertKey = ({ rule, subject }: Pick<AlertState, 'rule' | 'subject'>): string => `${rule}\n${subject}`;

/** The earliest or the latest of the known times; null: none is known. */
function ofKnown(pick: (...times: number[]) => number, ...times: (number | null)[]): number | null {
  const known = times.filter((at) => at !== null);
  return known.length === 0 ? null : pick(...known);
}

/** The next state, or undefined where there is no alert (any more). `now` may lie before `sinceMs`: a clock that was set back. */
export function stepAlert(before: AlertState | undefined, f: Finding, now: number): AlertState | undefined {
  // The usual case.
  if (before === undefined && (f.state === 'ok' || f.state === 'unknown')) return undefined;
  const fresh = { rule: f.rule, subject: f.subject, topic: f.topic, seenMs: now };
  const seen = { firstBadMs: f.firstBadMs, lastBadMs: f.lastBadMs };
  if (before === undefined)
    return { ...fresh, ...seen, state: f.state === 'firing' ? 'firing' : 'pending', sinceMs: now };
  const kept = { ...before, seenMs: now, sinceMs: Math.min(before.sinceMs, now) };
  switch (f.state) {
    case 'firing': {
      return {
        ...kept,
        state: 'firing',
        sinceMs: before.state === 'firing' ? kept.sinceMs : now,
        // A suspicion may be older than the outage.
        firstBadMs: before.state === 'pending' ? f.firstBadMs : ofKnown(Math.min, before.firstBadMs, f.firstBadMs),
        lastBadMs: ofKnown(Math.max, before.lastBadMs, f.lastBadMs),
      };
    }
    case 'suspected':
      if (before.state === 'pending') return { ...kept, ...seen };
      return before.state === 'resolving' ? { ...kept, sinceMs: now } : kept;
    case 'unknown':
      return before.state === 'resolving' ? { ...kept, sinceMs: now } : kept;
    case 'ok':
      if (before.state === 'pending') return undefined;
      if (before.state === 'firing') return f.keepMs <= 0 ? undefined : { ...kept, state: 'resolving', sinceMs: now };
      return now - kept.sinceMs >= f.keepMs ? undefined : kept;
  }
}
