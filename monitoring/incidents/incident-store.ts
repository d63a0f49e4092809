// Incidents of one site in the history. Every write is a compare-and-set on the version that was read; on a conflict it is retried.
import { alertStateSchema, type AlertState } from '../alerts/alert-state.ts';
import { LONGEST_MEMORY_MS } from './explained-alerts.ts';
import type { Outcome, Snapshot } from './incident-step.ts';
import {
  changeOf,
  deliveryOf,
  incidentOf,
  numberOf,
  type IncidentDatabase,
  type Queries,
  type TimelineEntry,
} from './incident-rows.ts';
import { storeAlerts, storeChanges, storeIncident, LostRace } from './incident-writes.ts';
import type { Change, Incident } from './incident.ts';

export type { IncidentDatabase, TimelineEntry } from './incident-rows.ts';

const MOST_RACES = 20;
const COLUMNS = 'id, version, body';

export const openIncidentStore = (db: IncidentDatabase, target: string): IncidentStore => new IncidentStore(db, target);

export class IncidentStore {
  readonly target: string;
  readonly #db: IncidentDatabase;

  constructor(db: IncidentDatabase, target: string) {
    this.#db = db;
    this.target = target;
  }

  /** For the delivery rows of monitoring/notify. */
  get db(): Queries {
    return this.#db;
  }

  /** Runs `work` on the stored state and stores its result. Runs it again if another writer was faster. */
  async apply(now: number, work: (snapshot: Snapshot) => Outcome): Promise<Change[]> {
    // Usually nothing has to be written, and no lock is needed.
    const first = await this.#read(this.#db, now);
    if (isNothing(first, work(first))) return [];
    return this.#racing(async (tx) => {
      const read = await this.#read(tx, now);
      const outcome = work(read);
      await storeAlerts(tx, this.target, read.alertsVersion, outcome.alerts);
      for (const incident of outcome.incidents)
        await storeIncident(tx, this.target, incident, read.versions.get(incident.id));
      await storeChanges(tx, this.target, outcome.changes, now);
      return outcome.changes;
    });
  }

  /** Changes one incident for a person. Throws RangeError if there is no such incident, and errors of `work`. */
  change(
    id: string,
    now: number,
    work: (incident: Incident) => { incident: Incident; change: Change; forget?: boolean },
  ): Promise<Change> {
    return this.#racing(async (tx) => {
      const sql = `SELECT ${COLUMNS} FROM incidents WHERE target = ? AND id = ?`;
      const [row] = (await tx.query(sql, [this.target, id])).rows;
      if (row === undefined) throw new RangeError(`no incident ${id} of ${this.target}`);
      const { incident, change, forget } = work(incidentOf(row));
      await storeIncident(tx, this.target, incident, numberOf(row, 'version'));
      if (forget === true) {
        const { alerts, version } = await this.#alerts(tx);
        await storeAlerts(
          tx,
          this.target,
          version,
          alerts.filter(({ topic }) => !incident.topics.includes(topic)),
        );
      }
      await storeChanges(tx, this.target, [change], now);
      return change;
    });
  }

  /** Newest first. `unresolved`: at most one for each family. `limit`: absent for all. */
  async list(which: 'unresolved' | 'all', limit?: number): Promise<Incident[]> {
    const where = which === 'unresolved' ? `AND state <> 'resolved'` : '';
    const sql = `SELECT ${COLUMNS} FROM incidents WHERE target = ? ${where} ORDER BY opened_at DESC, id LIMIT ?`;
    // In SQLite a negative limit means no limit.
    return (await this.#db.query(sql, [this.target, limit ?? -1])).rows.map(incidentOf);
  }

  async find(id: string): Promise<Incident | undefined> {
    const sql = `SELECT ${COLUMNS} FROM incidents WHERE target = ? AND id = ?`;
    const [row] = (await this.#db.query(sql, [this.target, id])).rows;
    return row === undefined ? undefined : incidentOf(row);
  }

  /** The changes of an incident, oldest first, with their deliveries. */
  async timeline(id: string): Promise<TimelineEntry[]> {
    const changes = `SELECT * FROM incident_changes WHERE target = ? AND incident = ? ORDER BY seq`;
    const delivered = `SELECT d.* FROM deliveries d JOIN incident_changes c ON c.seq = d.seq
      WHERE c.target = ? AND c.incident = ? AND d.is_delivered <> 2 ORDER BY d.at`;
    const [entries, deliveries] = await Promise.all([
      this.#db.query(changes, [this.target, id]),
      this.#db.query(delivered, [this.target, id]),
    ]);
    const bySeq = Map.groupBy(deliveries.rows, (row) => numberOf(row, 'seq'));
    return entries.rows.map((row) => ({
      ...changeOf(row),
      deliveries: (bySeq.get(numberOf(row, 'seq')) ?? []).map(deliveryOf),
    }));
  }

  async #racing<T>(work: (tx: Queries) => Promise<T>): Promise<T> {
    for (let race = 1; ; race += 1) {
      let refusal: unknown;
      try {
        return await this.#db.transaction(async (tx) => {
          refusal = undefined;
          try {
            return await work(tx);
          } catch (error) {
            refusal = error;
            throw error;
          }
        });
      } catch (error) {
        // The database wraps errors of a transaction. `refusal` is the original.
        if (refusal instanceof RangeError) throw refusal;
        if (!(refusal instanceof LostRace) || race >= MOST_RACES) throw error;
      }
    }
  }

  async #alerts(db: Queries): Promise<{ alerts: AlertState[]; version: number }> {
    const [row] = (await db.query('SELECT version, body FROM alert_states WHERE target = ?', [this.target])).rows;
    if (row === undefined) return { alerts: [], version: 0 };
    return {
      alerts: alertStateSchema.array().parse(JSON.parse(String(row['body']))),
      version: numberOf(row, 'version'),
    };
  }

  async #read(db: Queries, now: number): Promise<Snapshot & { alertsVersion: number; versions: Map<string, number> }> {
    const { alerts, version } = await this.#alerts(db);
    const sql = `SELECT ${COLUMNS} FROM incidents WHERE target = ? AND (state <> 'resolved' OR last_bad > ?)`;
    const { rows } = await db.query(sql, [this.target, now - LONGEST_MEMORY_MS]);
    const versions = new Map(rows.map((row) => [String(row['id']), numberOf(row, 'version')]));
    return { alerts, alertsVersion: version, incidents: rows.map(incidentOf), versions };
  }
}

const isNothing = (before: Snapshot, after: Outcome): boolean =>
  after.incidents.length === 0 && after.changes.length === 0 && before.alerts.length === 0 && after.alerts.length === 0;
