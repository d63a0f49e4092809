// What each channel still has to deliver, as the history keeps it: one row a change and channel, claimed before it is sent, so that a killed
// sender is noticed and two senders never send the same at once.
import { INCIDENT_RULES, NOTIFY_RULES } from '../../judging.ts';
import { changeOf, numberOf, type KeptChange, type Queries } from '../incidents/incident-rows.ts';
import type { Routing } from './routing.ts';
import { isRouted } from './routing.ts';
import { isBadNews, isNoticeKind } from './notice.ts';

export type Pending = KeptChange & {
  /** Deliveries begun before: they failed, or their sender died. They may have arrived. */
  attempts: number;
  /** Not before this time, ms since 1970. */
  nextMs: number;
  /** The receiver asked the whole channel to wait until then. */
  holdsChannel: boolean;
};
export type Queue = {
  /** To be sent, oldest first. */
  due: Pending[];
  /** Never to be sent through this channel: not routed, lapsed, or a resolution of what it never told. */
  settled: number[];
};
/** `is_delivered` of the table. */
export const PENDING = 0;
const DELIVERED = 1;
const SETTLED = 2;

type Told = { bad: number; resolved: number; any: number };

/** Reads what a channel has to do as of `now`. */
export async function readQueue(
  db: Queries,
  target: string,
  channel: { name: string; showsOnce: boolean; skips?: readonly string[] },
  routing: Routing | undefined,
  now: number,
): Promise<Queue> {
  const pending = await db.query(
    `SELECT c.*, COALESCE(d.attempts, 0) AS attempts, COALESCE(d.next_at, 0) AS next_at, COALESCE(d.holds, 0) AS holds, i.state AS state_now
       FROM incident_changes c
       JOIN incidents i ON i.target = c.target AND i.id = c.incident
       LEFT JOIN deliveries d ON d.seq = c.seq AND d.channel = ?
      WHERE c.target = ? AND c.tell_from <= ? AND COALESCE(d.is_delivered, 0) = ${PENDING} ORDER BY c.seq`,
    [channel.name, target, now],
  );
  if (pending.rows.length === 0) return { due: [], settled: [] };
  const told = await readTold(db, target, channel);
  const queue: Queue = { due: [], settled: [] };
  for (const rows of Map.groupBy(pending.rows, (row) => String(row['incident'])).values()) {
    const of = rows.map((row) => ({
      ...changeOf(row),
      attempts: numberOf(row, 'attempts'),
      nextMs: numberOf(row, 'next_at'),
      holdsChannel: numberOf(row, 'holds') === 1,
    }));
    const isResolved = rows[0]?.['state_now'] === 'resolved';
    const known = told.get(of[0]?.incident.id ?? '') ?? { bad: 0, resolved: 0, any: 0 };
    sort(of, known, { channel, routing, now, isResolved }, queue);
  }
  queue.due.sort((a, b) => a.seq - b.seq);
  return queue;
}

/** The newest bad news, the newest resolution and the newest of all that an incident has had delivered through a channel. */
async function readTold(
  db: Queries,
  target: string,
  { name, showsOnce }: { name: string; showsOnce: boolean },
): Promise<Map<string, Told>> {
  // Begun and never confirmed may have opened something there; where a repeat is not seen, the resolution is sent in any case.
  const counts = showsOnce
    ? `(d.is_delivered = ${DELIVERED} OR (d.is_delivered = ${SETTLED} AND d.attempts > 0))`
    : `d.is_delivered = ${DELIVERED}`;
  const { rows } = await db.query(
    `SELECT c.incident, MAX(c.seq) AS any_seq, MAX(CASE WHEN c.kind = 'resolved' THEN c.seq ELSE 0 END) AS resolved,
            MAX(CASE WHEN c.kind IN ('opened', 'reopened', 'grew', 'reminded', 'escalated') THEN c.seq ELSE 0 END) AS bad
       FROM deliveries d JOIN incident_changes c ON c.seq = d.seq
      WHERE d.channel = ? AND c.target = ? AND ${counts} GROUP BY c.incident`,
    [name, target],
  );
  return new Map(
    rows.map((row) => [
      String(row['incident']),
      { bad: numberOf(row, 'bad'), resolved: numberOf(row, 'resolved'), any: numberOf(row, 'any_seq') },
    ]),
  );
}

type Context = {
  channel: { name: string; showsOnce: boolean; skips?: readonly string[] };
  routing: Routing | undefined;
  now: number;
  isResolved: boolean;
};

/** Decides each pending change of one incident, in order. A resolution goes where the opening went, whatever its age and the routes. */
function sort(of: readonly Pending[], told: Told, { channel, routing, now, isResolved }: Context, queue: Queue): void {
  const lastBad = of.findLast(({ kind }) => isNoticeKind(kind) && isBadNews(kind))?.seq;
  let isOpen = told.bad > told.resolved;
  let isKnown = told.any > 0;
  for (const change of of) {
    const { seq, kind, incident } = change;
    const isBad = isNoticeKind(kind) && isBadNews(kind);
    const isLate = (change.tellFromMs ?? 0) <= now - INCIDENT_RULES.deliverWithinMs;
    // Yesterday's news of what still goes on: the newest is enough.
    const isLapsed = isLate && !(isBad && !isResolved && seq === lastBad);
    const wanted = isBad
      ? !isLapsed && (isOpen || routing === undefined || isRouted(routing, channel.name, incident.severity))
      : kind === 'resolved' || kind === 'acknowledged'
        ? isOpen && (kind === 'resolved' || !isLapsed)
        : isKnown && !isLapsed;
    // An order that was broken by a late write is not mended by news that is older than what is shown.
    const isOvertaken = seq < told.any;
    if (!wanted || isOvertaken || !isNoticeKind(kind) || channel.skips?.includes(kind) === true) {
      queue.settled.push(seq);
      // It was begun and may have opened something there, which is then closed.
      if (isBad && change.attempts > 0 && channel.showsOnce) isOpen = true;
      continue;
    }
    queue.due.push(change);
    isKnown = true;
    isOpen = isBad || (isOpen && kind !== 'resolved');
  }
}

/** Takes a change for this sender, until the lease ends. False where another sender has it, or it is delivered. */
export async function claim(db: Queries, target: string, seq: number, channel: string, now: number): Promise<boolean> {
  const { changed } = await db.query(
    `INSERT INTO deliveries (target, seq, channel, is_delivered, attempts, at, error, next_at, holds)
       VALUES (?, ?, ?, ${PENDING}, 1, ?, 'begun, and not known to have ended', ?, 0)
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

/** Remembers why, and when to try again. */
export async function markFailed(
  db: Queries,
  seq: number,
  channel: string,
  { now, error, nextMs, holdsChannel }: { now: number; error: string; nextMs: number; holdsChannel: boolean },
): Promise<void> {
  const sql = `UPDATE deliveries SET at = ?, error = ?, next_at = ?, holds = ? WHERE seq = ? AND channel = ? AND is_delivered = ${PENDING}`;
  await db.query(sql, [now, error, nextMs, holdsChannel ? 1 : 0, seq, channel]);
}

/** These are not for this channel. What was begun keeps its attempts. */
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
