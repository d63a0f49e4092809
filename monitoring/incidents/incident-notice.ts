// A change as the notice that channels send.
import { acknowledgeCommand, type Notice } from '../../reports/notify/notice.ts';
import { showSpan } from '../../common/number-text.ts';
import { reproduceCommand } from '../alerts/finding.ts';
import { respondMs } from './incident-clocks.ts';
import type { KeptChange } from './incident-store.ts';
import type { Incident } from './incident.ts';
import { recipients, type OnCall } from './on-call.ts';

const iso = (ms: number): string => new Date(ms).toISOString();

export const noticeIncident = (target: string, i: Incident): Notice['incident'] => ({
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

export function noticeOf(target: string, change: KeptChange & { attempts?: number }, onCall?: OnCall): Notice {
  const { incident, kind, seq, text } = change;
  return {
    target,
    kind,
    incident: noticeIncident(target, incident),
    key: `${incident.id}/${seq}`,
    isRepeat: (change.attempts ?? 0) > 0,
    text,
    to: onCall === undefined ? [] : recipients(onCall, incident),
    respond: `within ${showSpan(respondMs(incident))}`,
    acknowledge: acknowledgeCommand(target, incident.id),
  };
}
