// Writes the delivery queue in the history. A row is claimed before it is sent, so that a killed sender is noticed and two senders never send
// the same change at once.
import { NOTIFY_RULES } from '../../judging.ts';
import type { Queries } from '../incidents/incident-rows.ts';

/** `is_delivered` of the table. */
export const PENDING = 0;
export const DELIVERED = 1;
/** Not for this channel. */
export const SETTLED = 2;

/** Claims a change for this sender until the lease ends. False if another sender has it or it is delivered. */
export async function claim(db: Queries, target: string, seq: number, channel: string, now: number): Promise<boolean> {
  const { changed } = await db.query(
    `INSERT INTO deliveries (target, seq, channel, is_delivered, attempts, at, error, next_at, holds)
       VALUES (?, ?, ?, ${PENDING}, 1, ?, 'attempt started, result unknown', ?, 0)
     ON CONFLICT (seq, channel) DO UPDATE SET attempts = attempts + 1, at = excluded.at, error = excluded.error,
       next_at = excluded.next_at, holds = 0 WHERE is_delivered = ${PENDING} AND next_at <= excluded.at`,
    [target, seq, channel, now, now + NOTIFY_RULES.leaseMs],
  );
  return changed > 0;
}

export async function markDelivered(db: Queries, seq: number, channel: string, now: number): Promise<void> {
  const sql = `UPDATE deliveries SET is_delivered = ${DELIVERED}, at = ?, error = NULL, holds = 0 WHERE seq = ? AND channel = ?`;
  await db.query(sql, [now, seq, channel]);
}

/** Stores the error and the time of the next attempt. */
export async function markFailed(
  db: Queries,
  seq: number,
  channel: string,
  { now, error, nextMs, holdsChannel }: { now: number; error: string; nextMs: number; holdsChannel: boolean },
): Promise<void> {
  const sql = `UPDATE deliveries SET at = ?, error = ?, next_at = ?, holds = ? WHERE seq = ? AND channel = ? AND is_delivered = ${PENDING}`;
  await db.query(sql, [now, error, nextMs, holdsChannel ? 1 : 0, seq, channel]);
}

/** Marks changes as not for this channel. The number of attempts stays. */
export async function settle(
  db: Queries,
  target: string,
  seqs: readonly number[],
  channel: string,
  now: number,
): Promise<void> {
  for (const seq of seqs)
    await db.query(
      `INSERT INTO deliveries (target, seq, channel, is_delivered, attempts, at, error, next_at, holds)
         VALUES (?, ?, ?, ${SETTLED}, 0, ?, 'not for this channel', 0, 0)
       ON CONFLICT (seq, channel) DO UPDATE SET is_delivered = ${SETTLED}, at = excluded.at WHERE is_delivered = ${PENDING}`,
      [target, seq, channel, now],
    );
}
