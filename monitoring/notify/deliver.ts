// Hands changes to channels, side by side: at least once, in the order of each incident, whatever becomes of the other channels.
import { NOTIFY_RULES } from '../../judging.ts';
import type { IncidentStore } from '../incidents/incident-store.ts';
import { DeliveryError, type Channel } from './channel.ts';
import { claim, markDelivered, markFailed, readQueue, settle, type Pending } from './delivery-rows.ts';
import type { Notice } from './notice.ts';
import { retryAfter } from './retry-times.ts';
import type { Routing } from './routing.ts';

export type DeliveryResult = { channel: string; seq: number; kind: string; error: string | null };
export type Delivering = {
  store: IncidentStore;
  /** Undefined: every channel hears of everything. */
  routing?: Routing | undefined;
  /** Puts a change into words; may read evidence. Where it throws, nothing was sent. */
  write: (change: Pending) => Promise<Notice> | Notice;
  /** Milliseconds since 1970. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  deadlineMs?: number;
};

/** One round over all channels. Throws what the history throws, never what a channel throws. */
export async function deliver(delivering: Delivering, channels: readonly Channel[]): Promise<DeliveryResult[]> {
  const rounds = await Promise.allSettled(channels.map((channel) => deliverThrough(delivering, channel)));
  const broken = rounds.find((round) => round.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return rounds.flatMap((round) => (round.status === 'fulfilled' ? round.value : []));
}

/** One round of one channel: what is due, incident by incident in the order of changes, until a receiver cannot be reached. */
export async function deliverThrough(delivering: Delivering, channel: Channel): Promise<DeliveryResult[]> {
  const { store, routing, now } = delivering;
  const { due, settled } = await readQueue(store.db, store.target, channel, routing, now());
  await settle(store.db, store.target, settled, channel.name, now());
  const results: DeliveryResult[] = [];
  // A receiver that asked for time gets it, whatever the incident.
  if (due.some(({ holdsChannel, nextMs }) => holdsChannel && nextMs > now())) return results;
  const waiting = new Set<string>();
  for (const change of due) {
    const { seq, kind, incident } = change;
    // Later news before earlier news would mislead.
    if (waiting.has(incident.id)) continue;
    if (change.nextMs > now() || !(await claim(store.db, store.target, seq, channel.name, now()))) {
      waiting.add(incident.id);
      continue;
    }
    const failed = await send(delivering, channel, change);
    if (failed === undefined) await markDelivered(store.db, seq, channel.name, now());
    else {
      waiting.add(incident.id);
      const asked = failed.retryAfterMs;
      await markFailed(store.db, seq, channel.name, {
        now: now(),
        error: failed.message,
        nextMs: now() + retryAfter(change.attempts + 1, delivering.random, asked),
        holdsChannel: asked !== undefined,
      });
    }
    results.push({ channel: channel.name, seq, kind, error: failed?.message ?? null });
    // A receiver that refused this one may take the next; one that cannot be reached is not asked again in this round.
    if (failed !== undefined && !failed.isRefusal) break;
  }
  return results;
}

/** Undefined where it arrived. Never waits longer than the deadline, also for a channel that does not listen to it. */
async function send(
  { write, deadlineMs = NOTIFY_RULES.deadlineMs }: Delivering,
  channel: Channel,
  change: Pending,
): Promise<DeliveryError | undefined> {
  const deadline = new AbortController();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    deadline.abort();
    late.reject(new DeliveryError(`no answer within ${deadlineMs / 1_000} s`));
  }, deadlineMs);
  try {
    const notice = await write(change);
    await Promise.race([channel.send(notice, deadline.signal), late.promise]);
    return undefined;
  } catch (error) {
    return error instanceof DeliveryError
      ? error
      : new DeliveryError(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}
