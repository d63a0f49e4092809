// One run of a k6 script, from its loading to its summary and exit code.
import { existsSync } from 'node:fs';
import { freemem } from 'node:os';
import { EngineError, EXIT, invalidConfig, type ExitCode } from './codes.ts';
import { execute, plannedMs, type Field } from './executors.ts';
import { Registry } from './metrics.ts';
import { durationMs, scenarios, vuNeeds, type Scenario } from './options.ts';
import { COUNTS } from './protocol.ts';
import { SelfWatch, type GeneratorReport } from './self.ts';
import { GroupTree, summaryData, type SummaryData } from './summary.ts';
import { bindThresholds, evaluate, parseThresholds } from './thresholds.ts';
import { Vu, type Done, type Ready, type VuShared } from './vu.ts';

export type RunOptions = {
  script: URL;
  env: Readonly<Record<string, string>>;
  /** External end (Ctrl-C): stops within a second, reports, exit 105. */
  signal: AbortSignal;
  log: (level: string, text: string) => void;
};
export type RunReport = {
  exitCode: ExitCode;
  /** Why it did not end with 0, in words. */
  reason: string | undefined;
  data: SummaryData;
  /** What handleSummary returned: file names, `stdout` or `stderr` to texts; undefined without handleSummary. */
  outputs: Record<string, string> | undefined;
  generator: GeneratorReport;
};

/** k6 evaluates thresholds every two seconds. */
const EVALUATE_MS = 2_000;
/** A worker thread with its script takes about this much; more VUs than fit are refused before the start. */
const VU_BYTES = 16 * 2 ** 20;
const STARTING_AT_ONCE = 6;

class Run {
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

  constructor({ script, env, log }: RunOptions) {
    const add = this.registry.add.bind(this.registry);
    this.registry.add = (metric, value, tags) => {
      this.tree.take(metric, value, tags);
      add(metric, value, tags);
    };
    this.shared = {
      script,
      env,
      sources: undefined,
      counts: this.counts.buffer,
      startedAt: Date.now(),
      client: { insecure: false, perHost: 6, reuse: true },
      registry: this.registry,
      log,
      onAbort: (message, fail) => {
        const reason = `test ${fail ? 'marked as failed' : 'aborted'}: ${message}`;
        if (fail) this.failed ??= { exitCode: EXIT.scriptAborted, reason };
        else this.stop(EXIT.scriptAborted, reason);
      },
    };
  }

  failed: { exitCode: ExitCode; reason: string } | undefined;
  get ended(): { exitCode: ExitCode; reason: string } | undefined {
    return this.#ended;
  }

  /** The first reason wins. */
  stop(exitCode: ExitCode, reason: string): void {
    this.#ended ??= { exitCode, reason };
    for (const vu of this.all) vu.interrupt();
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
    while (vus.length < count) {
      const step = Math.min(STARTING_AT_ONCE, count - vus.length);
      vus.push(...(await Promise.all(Array.from({ length: step }, () => this.startVu()))));
    }
    return vus;
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
    const tags = { ...s.tags, scenario: s.name, group: '' };
    const field: Field = {
      vus,
      free: [...vus],
      now: () => performance.now() - startedAt,
      stopping: () => this.#ended !== undefined,
      pause: (ms) => this.pause(ms),
      started: (lateMs) => this.self.started(lateMs),
      dropped: () => {
        this.registry.add('dropped_iterations', 1, tags);
        this.self.dropped(vus.length > 0 && vus.every((vu) => vu.waiting > 0));
      },
      grow: () => {
        const most = vuNeeds(s).most;
        if (vus.length + growing >= most) return;
        growing++;
        void this.startVu().then((vu) => {
          growing--;
          vus.push(vu);
          field.free.push(vu);
        });
      },
      iterate: async (vu) => {
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
          tags: s.tags,
          startTime,
          durationMs: planned,
          iterationInTest,
          iterationInVu: vu.iterations,
          iterationInScenarioOfVu,
        });
        Atomics.sub(this.counts, COUNTS.vusActive, 1);
        this.#iterated(done, tags);
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

/** setup or teardown in the first VU. */
async function phase(run: Run, main: Vu, ready: Ready, name: 'setup' | 'teardown', limitMs: number): Promise<void> {
  if (!ready.exports.includes(name)) return;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    main.interrupt();
  }, limitMs);
  const argument =
    name === 'teardown' && run.setupJson !== undefined ? (JSON.parse(run.setupJson) as unknown) : undefined;
  const { error, value } = await main.call(name, argument);
  clearTimeout(timer);
  if (late) run.stop(name === 'setup' ? EXIT.setupTimeout : EXIT.teardownTimeout, `${name}() took over ${limitMs} ms`);
  else if (error !== undefined) run.stop(EXIT.scriptException, error);
  else if (name === 'setup') run.setupJson = value as string | undefined;
}

