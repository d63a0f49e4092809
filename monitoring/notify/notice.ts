// What a channel sends: one change of an incident, put into words once for all channels. Plain text, no markup, no secret.
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
  /** `GET /api/search`, or what else was looked at: `sign-in in a browser`. */
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
/** How to say "I am on it" from where the reader is: a page, a command, or both. */
export type Acknowledge = { url?: string; command: string };

export type Notice = {
  kind: NoticeKind;
  /** The same for every attempt and channel: receivers that drop repeats do so by it. Letters, digits, `-`, `/`, `.`, `:`. */
  key: string;
  /** The same for all notices of an incident; at most 255 characters. */
  thread: string;
  /** An earlier attempt through this channel failed, and may have arrived all the same. */
  isRepeat: boolean;
  /** A person tries the channel; nothing is broken. */
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
  /** One line that says it all: `P0 opened: The site is down for every visitor`. */
  headline: string;
  /** What is broken, in one sentence; and for whom. */
  broken: string;
  forWhom: string;
  /** What happened in this change, in words; empty where the headline says it. */
  news: string[];
  /** ISO, UTC, and the runbook's time: `2026-01-02T12:05:00.000Z`, `within 5 min`. Null where nobody is asked to respond. */
  respond: { by: string; within: string } | null;
  /** What the rules measured, one line each. */
  measured: string[];
  evidence: Evidence[];
  /** Shows the failure. Null where no request does. */
  curl: string | null;
  runbook: { section: string; steps: string[] };
  /** Who is asked to respond, or who works on it. */
  people: string[];
  acknowledge: Acknowledge | null;
  links: Link[];
  /** Of a resolution: how long it lasted, what the runbook allows, who ended it. */
  recovery: { lasted: string; allowed: string; isMet: boolean; by: string | null } | null;
};

/** Kinds that ask somebody to act: they open, or keep open, what a receiver shows. */
const BAD: ReadonlySet<NoticeKind> = new Set(['opened', 'reopened', 'grew', 'reminded', 'escalated']);
export const isBadNews = (kind: NoticeKind): boolean => BAD.has(kind);
export const isNoticeKind = (kind: string): kind is NoticeKind => (NOTICE_KINDS as readonly string[]).includes(kind);
