// What a channel sends: one change of an incident, with everything that its reader needs. Times are ISO, UTC.
import type { AlertLine, Severity } from '../../kpis.ts';

export type NoticeIncident = {
  id: string;
  topic: string;
  state: 'open' | 'acknowledged' | 'resolved';
  level: AlertLine['level'];
  severity: Severity;
  openedAt: string;
  acknowledgedAt?: string | undefined;
  acknowledgedBy?: string | undefined;
  resolvedAt?: string | undefined;
  /** When a rule of the topic last fired. */
  lastSeenAt: string;
  /** What fired when it opened or grew worse, one line each. */
  findings: string[];
  runbook: string[];
  reproduce: string;
};

export type Notice = {
  target: string;
  /** `opened`, `grew`, `reopened`, `reminded`, `escalated`, `acknowledged`, `resolved`, `post-mortem`. */
  kind: string;
  incident: NoticeIncident;
  /** The same for every attempt and channel: receivers that drop repeats do so by it. */
  key?: string;
  /** An earlier attempt through this channel failed, and may have arrived all the same. */
  isRepeat?: boolean;
  /** What happened, in words. */
  text?: string;
  /** Who is asked to respond: names of the on-call file. */
  to?: string[];
  /** How soon the runbook wants an answer, in words. */
  respond?: string;
  /** The command that acknowledges. */
  acknowledge?: string;
};

/** Single-quoted for a POSIX shell. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
export const acknowledgeCommand = (target: string, incident: string): string =>
  `npm run incidents -- --target ${shellQuoted(target)} --acknowledge ${incident} --by NAME`;
