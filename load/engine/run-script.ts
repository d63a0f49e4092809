// One run of a script, from its loading to its summary and exit code.
import { pathToFileURL } from 'node:url';
import type { GeneratorReport } from '../generator.ts';
import { EngineError, EXIT, invalidConfig, type ExitCode } from './codes.ts';
import type { Flags } from './flags.ts';
import { refuseTooMuch, thisMachine } from './limits.ts';
import { checkOptions } from './check-options.ts';
import { durationMs, scenarios, type Raw } from './options.ts';
import { Program, type Values } from './program.ts';
import { OUTSIDE, Shared } from './shared-state.ts';
import { summaryData, type SummaryData } from './summary.ts';
import { bindThresholds, evaluate, parseThresholds } from './thresholds.ts';
import { warmUp } from './client-warm-up.ts';
import { marshaled, Run } from './play.ts';

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

/** The options in k6's order: the script, variables, flags. */
function consolidated(flags: Flags, exported: unknown): Raw {
  const script = JSON.parse(JSON.stringify(exported ?? {})) as Raw;
  return { ...script, ...flags.above, ...(flags.noThresholds ? { thresholds: null } : {}) }; // prettier-ignore
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
    await run.initialize(list);
    await warmUp(shared.client());
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
    signal.removeEventListener('abort', onSignal);
    for (const vu of shared.vus) vu.end();
  }
}

const isBuffer = (value: unknown): value is ArrayBuffer =>
  Object.prototype.toString.call(value) === '[object ArrayBuffer]';
