// The real rules and incidents over a simulated site. Only the reads of the history are simulated.
import { DEGRADED } from '../../judging.ts';
import {
  factsOf,
  LONG_WINDOWS_MS,
  RECENT_MS,
  type JudgeSite,
  type LongWindowMs,
  type SlowFacts,
} from '../alerts/facts.ts';
import { judgeFacts } from '../alerts/judge-rules.ts';
import { stepIncidents, type Snapshot } from '../incidents/incident-step.ts';
import type { Change, Incident } from '../incidents/incident.ts';
import { isAboutSite, type Sample } from '../sample.ts';
import type { WindowSum } from '../window-source.ts';

const BIN_MS = 10_000;
const SITE: JudgeSite = { target: 'https://simulated.test' };

/** Judges a stream of samples at given times. Before its start the site was watched and healthy. */
export class SimulatedWatch {
  readonly changes: Change[] = [];
  /** Changes by their time of delivery, without those that a later change replaced. */
  #delivered: Change[] = [];
  #recent: Sample[] = [];
  #head = 0;
  #failuresInRecent = 0;
  /** Samples about the site, and failures, up to the end of each bin. */
  readonly #n: number[] = [0];
  readonly #bad: number[] = [0];
  readonly #startMs: number;
  readonly #rate: number;
  readonly #levels: number;
  #snapshot: Snapshot = { alerts: [], incidents: [] };
  judgings = 0;

  constructor(startMs: number, everyMs: number, levels = 3) {
    this.#startMs = startMs;
    this.#rate = 1 / everyMs;
    this.#levels = levels;
  }

  add(sample: Sample): void {
    this.#recent.push(sample);
    const isBad = sample.class !== 'valid';
    if (isBad) this.#failuresInRecent += 1;
    if (!isAboutSite(sample.class)) return;
    const bin = Math.floor((sample.at - this.#startMs) / BIN_MS) + 1;
    this.#fill(bin);
    for (let i = bin; i < this.#n.length; i += 1) {
      this.#n[i] = (this.#n[i] as number) + 1;
      if (isBad) this.#bad[i] = (this.#bad[i] as number) + 1;
    }
  }

  #fill(bin: number): void {
    while (this.#n.length <= bin) {
      this.#n.push(this.#n.at(-1) as number);
      this.#bad.push(this.#bad.at(-1) as number);
    }
  }

  /** Failures in the last 5 minutes as of the last judging or sample. */
  failures(now: number): number {
    this.#drop(now);
    return this.#failuresInRecent;
  }

  /** Nothing is open, pending or suspected. */
  isCalm(): boolean {
    return this.#snapshot.alerts.length === 0 && this.#snapshot.incidents.every(({ state }) => state === 'resolved');
  }

  get incidents(): readonly Incident[] {
    return this.#snapshot.incidents;
  }

  judge(now: number): Change[] {
    this.judgings += 1;
    this.#drop(now);
    if (this.#head > 4_096) {
      this.#recent = this.#recent.slice(this.#head);
      this.#head = 0;
    }
    const samples = this.#recent.slice(this.#head);
    const findings = judgeFacts(factsOf(SITE, now, { samples, states: [], slow: this.#slow(now) }));
    const { alerts, incidents, changes } = stepIncidents(this.#snapshot, findings, now, { levels: this.#levels });
    const changed = new Map(incidents.map((i) => [i.id, i]));
    const rest = this.#snapshot.incidents.filter((i) => !changed.has(i.id));
    this.#snapshot = { alerts, incidents: incidents.length === 0 ? this.#snapshot.incidents : [...rest, ...incidents] };
    for (const change of changes) this.#keep(change, now);
    return changes;
  }

  /** As in the store: a delivered change replaces changes that still wait. */
  #keep(change: Change, now: number): void {
    this.changes.push(change);
    if (change.deliverFromMs === null) return;
    this.#delivered = this.#delivered.filter(
      (c) => c.incident.id !== change.incident.id || (c.deliverFromMs as number) <= now,
    );
    this.#delivered.push(change);
  }

  /** The changes delivered until `now`, in order. */
  delivered(now: number): Change[] {
    return this.#delivered
      .filter((c) => (c.deliverFromMs as number) <= now)
      .sort((a, b) => (a.deliverFromMs as number) - (b.deliverFromMs as number));
  }

  #drop(now: number): void {
    while (this.#head < this.#recent.length && (this.#recent[this.#head] as Sample).at <= now - RECENT_MS) {
      if ((this.#recent[this.#head] as Sample).class !== 'valid') this.#failuresInRecent -= 1;
      this.#head += 1;
    }
  }

  #slow(now: number): SlowFacts {
    const bin = Math.max(0, Math.floor((now - this.#startMs) / BIN_MS) + 1);
    this.#fill(bin);
    const sum = (ms: number): WindowSum => {
      const from = bin - Math.round(ms / BIN_MS);
      const n =
        (this.#n[bin] as number) - (this.#n[Math.max(0, from)] as number) + Math.max(0, -from) * BIN_MS * this.#rate;
      const bad = (this.#bad[bin] as number) - (this.#bad[Math.max(0, from)] as number);
      const whole = Math.round(n);
      return {
        fromMs: now - ms,
        toMs: now,
        n: whole,
        valid: whole - bad,
        classes: {},
        ttfb: { n: whole, sumMs: whole * 100, maxMs: 200 },
        coverage: 1,
        watched: 1,
      };
    };
    const sums = new Map(LONG_WINDOWS_MS.map((ms): [LongWindowMs, WindowSum] => [ms, sum(ms)]));
    return { sums, lastWeek: sum(DEGRADED.windowMs), checks: [], deployments: [], gateSamples: [] };
  }
}
