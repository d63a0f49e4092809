// An incident for the status page. Times are ISO, UTC.
import type { AlertLine, Severity } from '../../kpis.ts';
import { reproduceCommand } from '../alerts/finding.ts';
import type { Incident } from './incident.ts';

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
  /** The rules that fired when it opened or got worse, one line each. */
  findings: string[];
  runbook: string[];
  reproduce: string;
};

const iso = (ms: number): string => new Date(ms).toISOString();

export const noticeIncident = (target: string, i: Incident): NoticeIncident => ({
  id: i.id,
  topic: i.topic,
  state: i.state,
  level: i.level,
  severity: i.severity,
  openedAt: iso(i.openedMs),
  ...(i.acknowledgedMs === null ? {} : { acknowledgedAt: iso(i.acknowledgedMs) }),
  ...(i.acknowledgedBy === null ? {} : { acknowledgedBy: i.acknowledgedBy }),
  ...(i.resolvedMs === null ? {} : { resolvedAt: iso(i.resolvedMs) }),
  lastSeenAt: iso(i.lastBadMs),
  findings: i.lines,
  runbook: i.runbook,
  reproduce: reproduceCommand(target, i.topic),
});
