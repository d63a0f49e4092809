// Reads rows of the incident tables. Unknown fields of a later release are preserved; an unknown kind is read as a note.
import { CHANGE_KINDS, incidentSchema, type Change, type ChangeKind, type Incident } from './incident.ts';

type Value = string | number | null;
export type Rows = { rows: readonly Record<string, unknown>[]; changed: number };
export type Queries = { query(sql: string, args?: Value[]): Promise<Rows> };
/** The part of the history's database that incidents need. A transaction excludes other writers, or fails. */
export type IncidentDatabase = Queries & { transaction<T>(work: (tx: Queries) => Promise<T>): Promise<T> };

/** A stored change. `seq` increases and is unique in the history, so it is part of the dedup key. */
export type StoredChange = Change & { seq: number };
export type Delivery = { channel: string; isDelivered: boolean; attempts: number; at: number; error: string | null };
export type TimelineEntry = StoredChange & { deliveries: Delivery[] };

export const numberOf = (row: Record<string, unknown>, column: string): number => Number(row[column]);
export const incidentOf = (row: Record<string, unknown>): Incident =>
  incidentSchema.parse(JSON.parse(String(row['body'])));
const isKind = (text: string): text is ChangeKind => (CHANGE_KINDS as readonly string[]).includes(text);

export const changeOf = (row: Record<string, unknown>): StoredChange => ({
  seq: numberOf(row, 'seq'),
  incident: incidentSchema.parse(JSON.parse(String(row['snapshot']))),
  at: numberOf(row, 'at'),
  // An unknown kind, from a later release, is read as a note.
  kind: isKind(String(row['kind'])) ? (String(row['kind']) as ChangeKind) : 'note',
  by: row['by_whom'] === null ? null : String(row['by_whom']),
  text: String(row['text']),
  deliverFromMs: row['tell_from'] === null ? null : numberOf(row, 'tell_from'),
});

export const deliveryOf = (row: Record<string, unknown>): Delivery => ({
  channel: String(row['channel']),
  isDelivered: numberOf(row, 'is_delivered') === 1,
  attempts: numberOf(row, 'attempts'),
  at: numberOf(row, 'at'),
  error: row['error'] === null ? null : String(row['error']),
});
