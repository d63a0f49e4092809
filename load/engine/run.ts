// One run of a script, from its loading to its summary and exit code.
import { pathToFileURL } from 'node:url';
import type { GeneratorReport } from '../generator.ts';
import { EngineError, EXIT, invalidConfig, type ExitCode } from './codes.ts';
import { execute, plannedMs, type Host } from './executors.ts';
import type { Flags } from './flags.ts';
import { refuseTooMuch, thisMachine } from './limits.ts';
import { checkOptions, durationMs, scenarios, strings, vuNeeds, type Raw, type Scenario } from './options.ts';
import { PointsFile } from './output.ts';
import { Program, type Values } from './program.ts';
import { OUTSIDE, Shared } from './shared.ts';
import { summaryData, type SummaryData } from './summary.ts';
import { bindThresholds, evaluate, parseThresholds } from './thresholds.ts';
import { text, type Done, type Phase, type Vu } from './vu.ts';

export type RunReport = {
  exitCode: ExitCode;
  /** Why it did not end with 0, in words. */
  reason: string | undefined;
  data: SummaryData;
  /** What handleSummary returned: file names, `stdout` or `stderr` to contents; undefined without handleSummary. */
  outputs: Record<string, string | Uint8Array> | undefined;
  generator: GeneratorReport;
};

/** k6 evaluates thresholds every two seconds. */
const EVALUATE_MS = 2_000;
/** A start within so many ms is on time: timers are no finer. */
const ON_TIME_MS = 5;
const ERRORS_LOGGED = 5;

/** What setup returned, as it goes to every VU. @throws EngineError 255 for what is no JSON in Go. */
function marshaled(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) => {
    const bad = typeof part === 'function' ? 'type: func(sobek.FunctionCall) sobek.Value' : typeof part === 'number' && !Number.isFinite(part) ? `value: ${part}` : undefined; // prettier-ignore
    if (bad !== undefined)
      throw new EngineError(EXIT.other, `error marshaling setup() data to JSON: json: unsupported ${bad}`);
    return part;
  });
}

