// The state of a run: its VUs, metrics and end; and the field on which an executor plays a scenario.
import { EXIT, type ExitCode } from './codes.ts';
import { execute, plannedMs, type Field } from './executors.ts';
import { Registry } from './metrics.ts';
import { vuNeeds, type Scenario } from './options.ts';
import { COUNTS } from './protocol.ts';
import { SelfWatch } from './self.ts';
import { GroupTree } from './summary.ts';
import { Vu, type Done, type VuShared } from './vu.ts';

export type RunOptions = {
  script: URL;
  env: Readonly<Record<string, string>>;
  /** External end (Ctrl-C): stops within a second, reports, exit 105. */
  signal: AbortSignal;
  /** Options of the command line, in the place of the script's. */
  optionsOver?: Readonly<Record<string, unknown>>;
  skip?: { setup: boolean; teardown: boolean };
  /** `--out json=`: every sample, a line each. */
  pointsFile?: string;
  log: (level: string, text: string) => void;
};

const STARTING_AT_ONCE = 6;
/** A start within so many ms is on time: timers are no finer. */
const ON_TIME_MS = 5;

export class Run {
  readonly registry = new Registry();
  readonly tree = new GroupTree();
  readonly self = new SelfWatch();
  readonly counts = new Int32Array(new SharedArrayBuffer(COUNTS.length * Int32Array.BYTES_PER_ELEMENT));
  readonly all: Vu[] = [];
  readonly shared: VuShared;
  readonly #wakers = new Set<() => void>();
  #iterations = new Map<string, number>();
  #ended: { exitCode: ExitCode; reason: string } | undefined;
  setupJson: string | undefined;
  startedAt = performance.now();

  /** `minIterationDuration`. */
  leastIterationMs = 0;
  runTags: Readonly<Record<string, string>> = {};

  constructor({ script, env, optionsOver = {}, log }: RunOptions) {
    this.registry.listeners.push((metric, value, tags) => this.tree.take(metric, value, tags));
    this.shared = {
      script,
      env,
      sources: undefined,
      arrays: undefined,
      optionsOver,
      batch: { all: 20, perHost: 6 },
      freshConnections: false,
      systemTags: undefined,
      counts: this.counts.buffer,
      startedAt: Date.now(),
      client: { insecure: false, reuse: true },
      registry: this.registry,
      log,
      onAbort: (message, fail) => {
        const reason = `test ${fail ? 'marked as failed' : 'aborted'}: ${message}`;
        if (fail) this.failed ??= { exitCode: EXIT.markedAsFailed, reason };
        else this.stop(EXIT.scriptAborted, reason);
      },
    };
  }

  /** All is run: what still starts is not missed. */
  over = false;
  failed: { exitCode: ExitCode; reason: string } | undefined;
  get ended(): { exitCode: ExitCode; reason: string } | undefined {
    return this.#ended;
  }

  /** The first reason wins. */
  stop(exitCode: ExitCode, reason: string): void {
    this.#ended ??= { exitCode, reason };
    for (const vu of this.all) vu.interrupt();
    this.wake();
  }

  /** Ends every pause: no timer may outlive the run. */
  wake(): void {
    for (const wake of this.#wakers) wake();
  }

  pause(ms: number): Promise<void> {
    if (this.#ended) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.#wakers.add(wake);
    });
  }

  async startVu(): Promise<Vu> {
    const vu = new Vu(this.all.length, this.shared);
    this.all.push(vu);
    await vu.ready;
    Atomics.add(this.counts, COUNTS.vusInitialized, 1);
    vu.setupData(this.setupJson);
    return vu;
  }

  async startVus(count: number): Promise<Vu[]> {
    const vus: Vu[] = [];
    let left = count;
    const start = async (): Promise<void> => {
      while (left-- > 0) vus.push(await this.startVu());
    };
    await Promise.all(Array.from({ length: STARTING_AT_ONCE }, start));
    return vus.sort((a, b) => a.id - b.id);
  }

  /** Runs one scenario to its end: its executor, then gracefulStop, then interruption. */
  async scenario(s: Scenario, vus: Vu[]): Promise<void> {
    await this.pause(s.startTimeMs);
    if (this.#ended) return;
    const startedAt = performance.now();
    const startTime = Date.now();
    const planned = plannedMs(s);
    const inScenario = new Map<Vu, number>();
    let growing = 0;
    const ungrouped = { ...this.runTags, ...s.tags, scenario: s.name };
    const tags = { ...ungrouped, group: '' };
    const field: Field = {
      vus,
      free: [...vus],
      now: () => performance.now() - startedAt,
      stopping: () => this.#ended !== undefined,
      pause: (ms) => this.pause(ms),
      started: (lateMs) => this.self.started(lateMs),
      dropped: () => {
        this.registry.add('dropped_iterations', 1, ungrouped);
        this.self.dropped(vus.length > 0 && vus.every((vu) => vu.waiting > 0));
      },
      grow: () => {
        const most = vuNeeds(s).most;
        if (vus.length + growing >= most) return;
        growing++;
        // It may be ended while it is starting: the run is over, and nobody waits for it.
        void this.startVu().then(
          (vu) => {
            growing--;
            vus.push(vu);
            field.free.push(vu);
          },
          (error: Error) => {
            growing--;
            if (!this.over) this.shared.log('warn', `a further VU did not start: ${error.message}`);
          },
        );
      },
      iterate: async (vu, lateMs = 0) => {
        const iterationInTest = this.#iterations.get(s.name) ?? 0;
        this.#iterations.set(s.name, iterationInTest + 1);
        const iterationInScenarioOfVu = inScenario.get(vu) ?? 0;
        inScenario.set(vu, iterationInScenarioOfVu + 1);
        Atomics.add(this.counts, COUNTS.vusActive, 1);
        const done = await vu.iterate({
          scenario: s.name,
          executor: s.executor === 'arrival-rate' ? s.kind : s.executor,
          exec: s.exec,
          env: s.env,
          tags: { ...this.runTags, ...s.tags },
          startTime,
          durationMs: planned,
          iterationInTest,
          iterations: s.executor === 'shared-iterations' ? s.iterations : undefined,
          iterationInVu: vu.iterations,
          iterationInScenarioOfVu,
          lateMs: lateMs > ON_TIME_MS ? lateMs : 0,
        });
        Atomics.sub(this.counts, COUNTS.vusActive, 1);
        this.#iterated(done, tags);
        const short = this.leastIterationMs - done.durationMs;
        if (short > 0 && !done.interrupted) await this.pause(short);
      },
    };
    const limit = setTimeout(
      () => vus.forEach((vu) => vu.interrupt()),
      Math.min(planned + s.gracefulStopMs, 2 ** 31 - 1),
    );
    await execute(s, field);
    clearTimeout(limit);
  }

  #iterated({ error, interrupted, durationMs }: Done, tags: Readonly<Record<string, string>>): void {
    if (interrupted) {
      this.self.interrupted++;
      Atomics.add(this.counts, COUNTS.interrupted, 1);
      return;
    }
    Atomics.add(this.counts, COUNTS.completed, 1);
    this.registry.add('iterations', 1, tags);
    this.registry.add('iteration_duration', durationMs, tags);
    if (error === undefined) return;
    this.self.exceptions++;
    this.self.firstException ??= error;
    if (this.self.exceptions <= 5) this.shared.log('error', error);
  }

  gauges(): void {
    this.registry.add('vus', Atomics.load(this.counts, COUNTS.vusActive), {});
    this.registry.add('vus_max', Atomics.load(this.counts, COUNTS.vusInitialized), {});
  }
}
