// What a channel is, and the words that all of them use. One channel a file.
import { ALERT_RESPONSE_MS, RESPONSE_TIME_MS } from '../../kpis.ts';
import { showSpan } from '../../common/number-text.ts';
import { acknowledgeCommand, type Notice, type NoticeIncident } from './notice.ts';

export type { Notice, NoticeIncident } from './notice.ts';

export type Channel = {
  name: string;
  /** Throws where the notice did not arrive; the message holds no secret. */
  send(notice: Notice): Promise<void>;
};

/** `P0 critical opened: availability`, the first line of every channel. */
export const headline = ({ kind, incident: i, isRepeat }: Notice): string =>
  `${i.severity} ${i.level} ${kind}: ${i.topic}${isRepeat === true ? ' (repeated: an earlier delivery failed)' : ''}`;

/** How soon the runbook wants an answer: the shorter of its severity's and its level's time. */
export function respondWithin(i: Pick<NoticeIncident, 'severity' | 'level'>): string {
  const ms = Math.min(RESPONSE_TIME_MS[i.severity], ALERT_RESPONSE_MS[i.level]);
  return ms === 0 ? 'at once' : `within ${showSpan(ms)}`;
}

/** The rest, one fact a line. */
export function bodyLines({ target, kind, incident: i, text, to, respond, acknowledge }: Notice): string[] {
  const since = `${target}, since ${i.openedAt}`;
  const told = text === undefined ? [] : text.split('\n');
  if (kind === 'resolved') return [`${since}, resolved ${i.resolvedAt ?? ''}`, ...told, `incident ${i.id}`];
  if (kind === 'acknowledged' || kind === 'post-mortem') return [since, ...told, `incident ${i.id}`];
  return [
    `${since}; respond ${respond ?? respondWithin(i)}`,
    ...(to === undefined || to.length === 0 ? [] : [`to: ${to.join(', ')}`]),
    ...told.filter((line) => !i.findings.includes(line)),
    ...i.findings,
    `runbook: ${i.runbook.join('; ')}`,
    `reproduce: ${i.reproduce}`,
    `acknowledge: ${acknowledge ?? acknowledgeCommand(target, i.id)}`,
  ];
}
