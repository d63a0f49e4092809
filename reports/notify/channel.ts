// What a channel is. One channel a file; a channel that fails is reported and stops nobody else.
import { ALERT_RESPONSE_MS, RESPONSE_TIME_MS } from '../../kpis.ts';
import { acknowledging } from '../alerts/finding.ts';
import type { Incident } from '../alerts/state.ts';
import { showSpan } from '../../common/number-text.ts';

export type Notice = { target: string; kind: 'opened' | 'escalated' | 'resolved'; incident: Incident };

export type Channel = {
  name: string;
  /** Throws where the notice did not arrive; the message holds no secret. */
  send(notice: Notice): Promise<void>;
};

export type Delivery = { channel: string; ok: boolean; error?: string };

/** Sends to every channel, one after another, and tells how each went. Never throws. */
export async function notifyAll(channels: readonly Channel[], notice: Notice): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const channel of channels) {
    try {
      await channel.send(notice);
      deliveries.push({ channel: channel.name, ok: true });
    } catch (error) {
      deliveries.push({
        channel: channel.name,
        ok: false,
        error: error instanceof Error ? error.message : String(error),
      });
    }
  }
  return deliveries;
}

/** `P0 critical opened: availability`, the first line of every channel. */
export const headline = ({ kind, incident: i }: Notice): string => `${i.severity} ${i.level} ${kind}: ${i.topic}`;

/** How soon the runbook wants an answer: the shorter of its severity's and its level's time. */
export function respondWithin(i: Incident): string {
  const ms = Math.min(RESPONSE_TIME_MS[i.severity], ALERT_RESPONSE_MS[i.level]);
  return ms === 0 ? 'at once' : `within ${showSpan(ms)}`;
}

/** The rest, one fact a line. */
export function bodyLines({ target, kind, incident: i }: Notice): string[] {
  const since = `${target}, since ${i.openedAt}`;
  if (kind === 'resolved') return [`${since}, resolved ${i.resolvedAt ?? ''}`, `incident ${i.id}`];
  return [
    `${since}; respond ${respondWithin(i)}`,
    ...i.findings,
    `runbook: ${i.runbook.join('; ')}`,
    `reproduce: ${i.reproduce}`,
    `acknowledge: ${acknowledging(target, i.id)}`,
  ];
}
