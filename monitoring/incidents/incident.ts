// An incident and its changes. Times in ms since 1970.
import { z } from 'zod';

/** Topics that fire together in one outage: they share one incident. Every other topic has its own. */
const SERVICE: readonly string[] = ['application', 'availability', 'error-rate', 'response-time'];
/** The family of a topic: at most one unresolved incident each. Each deployment is news of its own, also the second within minutes. */
export const familyOf = (topic: string, subject: string): string =>
  SERVICE.includes(topic) ? 'service' : topic === 'deployment' ? `deployment of ${subject}` : topic;
/** The first of these topics that fires is the incident's title: the most severe first. */
export const TITLE_ORDER: readonly string[] = [...SERVICE, 'budget'];

export const incidentSchema = z.looseObject({
  id: z.string(),
  family: z.string(),
  topic: z.string(),
  state: z.enum(['open', 'acknowledged', 'resolved']),
  level: z.enum(['critical', 'warning', 'info']),
  severity: z.enum(['P0', 'P1', 'P2', 'P3']),
  /** First and last known failure of the outage. */
  startedMs: z.number(),
  lastBadMs: z.number(),
  openedMs: z.number(),
  acknowledgedMs: z.number().nullable(),
  acknowledgedBy: z.string().nullable(),
  resolvedMs: z.number().nullable(),
  resolvedBy: z.string().nullable(),
  /** How much of the site fails. A change from one endpoint to all sends a notice. */
  scope: z.enum(['one', 'some', 'all']),
  openedScope: z.enum(['one', 'some', 'all']),
  /** The application was down: its journeys could not pass. */
  wasDown: z.boolean(),
  /** How often it fired again after it had recovered. */
  returns: z.number(),
  /** Since when every rule has been ok; null while one fires. */
  recoveringMs: z.number().nullable(),
  topics: z.array(z.string()),
  /** Topics that are inhibited: this incident explains them. */
  heldBack: z.array(z.string()),
  /** The firing rules, one line each, at the last opening or worsening. */
  lines: z.array(z.string()),
  runbook: z.array(z.string()),
  /** Reminders and escalations sent since it opened. */
  reminders: z.number(),
  nextReminderMs: z.number().nullable(),
  /** Level of the on-call chain that is notified: 0 is the first. */
  escalation: z.number(),
  /** Times of its notices, past and planned, ascending. */
  noticesMs: z.array(z.number()),
  assessedMs: z.number().nullable(),
  mitigatedMs: z.number().nullable(),
  postMortemMs: z.number().nullable(),
});
export type Incident = z.infer<typeof incidentSchema>;

export const CHANGE_KINDS = [
  'opened',
  'reopened', // fired again within 15 minutes
  'grew', // worse, or all endpoints instead of one
  'joined', // another topic fires in the same outage
  'held-back', // a topic was inhibited
  'recovering', // every rule is ok; not yet resolved
  'returned', // fired again while recovering
  'acknowledged',
  'note',
  'reminded', // not acknowledged within the response time
  'escalated', // to the next level of the on-call chain
  'resolved',
  'post-mortem',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** One entry of an incident's timeline, with the data of its notice. */
export type Change = {
  incident: Incident;
  at: number;
  kind: ChangeKind;
  /** Who did it; null for the monitor. */
  by: string | null;
  text: string;
  /** Earliest time of delivery; null: only in the timeline, never delivered. */
  deliverFromMs: number | null;
};
