// The state of one running stand-in. Two stand-ins in one process share no state.
import { setTimeout as delay } from 'node:timers/promises';
import { makeCatalogue, type Catalogue, type Setlist } from './data.ts';
import type { FaultId } from './faults.ts';
import type { Hydration } from './hydration.ts';
import { Limiter, type LimiterMode } from './limiter.ts';
import { Live } from './live.ts';
import type { DialectName } from './pages/writers/dialects.ts';
import type { OrdinaryLife } from './ordinary-life.ts';
import { Sessions } from './sessions.ts';
import { Votes } from './votes.ts';

export type LogLine = { method: string; path: string; status: number; ms: number };
const LOG_LINES = 500;
const CACHE_MS = 1_000;

export class World {
  readonly now: () => Date;
  readonly catalogue: Catalogue;
  readonly votes: Votes;
  readonly sessions = new Sessions();
  readonly limiter: Limiter;
  readonly live = new Live();
  readonly startedMs = performance.now();
  readonly log: LogLine[] = [];
  readonly anonymous = new Map<string, number>();
  /** Requests per path, for the fault that fails every tenth. */
  readonly asked = new Map<string, number>();
  requests = 0;
  status429 = 0;
  serverErrors = 0;
  totalMs = 0;
  #faults: ReadonlySet<FaultId> = new Set();
  /** Of the last upcoming show. */
  readonly #lastSetlist: string | undefined;
  readonly #closing = new AbortController();
  readonly #rendered = new Map<string, { body: string; untilMs: number }>();

  readonly #dialect: DialectName;
  readonly hydration: Hydration;
  /** Undefined: no delay. */
  readonly life: OrdinaryLife | undefined;

  constructor(now: () => Date, limiter: LimiterMode, dialect: DialectName, hydration: Hydration, life?: OrdinaryLife) {
    this.now = now;
    this.#dialect = dialect;
    this.hydration = hydration;
    this.life = life;
    this.catalogue = makeCatalogue(now());
    this.#lastSetlist = this.catalogue.shows.toSorted((a, b) => a.date.localeCompare(b.date)).at(-1)?.setlists[0]?.id;
    this.votes = new Votes(this.catalogue);
    this.limiter = new Limiter(limiter);
  }

  /** The markup of the pages. Only React pages need hydration. */
  get dialect(): DialectName {
    return this.has('never-hydrates') ? 'react' : this.#dialect;
  }

  has(fault: FaultId): boolean {
    return this.#faults.has(fault);
  }

  /** Locked setlists reject votes. The fault moves the lock to a show that is not among the next 20. */
  isLocked({ id, type, isLocked }: Setlist): boolean {
    if (type === 'actual' || !this.has('locked-setlist-far')) return isLocked;
    return id === this.#lastSetlist;
  }

  get faults(): readonly FaultId[] {
    return [...this.#faults];
  }

  setFaults(faults: readonly FaultId[]): void {
    this.#faults = new Set(faults);
    this.#rendered.clear();
  }

  /** A rendered body, cached for a second or until a vote or a fault changes it. */
  rendered(key: string, make: () => string): string {
    const nowMs = performance.now();
    const kept = this.#rendered.get(key);
    if (kept && kept.untilMs > nowMs) return kept.body;
    if (this.#rendered.size > LOG_LINES) this.#rendered.clear();
    const body = make();
    this.#rendered.set(key, { body, untilMs: nowMs + CACHE_MS });
    return body;
  }

  /** Call it after each stored vote: it clears the cache and updates open pages. */
  voted(songId: string): void {
    this.#rendered.clear();
    this.live.tell(JSON.stringify({ event: 'votes', setlistSongId: songId }));
  }

  /** Seconds since the start. */
  uptime(): number {
    return (performance.now() - this.startedMs) / 1000;
  }

  /** Waits. Rejects as soon as the stand-in is closed. */
  async wait(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.#closing.signal });
  }

  record(line: LogLine): void {
    this.requests++;
    this.totalMs += line.ms;
    if (line.status === 429) this.status429++;
    if (line.status >= 500) this.serverErrors++;
    this.log.push(line);
    // Trimmed in blocks: a shift per request would cost more than the request.
    if (this.log.length >= 2 * LOG_LINES) this.log.splice(0, LOG_LINES);
  }

  /** Resets everything except the faults: no votes, sessions, extra accounts, counters or log. */
  reset(): void {
    this.votes.clear();
    this.sessions.clear();
    this.limiter.clear();
    this.anonymous.clear();
    this.asked.clear();
    this.#rendered.clear();
    this.log.length = 0;
    this.requests = 0;
    this.status429 = 0;
    this.serverErrors = 0;
    this.totalMs = 0;
  }

  close(): void {
    this.#closing.abort();
    this.live.close();
  }
}