function checked(ready: Ready): Scenario[] {
  const list = scenarios(ready.options);
  for (const { name, exec } of list) {
    if (!ready.exports.includes(exec)) throw invalidConfig(`function '${exec}' of scenario '${name}' is not exported`);
  }
  const most = list.reduce((sum, s) => sum + vuNeeds(s).most, 0);
  const fit = Math.floor((freemem() * 0.8) / VU_BYTES);
  if (most > fit)
    throw invalidConfig(`${most} VUs do not fit this machine (about ${fit} do): use k6 itself for this load`);
  return list;
}

/** @throws EngineError for what ends a run before it starts: 104, 107, 255. */
export async function runScript(options: RunOptions): Promise<RunReport> {
  if (!existsSync(options.script)) throw new EngineError(EXIT.other, `no such script: ${options.script.pathname}`);
  const run = new Run(options);
  const onSignal = (): void => run.stop(EXIT.externalAbort, 'stopped from outside');
  options.signal.addEventListener('abort', onSignal);
  if (options.signal.aborted) onSignal();
  const main = new Vu(0, run.shared);
  run.all.push(main);
  try {
    const ready = await main.ready;
    run.shared.sources = ready.sources;
    run.shared.client = {
      insecure: ready.options['insecureSkipTLSVerify'] === true,
      perHost: Number(ready.options['batchPerHost'] ?? 6),
      reuse: ready.options['noConnectionReuse'] !== true,
    };
    for (const { name, type, contains } of ready.metrics) run.registry.declare(name, type, contains);
    const bound = bindThresholds(parseThresholds(ready.options['thresholds'], durationMs), run.registry);
    const list = checked(ready);
    const vus: Vu[][] = [];
    for (const s of list) vus.push(await run.startVus(vuNeeds(s).ready));
    run.self.startUpMs = performance.now() - run.startedAt;

    run.startedAt = performance.now();
    const elapsed = (): number => performance.now() - run.startedAt;
    if (!run.ended) await phase(run, main, ready, 'setup', durationMs(ready.options['setupTimeout'] ?? '60s'));
    for (const vu of run.all) vu.setupData(run.setupJson);
    const setUp = run.ended === undefined;
    run.gauges();
    const gauges = setInterval(() => run.gauges(), 1000);
    const judge = setInterval(() => {
      const { failed, abort } = evaluate(bound, elapsed(), false);
      if (abort) run.stop(EXIT.thresholds, `thresholds have been crossed: ${failed.join(', ')}`);
    }, EVALUATE_MS);
    run.self.begin();
    if (setUp) await Promise.all(list.map((s, i) => run.scenario(s, vus[i] ?? [])));
    clearInterval(gauges);
    clearInterval(judge);
    run.gauges();
    const generator = run.self.stop();
    if (setUp) await phase(run, main, ready, 'teardown', durationMs(ready.options['teardownTimeout'] ?? '60s'));

    const { failed } = evaluate(bound, elapsed(), true);
    const crossed =
      failed.length === 0 ? undefined : { exitCode: EXIT.thresholds, reason: `crossed: ${failed.join(', ')}` };
    const data = summaryData(run.registry, bound, run.tree.root, ready.options, elapsed());
    let outputs: Record<string, string> | undefined;
    if (ready.exports.includes('handleSummary')) {
      const { value, error } = await main.call('handleSummary', data);
      if (error !== undefined) options.log('error', error);
      else outputs = Object.fromEntries(Object.entries((value ?? {}) as object).map(([k, v]) => [k, String(v)]));
    }
    const { exitCode, reason } = run.ended ?? run.failed ?? crossed ?? { exitCode: EXIT.ok, reason: undefined };
    return { exitCode, reason, data, outputs, generator };
  } finally {
    options.signal.removeEventListener('abort', onSignal);
    await Promise.all(run.all.map((vu) => vu.end()));
  }
}
