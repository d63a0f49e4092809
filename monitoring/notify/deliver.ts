// Delivers changes through all channels in parallel: at least once, in order for each incident. A failing channel does not affect the others.
import { NOTIFY_RULES } from '../../judging.ts';
import type { IncidentStore } from '../incidents/incident-store.ts';
import { DeliveryError, type Channel } from './channel.ts';
import { readQueue, type Pending } from './delivery-rows.ts';
import { claim, markDelivered, markFailed, settle } from './delivery-writes.ts';
import type { Notice } from './notice.ts';
import { retryAfter } from './retry-times.ts';
import type { Routing } from './routing.ts';

export type DeliveryResult = { channel: string; seq: number; kind: string; error: string | null };
export type Delivering = {
  store: IncidentStore;
  /** Undefined: every channel gets every change. */
  routing?: Routing | undefined;
  /** Writes the notice; may read evidence. If it throws, nothing was sent. */
  write: (change: Pending) => Promise<Notice> | Notice;
  /** Milliseconds since 1970. */
  now: () => number;
  /** 0 to 1. */
  random: () => number;
  deadlineMs?: number;
};

/** One round of all channels. Throws errors of the history, never errors of a channel. */
export async function deliver(delivering: Delivering, channels: readonly Channel[]): Promise<DeliveryResult[]> {
  const rounds = await Promise.allSettled(channels.map((channel) => deliverThrough(delivering, channel)));
  const broken = rounds.find((round) => round.status === 'rejected');
  if (broken !== undefined) throw broken.reason;
  return rounds.flatMap((round) => (round.status === 'fulfilled' ? round.value : []));
}

/** One round of one channel: sends what is due, in order. Stops at the first failure that is not a rejection of one notice. */
export async function deliverThrough(delivering: Delivering, channel: Channel): Promise<DeliveryResult[]> {
  const { store, routing, now } = delivering;
  const { due, settled } = await readQueue(store.db, store.target, channel, routing, now());
  await settle(store.db, store.target, settled, channel.name, now());
  const results: DeliveryResult[] = [];
  // Retry-After applies to the whole channel, not to one incident.
  if (due.some(({ holdsChannel, nextMs }) => holdsChannel && nextMs > now())) return results;
  const waiting = new Set<string>();
  for (const change of due) {
    const { seq, kind, incident } = change;
    // A later change must not be delivered before an earlier one.
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
    // After a rejection the next notice may be accepted. An unreachable receiver is not tried again in this round.
    if (failed !== undefined && !failed.isRefusal) break;
  }
  return results;
}

/** Returns undefined if it was delivered. Never waits longer than the deadline, even if the channel ignores the signal. */
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