class Run {
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
    const leastMs = durationMs(shared.options['minIterationDuration'] ?? 0);
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
        const short = leastMs - done.durationMs;
        if (short > 0 && !done.interrupted) await shared.pause(short);
      },
    };
    const limit = setTimeout(
      () => vus.forEach((vu) => vu.task?.interrupt()),
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

/** The options in k6's order: a configuration file, the script, variables, flags. */
function consolidated(flags: Flags, exported: unknown): Raw {
  const script = JSON.parse(JSON.stringify(exported ?? {})) as Raw;
  return { ...flags.below, ...script, ...flags.above, ...(flags.noThresholds ? { thresholds: null } : {}) }; // prettier-ignore
}

/** @throws EngineError for what ends a run without a result: 104 and its kin. */
export async function runScript(
  flags: Flags,
  log: (level: string, text: string) => void,
  signal: AbortSignal,
): Promise<RunReport> {
  const program = new Program(pathToFileURL(flags.script));
  const shared = new Shared(program, flags.env, log);
  const run = new Run(shared);
  const onSignal = (): void => shared.stop(EXIT.externalAbort, 'stopped from outside');
  signal.addEventListener('abort', onSignal);
  if (signal.aborted) onSignal();
  const timers: NodeJS.Timeout[] = [];
  let points: PointsFile | undefined;
  try {
    const { exports } = await shared.newVu(OUTSIDE);
    const functions = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
    if (!functions.some((name) => !/^(setup|teardown|handleSummary)$/.test(name)))
      throw new EngineError(EXIT.other, 'no exported functions in script');
    const options = consolidated(flags, (exports as Values)['options']);
    for (const name of checkOptions(options, (key) => program.where(key)))
      log('warning', `unknown option "${name}" is left out`);
    shared.setOptions(options);
    const thresholds = parseThresholds(options['thresholds'], durationMs);
    const bound = bindThresholds(thresholds, shared.registry);
    shared.registry.resolve('http_req_duration{expected_response:true}'); // k6 shows it always
    const list = scenarios(options);
    const lost = list.find(({ exec }) => !functions.includes(exec));
    if (lost) throw invalidConfig(`executor ${lost.name}: function '${lost.exec}' not found in exports`);
    refuseTooMuch(list, thisMachine());
    if (flags.out !== undefined) points = new PointsFile(flags.out, shared.registry, thresholds);
    await run.initialize(list);
    shared.self.startUpMs = performance.now() - shared.startedAt;

    shared.startedAt = performance.now();
    const elapsed = (): number => performance.now() - shared.startedAt;
    const has = (name: string): boolean => functions.includes(name);
    const end = (error: unknown): void => {
      if (!(error instanceof EngineError)) throw error;
      if (error.exitCode === EXIT.other) throw error;
      shared.stop(error.exitCode, error.message);
    };
    if (has('setup') && options['noSetup'] !== true && !shared.ended) {
      await run.phase('setup', durationMs(options['setupTimeout'] ?? '60s')).then((value) => (run.setupJson = marshaled(value))).catch(end); // prettier-ignore
    }
    const setUp = shared.ended === undefined || shared.ended.exitCode === EXIT.externalAbort;
    const gauges = (): void => {
      shared.registry.add('vus', shared.counts.active, {});
      shared.registry.add('vus_max', shared.counts.initialized, {});
    };
    timers.push(setInterval(gauges, 1_000));
    timers.push(setInterval(() => {
      const { failed, abort } = evaluate(bound, elapsed(), false);
      if (abort) shared.stop(EXIT.thresholds, `thresholds on metrics '${failed.join(', ')}' were crossed; at least one has abortOnFail enabled, stopping test prematurely`);
    }, EVALUATE_MS)); // prettier-ignore
    shared.self.begin();
    gauges();
    if (setUp) await Promise.all(list.map((s) => run.scenario(s)));
    const generator = shared.self.stop();
    if (setUp && has('teardown') && options['noTeardown'] !== true) {
      const given = run.setupJson === undefined ? undefined : (JSON.parse(run.setupJson) as unknown);
      await run.phase('teardown', durationMs(options['teardownTimeout'] ?? '60s'), given).catch(end);
    }
    if (shared.ended?.exitCode === EXIT.invalidConfig) throw new EngineError(EXIT.invalidConfig, shared.ended.reason);

    const { failed } = evaluate(bound, elapsed(), true);
    const crossed =
      failed.length === 0
        ? undefined
        : { exitCode: EXIT.thresholds, reason: `thresholds on metrics '${failed.join(', ')}' have been crossed` };
    const data = summaryData(shared.registry, bound, shared.tree.root, options, elapsed(), run.setupJson);
    let outputs: RunReport['outputs'];
    if (has('handleSummary')) {
      const given = await run.phase('handleSummary', durationMs(options['handleSummaryTimeout'] ?? '2m'), data).catch((error: unknown) => log('error', (error as Error).message)); // prettier-ignore
      const texts = Object.entries((given ?? {}) as Values).map(([name, content]) => [name, typeof content === 'string' ? content : ArrayBuffer.isView(content) ? new Uint8Array(content.buffer) : isBuffer(content) ? new Uint8Array(content) : undefined] as const); // prettier-ignore
      const bad = texts.find(([, content]) => content === undefined);
      if (bad) log('error', `handleSummary() returned something that is neither a string nor bytes for '${bad[0]}'`);
      outputs =
        given === undefined || bad ? undefined : (Object.fromEntries(texts) as Record<string, string | Uint8Array>);
    }
    const { exitCode, reason } = shared.ended ?? shared.failed ?? crossed ?? { exitCode: EXIT.ok, reason: undefined };
    return { exitCode, reason, data, outputs, generator };
  } finally {
    for (const timer of timers) clearInterval(timer);
    shared.wake();
    points?.close();
    signal.removeEventListener('abort', onSignal);
    for (const vu of shared.vus) vu.end();
  }
}

const isBuffer = (value: unknown): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]';
