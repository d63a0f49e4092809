// An incident and what happens to it. Times in ms since 1970.
import { z } from 'zod';

/** Topics that one outage of the site turns red together: one incident for all of them. Others stand alone. */
const SERVICE: readonly string[] = ['application', 'availability', 'error-rate', 'response-time'];
/** The family of a topic: at most one unresolved incident each. */
export const familyOf = (topic: string): string => (SERVICE.includes(topic) ? 'service' : topic);
/** How far a topic says what the outage is; the first found is the incident's title. */
export const TITLE_ORDER: readonly string[] = [...SERVICE, 'budget'];

export const incidentSchema = z.looseObject({
  id: z.string(),
  family: z.string(),
  topic: z.string(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  level: z.enum(['critical', 'warning', 'info']),
  severity: z.enum(['P0', 'P1', 'P2', 'P3']),
  /** First and last failure of the outage, as far as seen. */
  startedMs: z.number(),
  lastBadMs: z.number(),
  openedMs: z.number(),
  acknowledgedMs: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedMs: z.number().nullable(),
  resolvedBy: z.string().nullable(),
  /** How much of the site: told again when one endpoint has become all. */
  scope: z.enum(['one', 'some', 'all']),
  openedScope: z.enum(['one', 'some', 'all']),
  /** The application was down: its journeys could not pass. */
  wasDown: z.boolean(),
  /** How often it came back after it had seemed to end. */
  returns: z.number(),
  /** Since when every rule has been ok; null while one fires. */
  recoveringMs: z.number().nullable(),
  topics: z.array(z.string()),
  /** Topics that fire because of this incident and open none of their own. */
  heldBack: z.array(z.string()),
  /** What fires, one line each, as of the last time that it opened or grew. */
  lines: z.array(z.string()),
  runbook: z.array(z.string()),
  /** Reminders and escalations sent since it opened. */
  reminders: z.number(),
  nextReminderMs: z.number().nullable(),
  /** Level of the on-call chain that is asked: 0 is the first. */
  escalation: z.number(),
  /** When somebody is or was to be told of it, ascending. */
  noticesMs: z.array(z.number()),
  assessedMs: z.number().nullable(),
  mitigatedMs: z.number().nullable(),
  postMortemMs: z.number().nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;

export const CHANGE_KINDS = [
  'opened',
  'reopened', // came back within 15 minutes
  'grew', // worse, or one endpoint has become all
  'joined', // another rule fires for the same outage
  'held-back', // a topic that would have opened its own incident
  'recovering', // every rule is ok; not resolved yet
  'returned', // fired again while recovering
  'acknowledged',
  'note',
  'reminded', // the response time passed, nobody acknowledged
  'escalated', // one level up
  'resolved',
  'post-mortem',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One line of an incident's timeline, and all that a notice needs. */
export type Change = {
  incident: Incident;
  at: number;
  kind: ChangeKind;
  /** Who did it; null for the monitor. */
  by: string | null;
  text: string;
  /** From when on channels are to deliver it; null: kept in the timeline only. */
  tellFromMs: number | null;
};
