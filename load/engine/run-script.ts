// One run of a script, from its loading to its summary and exit code.
import { pathToFileURL } from 'node:url';
import { isAnyArrayBuffer } from 'node:util/types';
import type { GeneratorReport } from '../generator.ts';
import { EngineError, EXIT, invalidConfig, Refusal, type ExitCode } from './codes.ts';
import type { Flags } from './flags.ts';
import { warmUp } from './http-client.ts';
import { refuseTooMuch } from './limits.ts';
import { checkOptions, scenarios, type Raw, type Scenario } from './options.ts';
import { Program } from './program.ts';
import { PHASES, Run } from './run.ts';
import { ScenarioRun } from './scenario-run.ts';
import { Segment } from './segment.ts';
import { summaryData, type SummaryData } from './summary.ts';
import { bindThresholds, evaluate, type Thresholds } from './thresholds.ts';

export type RunReport = {
  exitCode: ExitCode;
  /** Why it did not end with 0, in words. */
  reason: string | undefined;
  data: SummaryData;
  /** What handleSummary returned: file names, `stdout` or `stderr` to contents; undefined without handleSummary. */
  outputs: Record<string, string> | undefined;
  generator: GeneratorReport;
};

/** k6 evaluates thresholds every two seconds. */
const EVALUATE_MS = 2_000;
const GAUGES_MS = 1_000;

/** What setup returned, as it goes to every VU. @throws EngineError 255 for what is no JSON in Go. */
function marshaled(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== 'function' && (typeof part !== 'number' || Number.isFinite(part))) return part;
    throw new EngineError(EXIT.other, `error marshaling setup() data to JSON: json: unsupported ${typeof part}`);
  });
}

/** Evaluates the init code and the options, and makes the VUs. @throws EngineError */
async function prepare(run: Run, above: Raw): Promise<{ list: Scenario[]; thresholds: Thresholds }> {
  const { exports } = await run.newVu();
  run.functions = Object.keys(exports).filter((name) => typeof exports[name] === 'function');
  if (run.functions.every((name) => name in PHASES))
    throw new EngineError(EXIT.other, 'no exported functions in script');
  const options = { ...(JSON.parse(JSON.stringify(exports['options'] ?? {})) as Raw), ...above };
  for (const name of checkOptions(options, (key) => run.program.where(key)))
    run.log('warning', `unknown option "${name}" is left out`);
  run.options = options;
  const text = (name: string): string => String(options[name] ?? '');
  run.segment = new Segment(text('executionSegment'), text('executionSegmentSequence'));
  const thresholds = bindThresholds(options['thresholds'], run.registry);
  run.registry.resolve('http_req_duration{expected_response:true}'); // k6 shows it always
  const list = scenarios(options);
  const lost = list.find(({ exec }) => !run.functions.includes(exec));
  if (lost) throw invalidConfig(`executor ${lost.name}: function '${lost.exec}' not found in exports`);
  refuseTooMuch(list);
  await run.initialize(list);
  await warmUp(run.isInsecure());
  return { list, thresholds };
}

/** Samples the gauges and evaluates the thresholds while the scenarios run. */
async function play(run: Run, list: readonly Scenario[], thresholds: Thresholds): Promise<GeneratorReport> {
  const sampleGauges = (): void => {
    run.registry.add('vus', run.counts.active, {});
    run.registry.add('vus_max', run.counts.initialized, {});
  };
  const evaluateNow = (): void => {
    const { failed, abort } = evaluate(thresholds, run.elapsedMs(), false);
    if (abort) run.stop(EXIT.thresholds, `thresholds on metrics '${failed.join(', ')}' were crossed; at least one has abortOnFail enabled, stopping test prematurely`); // prettier-ignore
  };
  const timers = [setInterval(sampleGauges, GAUGES_MS), setInterval(evaluateNow, EVALUATE_MS)];
  run.self.begin();
  sampleGauges();
  try {
    await Promise.all(list.map((s) => new ScenarioRun(s, run).play()));
  } finally {
    timers.forEach(clearInterval);
  }
  return run.self.stop();
}

/** handleSummary's files. After an error of it, or without texts, k6's own summary is printed. */
async function outputsOf(run: Run, data: SummaryData): Promise<RunReport['outputs']> {
  try {
    const given = await run.phase('handleSummary', data);
    const entries = Object.entries((given ?? {}) as object);
    if (entries.some(([, content]) => ArrayBuffer.isView(content) || isAnyArrayBuffer(content)))
      throw new Refusal('bytes from handleSummary()', '', 'a text');
    const bad = entries.find(([, content]) => typeof content !== 'string');
    if (bad) throw new Error(`handleSummary() returned something that is neither a string nor bytes for '${bad[0]}'`);
    return given === undefined ? undefined : (Object.fromEntries(entries) as Record<string, string>);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    run.log('error', (error as Error).message);
    return undefined;
  }
}

/** @throws EngineError for what ends a run without a result: 104 and its kin. */
export async function runScript(flags: Flags, log: Run['log'], signal: AbortSignal): Promise<RunReport> {
  const run = new Run(new Program(pathToFileURL(flags.script)), flags.env, log);
  const onSignal = (): void => run.stop(EXIT.externalAbort, 'stopped from outside');
  signal.addEventListener('abort', onSignal);
  if (signal.aborted) onSignal();
  try {
    const { list, thresholds } = await prepare(run, flags.above);
    run.self.startUpMs = run.elapsedMs();
    run.startedAt = performance.now();
    const endRun = (error: unknown): void => {
      if (!(error instanceof EngineError) || error.exitCode === EXIT.other) throw error;
      run.stop(error.exitCode, error.message);
    };
    if (!run.ended) run.setupJson = (await run.phase('setup').then(marshaled).catch(endRun)) ?? undefined;
    const isSetUp = !run.ended || run.ended.exitCode === EXIT.externalAbort;
    const generator = await play(run, isSetUp ? list : [], thresholds);
    const { setupJson } = run;
    if (isSetUp) await run.phase('teardown', setupJson && (JSON.parse(setupJson) as unknown)).catch(endRun);
    const refuseLate = (): void => {
      if (run.ended?.exitCode === EXIT.invalidConfig) throw invalidConfig(run.ended.reason);
    };
    refuseLate();
    const { failed } = evaluate(thresholds, run.elapsedMs(), true);
    const crossed = {
      exitCode: EXIT.thresholds,
      reason: `thresholds on metrics '${failed.join(', ')}' have been crossed`,
    };
    const data = summaryData(run, thresholds);
    const outputs = await outputsOf(run, data);
    refuseLate();
    const end = run.ended ?? run.failed ?? (failed.length > 0 ? crossed : { exitCode: EXIT.ok, reason: undefined });
    return { ...end, data, outputs, generator };
  } finally {
    signal.removeEventListener('abort', onSignal);
    run.close();
  }
}
