// Executes a run: setup, teardown and handleSummary, the VUs that scenarios share, and every iteration.
import { EngineError, EXIT, type ExitCode } from './codes.ts';
import { plannedMs } from './executor-schedule.ts';
import { execute, type Host } from './executors.ts';
import { strings, vuNeeds, type Scenario } from './options.ts';
import { OUTSIDE, type Shared } from './shared-state.ts';
import type { Done } from './task.ts';
import { text, type Phase, type Vu } from './vu.ts';

/** A start within so many ms is on time: timers are no finer. */
const ON_TIME_MS = 5;
const ERRORS_LOGGED = 5;

/** What setup returned, as it goes to every VU. @throws EngineError 255 for what is no JSON in Go. */
export function marshaled(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) => {
    const bad = typeof part === 'function' ? 'type: func(sobek.FunctionCall) sobek.Value' : typeof part === 'number' && !Number.isFinite(part) ? `value: ${part}` : undefined; // prettier-ignore
    if (bad !== undefined)
      throw new EngineError(EXIT.other, `error marshaling setup() data to JSON: json: unsupported ${bad}`);
    return part;
  });
}

export class Run {
  readonly shared: Shared;
  setupJson: string | undefined;
  readonly #numbers = new Map<string, number>();
  readonly #free: Vu[] = [];

  constructor(shared: Shared) {
    this.shared = shared;
  }

  /** setup, teardown or handleSummary, in a VU of its own as in k6. */
  async phase(name: Exclude<Phase, 'init' | 'iteration'>, limitMs: number, argument?: unknown): Promise<unknown> {
    const { shared } = this;
    const { vu } = await shared.newVu(OUTSIDE);
    vu.tags = { ...strings(shared.options['tags']), ...(name === 'handleSummary' ? {} : { group: `::${name}` }) };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      vu.task?.interrupt();
    }, limitMs);
    const { error, value } = await vu.perform(name, () =>
      vu.exported(name)?.(argument === undefined ? undefined : vu.own(argument)),
    );
    clearTimeout(timer);
    this.#bytes(vu);
    vu.client?.close();
    const inTime = (code: ExitCode): EngineError =>
      new EngineError(code, `${name}() execution timed out after ${limitMs / 1_000} seconds`);
    if (late) throw inTime(name === 'teardown' ? EXIT.teardownTimeout : EXIT.setupTimeout);
    if (error !== undefined) throw new EngineError(EXIT.scriptException, text(error));
    return value;
  }

  #bytes(vu: Vu): void {
    const { sent, received } = vu.client?.takeBytes() ?? { sent: 0, received: 0 };
    this.shared.registry.add('data_sent', sent, vu.tags);
    this.shared.registry.add('data_received', received, vu.tags);
  }

  /** VUs that the scenarios need at once: they share them where one is over before the other begins. */
  async initialize(list: readonly Scenario[]): Promise<void> {
    const ready = (s: Scenario): number => this.shared.segment.scale(vuNeeds(s).ready);
    const end = (s: Scenario): number => s.startTimeMs + plannedMs(s) + s.gracefulStopMs;
    const atOnce = (t: number): number => list.filter((s) => s.startTimeMs <= t && t < Math.max(end(s), s.startTimeMs + 1)).reduce((sum, s) => sum + ready(s), 0); // prettier-ignore
    const most = Math.max(0, ...list.map((s) => atOnce(s.startTimeMs)));
    for (let id = 1; id <= most; id++) this.#free.push((await this.shared.newVu(id)).vu);
  }

  /** Runs one scenario to its end: its executor, then gracefulStop, then interruption. */
  async scenario(s: Scenario): Promise<void> {
    const { shared } = this;
    await shared.pause(s.startTimeMs);
    if (shared.ended) return;
    const vus = this.#free.splice(0, shared.segment.scale(vuNeeds(s).ready));
    const [startedAt, startTime, runTags] = [performance.now(), Date.now(), strings(shared.options['tags'])];
    const own = { ...runTags, ...s.tags, ...(shared.systemTag('scenario') ? { scenario: s.name } : {}) };
    const inScenario = new Map<Vu, number>();
    const take = (vu: Vu): void => {
      vu.tags = { ...own, ...(shared.systemTag('group') ? { group: '' } : {}) };
      vu.realm['__ENV'] = { ...shared.env, ...s.env };
    };
    vus.forEach(take);
    let growing = 0;
    let expired = false;
    const most = shared.segment.scale(vuNeeds(s).most);
    const data = new Map<Vu, unknown>();
    const host: Host = {
      vus,
      free: [...vus],
      segment: shared.segment,
      progress: () => 0,
      now: () => performance.now() - startedAt,
      stopping: () => shared.ended !== undefined,
      pause: (ms) => shared.pause(ms),
      started: (lateMs) => shared.self.started(lateMs),
      active: (change) => void (shared.counts.active += change),
      dropped: (count) => {
        shared.registry.add('dropped_iterations', count, own);
        for (let i = 0; i < count; i++) shared.self.dropped(s.executor === 'iterations' || vus.every((vu) => (vu.task?.abort.size ?? 0) > 0)); // prettier-ignore
      },
      grow: () => {
        if (vus.length + growing >= most) return;
        growing++;
        void shared.newVu(shared.counts.initialized + growing).then(({ vu }) => {
          growing--;
          take(vu);
          vus.push(vu);
          shared.counts.active++;
          host.free.push(vu);
        });
      },
      iterate: async (vu, lateMs = 0) => {
        // Nobody would interrupt what starts after the graceful stop.
        if (expired) return;
        const number = this.#numbers.get(s.name) ?? 0;
        this.#numbers.set(s.name, number + 1);
        const mine = inScenario.get(vu) ?? 0;
        inScenario.set(vu, mine + 1);
        vu.realm['__ITER'] = vu.iterations++;
        vu.lateMs = lateMs > ON_TIME_MS ? lateMs : 0;
        vu.iteration = {
          scenario: s.name,
          executor: s.kind,
          startTime,
          progress: () => host.progress(),
          inTest: shared.segment.inTest(number),
          inInstance: number,
          inScenario: mine,
        };
        if (shared.options['noCookiesReset'] !== true) vu.jar = vu.freshJar();
        if (this.setupJson !== undefined && !data.has(vu)) data.set(vu, vu.realm.JSON.parse(this.setupJson));
        const body = vu.exported(s.exec);
        const done = await vu.perform('iteration', () => body?.(data.get(vu)));
        this.#iterated(vu, done);
      },
    };
    const limit = setTimeout(
      () => {
        expired = true;
        for (const vu of vus) vu.task?.interrupt();
      },
      Math.min(plannedMs(s) + s.gracefulStopMs, 2 ** 31 - 1),
    );
    await execute(s, host);
    clearTimeout(limit);
    this.#free.push(...vus);
  }

  #iterated(vu: Vu, { error, interrupted, durationMs: ms }: Done): void {
    const { shared } = this;
    this.#bytes(vu);
    if (shared.options['noVUConnectionReuse'] === true) {
      vu.client?.close();
      vu.client = undefined;
    }
    if (interrupted) {
      shared.self.interrupted++;
      shared.counts.interrupted++;
      return;
    }
    shared.counts.completed++;
    shared.registry.add('iterations', 1, vu.tags);
    shared.registry.add('iteration_duration', ms, vu.tags);
    if (error === undefined) return;
    shared.self.firstException ??= text(error);
    if (++shared.self.exceptions <= ERRORS_LOGGED) shared.log('error', text(error));
  }
}
