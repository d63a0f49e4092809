// One run of a script, from its loading to its summary and exit code.
import { isAnyArrayBuffer } from 'node:util/types';
import { pathToFileURL } from 'node:url';
import type { GeneratorReport } from '../generator.ts';
import { EngineError, EXIT, invalidConfig, type ExitCode } from './codes.ts';
import type { Flags } from './flags.ts';
import { warmUp } from './http-client.ts';
import { refuseTooMuch } from './limits.ts';
import { durationMs } from './duration.ts';
import { checkOptions, scenarios, type Raw, type Scenario } from './options.ts';
import { Program, type Values } from './program.ts';
import { Run } from './run.ts';
import { runScenario } from './scenario-run.ts';
import { summaryData, type SummaryData } from './summary.ts';
import { bindThresholds, evaluate, type Thresholds } from './thresholds.ts';

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
const GAUGES_MS = 1_000;
const DEFAULT_TIMEOUTS = { setup: '60s', teardown: '60s', handleSummary: '2m' } as const;

/** What setup returned, as it goes to every VU. @throws EngineError 255 for what is no JSON in Go. */
function marshaled(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) => {
    const isBad = typeof part === 'function' || (typeof part === 'number' && !Number.isFinite(part));
    if (isBad)
      throw new EngineError(EXIT.other, `error marshaling setup() data to JSON: json: unsupported ${typeof part}`);
    return part;
  });
}

/** Evaluates the init code and the options, and makes the VUs. @throws EngineError */
async function prepare(
  run: Run,
  flags: Flags,
): Promise<{ functions: string[]; list: Scenario[]; thresholds: Thresholds }> {
  const { exports } = await run.outsideVu();
  const functions = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
  if (functions.every((name) => name in DEFAULT_TIMEOUTS))
    throw new EngineError(EXIT.other, 'no exported functions in script');
  const options = { ...(JSON.parse(JSON.stringify(exports['options'] ?? {})) as Raw), ...flags.above };
  for (const name of checkOptions(options, (key) => run.program.where(key)))
    run.log('warning', `unknown option "${name}" is left out`);
  run.setOptions(options);
  const thresholds = bindThresholds(options['thresholds'], run.registry);
  run.registry.resolve('http_req_duration{expected_response:true}'); // k6 shows it always
  const list = scenarios(options);
  const lost = list.find(({ exec }) => !functions.includes(exec));
  if (lost) throw invalidConfig(`executor ${lost.name}: function '${lost.exec}' not found in exports`);
  refuseTooMuch(list);
  await run.initialize(list);
  await warmUp(run.clientOptions());
  return { functions, list, thresholds };
}

/** Samples the gauges and evaluates the thresholds while the scenarios run. */
async function play(run: Run, list: readonly Scenario[], thresholds: Thresholds): Promise<GeneratorReport> {
  const sampleGauges = (): void => {
    run.registry.add('vus', run.counts.active, {});
    run.registry.add('vus_max', run.counts.initialized, {});
  };
  const evaluateNow = (): void => {
    const { failed, abort } = evaluate(thresholds, run.elapsedMs(), false);
    const reason = `thresholds on metrics '${failed.join(', ')}' were crossed; at least one has abortOnFail enabled, stopping test prematurely`; // prettier-ignore
    if (abort) run.stop(EXIT.thresholds, reason);
  };
  const timers = [setInterval(sampleGauges, GAUGES_MS), setInterval(evaluateNow, EVALUATE_MS)];
  run.self.begin();
  sampleGauges();
  try {
    await Promise.all(list.map((s) => runScenario(run, s)));
  } finally {
    timers.forEach(clearInterval);
  }
  return run.self.stop();
}

/** handleSummary's files. An error of it, or what is neither text nor bytes, is logged; k6's own summary is printed then. */
function outputsOf(run: Run, given: unknown): RunReport['outputs'] {
  const outputs: Record<string, string | Uint8Array> = {};
  for (const [name, content] of Object.entries((given ?? {}) as Values)) {
    if (typeof content === 'string') outputs[name] = content;
    else if (isAnyArrayBuffer(content)) outputs[name] = new Uint8Array(content);
    else if (ArrayBuffer.isView(content)) outputs[name] = new Uint8Array(content.buffer);
    else {
      run.log('error', `handleSummary() returned something that is neither a string nor bytes for '${name}'`);
      return undefined;
    }
  }
  return given === undefined ? undefined : outputs;
}

/** @throws EngineError for what ends a run without a result: 104 and its kin. */
export async function runScript(flags: Flags, log: Run['log'], signal: AbortSignal): Promise<RunReport> {
  const run = new Run(new Program(pathToFileURL(flags.script)), flags.env, log);
  const onSignal = (): void => run.stop(EXIT.externalAbort, 'stopped from outside');
  signal.addEventListener('abort', onSignal);
  if (signal.aborted) onSignal();
  try {
    const { functions, list, thresholds } = await prepare(run, flags);
    run.self.startUpMs = run.elapsedMs();
    run.startedAt = performance.now();
    const phase = async (name: keyof typeof DEFAULT_TIMEOUTS, argument?: unknown): Promise<unknown> => {
      const isSwitchedOff = run.options[`no${name.charAt(0).toUpperCase()}${name.slice(1)}`] === true;
      if (!functions.includes(name) || isSwitchedOff) return undefined;
      return run.phase(name, durationMs(run.options[`${name}Timeout`] ?? DEFAULT_TIMEOUTS[name]), argument);
    };
    const endRun = (error: unknown): void => {
      if (!(error instanceof EngineError) || error.exitCode === EXIT.other) throw error;
      run.stop(error.exitCode, error.message);
    };
    if (!run.ended) run.setupJson = (await phase('setup').then(marshaled).catch(endRun)) ?? undefined;
    const isSetUp = !run.ended || run.ended.exitCode === EXIT.externalAbort;
    const generator = await play(run, isSetUp ? list : [], thresholds);
    const { setupJson, options } = run;
    if (isSetUp) await phase('teardown', setupJson && (JSON.parse(setupJson) as unknown)).catch(endRun);
    const { ended } = run;
    if (ended?.exitCode === EXIT.invalidConfig) throw new EngineError(EXIT.invalidConfig, ended.reason);

    const { failed } = evaluate(thresholds, run.elapsedMs(), true);
    const reason = `thresholds on metrics '${failed.join(', ')}' have been crossed`;
    const crossed =
      failed.length === 0 ? { exitCode: EXIT.ok, reason: undefined } : { exitCode: EXIT.thresholds, reason };
    const data = summaryData(run.registry, thresholds, run.tree.root, options, run.elapsedMs(), setupJson);
    const given = await phase('handleSummary', data).catch((error: unknown) => log('error', (error as Error).message));
    const outputs = functions.includes('handleSummary') ? outputsOf(run, given) : undefined;
    return { ...(run.ended ?? run.failed ?? crossed), data, outputs, generator };
  } finally {
    signal.removeEventListener('abort', onSignal);
    run.close();
  }
}
