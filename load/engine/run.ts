// One run of a k6 script, from its loading to its summary and exit code.
import { existsSync } from 'node:fs';
import { EngineError, EXIT, invalidConfig, type ExitCode } from './codes.ts';
import { Run, type RunOptions } from './field.ts';
import { refuseTooMuch, thisMachine } from './limits.ts';
import { durationMs, scenarios, strings, unknownOptions, vuNeeds, type Scenario } from './options.ts';
import { PointsFile } from './output.ts';
import type { GeneratorReport } from './self.ts';
import { summaryData, type SummaryData } from './summary.ts';
import { bindThresholds, evaluate, parseThresholds } from './thresholds.ts';
import { Vu, type Ready } from './vu.ts';

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

/** What the first VU has found out for all, and the options that concern every VU. */
function apply(run: Run, { sources, arrays, options }: Ready): void {
  const { shared } = run;
  Object.assign(shared, { sources, arrays });
  shared.client = {
    insecure: options['insecureSkipTLSVerify'] === true,
    reuse: options['noConnectionReuse'] !== true,
  };
  shared.batch = { all: Number(options['batch'] ?? 20), perHost: Number(options['batchPerHost'] ?? 6) };
  shared.freshConnections = options['noVUConnectionReuse'] === true;
  const systemTags = options['systemTags'];
  shared.systemTags = Array.isArray(systemTags) ? new Set(systemTags.map(String)) : undefined;
  run.runTags = strings(options['tags']);
  run.leastIterationMs = durationMs(options['minIterationDuration'] ?? 0);
  for (const name of unknownOptions(options)) shared.log('warn', `unknown option "${name}" is left out`);
}

function checked(ready: Ready): Scenario[] {
  const list = scenarios(ready.options);
  for (const { name, exec } of list) {
    if (!ready.exports.includes(exec)) throw invalidConfig(`function '${exec}' of scenario '${name}' is not exported`);
  }
  refuseTooMuch(list, thisMachine());
  return list;
}

/** @throws EngineError for what ends a run before it starts: 104, 107, 255. */
export async function runScript(options: RunOptions): Promise<RunReport> {
  if (!existsSync(options.script)) throw new EngineError(EXIT.other, `no such script: ${options.script.pathname}`);
  const run = new Run(options);
  const onSignal = (): void => run.stop(EXIT.externalAbort, 'stopped from outside');
  options.signal.addEventListener('abort', onSignal);
  if (options.signal.aborted) onSignal();
  let points: PointsFile | undefined;
  const main = new Vu(0, run.shared);
  run.all.push(main);
  try {
    const ready = await main.ready;
    apply(run, ready);
    for (const { name, type, contains } of ready.metrics) run.registry.declare(name, type, contains);
    const thresholds = parseThresholds(ready.options['thresholds'], durationMs);
    const bound = bindThresholds(thresholds, run.registry);
    run.registry.resolve('http_req_duration{expected_response:true}'); // k6 shows it always
    const list = checked(ready);
    if (options.pointsFile !== undefined) points = new PointsFile(options.pointsFile, run.registry, thresholds);
    const vus: Vu[][] = [];
    for (const s of list) vus.push(await run.startVus(vuNeeds(s).ready));
    run.self.startUpMs = performance.now() - run.startedAt;

    run.startedAt = performance.now();
    const elapsed = (): number => performance.now() - run.startedAt;
    const { skip } = options;
    if (!run.ended && !skip?.setup)
      await phase(run, main, ready, 'setup', durationMs(ready.options['setupTimeout'] ?? '60s'));
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
    if (setUp && !skip?.teardown)
      await phase(run, main, ready, 'teardown', durationMs(ready.options['teardownTimeout'] ?? '60s'));

    const { failed } = evaluate(bound, elapsed(), true);
    const crossed =
      failed.length === 0 ? undefined : { exitCode: EXIT.thresholds, reason: `crossed: ${failed.join(', ')}` };
    const data = summaryData(run.registry, bound, run.tree.root, ready.options, elapsed(), run.setupJson);
    let outputs: Record<string, string> | undefined;
    if (ready.exports.includes('handleSummary')) {
      const { value, error } = await main.call('handleSummary', data);
      if (error !== undefined) options.log('error', error);
      else outputs = Object.fromEntries(Object.entries((value ?? {}) as object).map(([k, v]) => [k, String(v)]));
    }
    const { exitCode, reason } = run.ended ?? run.failed ?? crossed ?? { exitCode: EXIT.ok, reason: undefined };
    return { exitCode, reason, data, outputs, generator };
  } finally {
    run.over = true;
    run.wake();
    points?.close();
    options.signal.removeEventListener('abort', onSignal);
    await Promise.all(run.all.map((vu) => vu.end()));
  }
}
