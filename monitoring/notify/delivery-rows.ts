// Reads the delivery queue of a channel from the history: one row for each change and channel.
import { INCIDENT_RULES } from '../../judging.ts';
import { changeOf, numberOf, type StoredChange, type Queries } from '../incidents/incident-rows.ts';
import { DELIVERED, PENDING, SETTLED } from './delivery-writes.ts';
import type { Routing } from './routing.ts';
import { isRouted } from './routing.ts';
import { isBadNews, isNoticeKind } from './notice.ts';

export type Pending = StoredChange & {
  /** Earlier attempts: they failed, or their sender was killed. They may have been delivered. */
  attempts: number;
  /** Not before this time, ms since 1970. */
  nextMs: number;
  /** Retry-After: the whole channel waits until `nextMs`. */
  holdsChannel: boolean;
};
export type Queue = {
  /** To be sent, oldest first. */
  due: Pending[];
  /** Never sent through this channel: not routed, expired, or the resolution of an incident that it never delivered. */
  settled: number[];
};

/** The newest delivered change of an incident (its `seq`, 0: none): one that opens, a resolution, any. */
type LastDelivered = { bad: number; resolved: number; any: number };

/** Reads the queue of a channel at `now`. */
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
  const delivered = await readDelivered(db, target, channel);
  const queue: Queue = { due: [], settled: [] };
  for (const rows of Map.groupBy(pending.rows, (row) => String(row['incident'])).values()) {
    const of = rows.map((row) => ({
      ...changeOf(row),
      attempts: numberOf(row, 'attempts'),
      nextMs: numberOf(row, 'next_at'),
      holdsChannel: numberOf(row, 'holds') === 1,
    }));
    const isResolved = rows[0]?.['state_now'] === 'resolved';
    const last = delivered.get(of[0]?.incident.id ?? '') ?? { bad: 0, resolved: 0, any: 0 };
    sort(of, last, { channel, routing, now, isResolved }, queue);
  }
  queue.due.sort((a, b) => a.seq - b.seq);
  return queue;
}

/** The last delivered changes through a channel, by incident. */
async function readDelivered(
  db: Queries,
  target: string,
  { name, showsOnce }: { name: string; showsOnce: boolean },
): Promise<Map<string, LastDelivered>> {
  // An unconfirmed attempt may have opened an incident there. Where the receiver deduplicates, its resolution is sent in any case.
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

/** Decides each pending change of one incident, in order. A resolution follows the opening, whatever its age and the routes are. */
function sort(
  of: readonly Pending[],
  last: LastDelivered,
  { channel, routing, now, isResolved }: Context,
  queue: Queue,
): void {
  const lastBad = of.findLast(({ kind }) => isNoticeKind(kind) && isBadNews(kind))?.seq;
  let isOpen = last.bad > last.resolved;
  let isKnown = last.any > 0;
  for (const change of of) {
    const { seq, kind, incident } = change;
    const isBad = isNoticeKind(kind) && isBadNews(kind);
    const isLate = (change.deliverFromMs ?? 0) <= now - INCIDENT_RULES.deliverWithinMs;
    // Of expired changes only the newest is sent, and only while the incident is open.
    const isExpired = isLate && !(isBad && !isResolved && seq === lastBad);
    const wanted = isBad
      ? !isExpired && (isOpen || routing === undefined || isRouted(routing, channel.name, incident.severity))
      : kind === 'resolved' || kind === 'acknowledged'
        ? isOpen && (kind === 'resolved' || !isExpired)
        : isKnown && !isExpired;
    // A change older than the last delivered one was written late. It is not sent, because the order would be wrong.
    const isOvertaken = seq < last.any;
    if (!wanted || isOvertaken || !isNoticeKind(kind) || channel.skips?.includes(kind) === true) {
      queue.settled.push(seq);
      // The attempt may have opened an incident there, which must then be resolved.
      if (isBad && change.attempts > 0 && channel.showsOnce) isOpen = true;
      continue;
    }
    queue.due.push(change);
    isKnown = true;
    isOpen = isBad || (isOpen && kind !== 'resolved');
  }
}
