// The changes of one step: incidents and timeline entries.
import type { Change, ChangeKind, Incident } from './incident.ts';
import { deliveryTime, withNotice } from './notice-times.ts';

export class StepRecord {
  readonly changed = new Map<string, Incident>();
  readonly changes: Change[] = [];
  readonly #quiet: ReadonlySet<string>;
  readonly now: number;

  constructor(now: number, quiet: ReadonlySet<string>) {
    this.now = now;
    this.#quiet = quiet;
  }

  /** An id by the time of the step. Two deployments that are first seen together open two incidents. */
  freeId(prefix: string): string {
    let at = this.now;
    while (this.changed.has(`${prefix}${at}`)) at += 1;
    return `${prefix}${at}`;
  }

  /** Records a changed incident with a timeline entry. */
  record(incident: Incident, kind: ChangeKind, text: string): Incident {
    // A delivered opening gets its resolution even during a silence. Otherwise the receiver would show the incident as open for ever.
    const isQuiet = this.#quiet.has(incident.topic) && !(kind === 'resolved' && incident.noticesMs.length > 0);
    const at = isQuiet ? null : deliveryTime(incident, kind, this.now);
    const after = at === null ? incident : withNotice(incident, at, this.now);
    this.changed.set(after.id, after);
    this.changes.push({ incident: after, at: this.now, kind, by: null, text, deliverFromMs: at });
    return after;
  }

  /** Records a changed incident without a timeline entry. */
  update(incident: Incident): Incident {
    this.changed.set(incident.id, incident);
    return incident;
  }

  isQuiet(incident: Incident): boolean {
    return this.#quiet.has(incident.topic);
  }
}
