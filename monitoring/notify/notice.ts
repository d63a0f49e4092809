// What a channel sends: one change of an incident as plain text, the same for all channels. No markup, no secret.
import type { AlertLine, Severity } from '../../kpis.ts';

export const NOTICE_KINDS = [
  'opened',
  'reopened',
  'grew',
  'reminded',
  'escalated',
  'acknowledged',
  'resolved',
  'post-mortem',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** One answer that shows what is broken. */
export type Evidence = {
  /** `GET /api/search`, or the check that failed: `sign-in in a browser`. */
  what: string;
  /** ISO, UTC. */
  at: string;
  status: number | null;
  /** Error code of reports/result.ts. */
  code: string | null;
  message: string | null;
  /** First line of the body. */
  bodyLine: string | null;
  requestId: string | null;
};

export type Link = { name: 'incident page' | 'status page' | 'run' | 'runbook'; url: string };
/** How the reader acknowledges the incident: on a page, with a command, or both. */
export type Acknowledge = { url?: string; command: string };

export type Notice = {
  kind: NoticeKind;
  /** The dedup key, the same for every attempt and channel. Letters, digits, `-`, `/`, `.`, `:`. */
  key: string;
  /** The same for all notices of an incident; at most 255 characters. */
  thread: string;
  /** An earlier attempt through this channel failed but may have been delivered. */
  isRepeat: boolean;
  /** A test of the channel: nothing is broken. */
  isTest: boolean;
  /** Origin of the site. */
  target: string;
  incident: {
    id: string;
    topic: string;
    state: 'open' | 'acknowledged' | 'resolved';
    level: AlertLine['level'];
    severity: Severity;
    /** ISO, UTC: when the first failure was seen, and when the incident was opened. */
    startedAt: string;
    openedAt: string;
    resolvedAt: string | null;
    acknowledgedBy: string | null;
  };
  /** When it happened, ISO, UTC. */
  at: string;
  /** The whole notice in one line: `P0 opened: The site is down (affects every visitor)`. */
  headline: string;
  /** What is broken, in one sentence; and whom it affects. */
  broken: string;
  forWhom: string;
  /** Details of this change that are not in the headline. */
  news: string[];
  /** ISO, UTC, and the runbook's time: `2026-01-02T12:05:00.000Z`, `within 5 min`. Null where no response is needed. */
  respond: { by: string; within: string } | null;
  /** What the rules measured, one line each. */
  measured: string[];
  evidence: Evidence[];
  /** A command that reproduces the failure. Null where no request does. */
  curl: string | null;
  runbook: { section: string; steps: string[] };
  /** Who is on call for it, or who acknowledged it. */
  people: string[];
  acknowledge: Acknowledge | null;
  links: Link[];
  /** Of a resolution: the duration, the recovery time objective of the runbook, who resolved it (null: the monitor). */
  recovery: { lasted: string; allowed: string; isMet: boolean; by: string | null } | null;
};

/** Kinds that need a response. They open an incident at the receiver, or keep it open. */
const BAD: ReadonlySet<NoticeKind> = new Set(['opened', 'reopened', 'grew', 'reminded', 'escalated']);
export const isBadNews = (kind: NoticeKind): boolean => BAD.has(kind);
export const isNoticeKind = (kind: string): kind is NoticeKind => (NOTICE_KINDS as readonly string[]).includes(kind);
