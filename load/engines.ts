// Runs a k6 script as a child process: with k6 where it is installed, otherwise with the embedded engine.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { LoadResult } from './judge.ts';
import { SelfWatch, type GeneratorReport } from './generator.ts';
import { k6Report } from './k6-report.ts';
import type { SummaryData, SummaryMetric } from './engine/summary.ts';

export type Engine = 'k6' | 'embedded';
export type EngineRun = {
  engine: Engine;
  script: URL;
  env: Readonly<Record<string, string>>;
  /** Passed by environment variables: other users of the machine can read a command line. */
  secretEnv: Readonly<Record<string, string>>;
  summaryFile: string;
  reportFile: string;
  /** k6 writes its own report there. */
  htmlFile?: string;
  signal: AbortSignal;
  /** The child and what it started are killed after this. */
  deadlineMs: number;
  log: (line: string) => void;
};
export type EngineResult = Omit<LoadResult, 'plan'> & {
  /** The figures of a script that writes no summary of its own: by the engine. */
  metrics: Readonly<Record<string, SummaryMetric>>;
  html: string | undefined;
};

export const k6Installed = (): boolean => spawnSync('k6', ['version'], { stdio: 'ignore' }).status === 0;
/** The machine that sends the load. A rate cannot be compared without it. */
export const thisGenerator = (): string =>
  `${availableParallelism()} cores, ${cpus()[0]?.model.trim() || 'unknown processor'}`;

/** After Ctrl-C the engine may still report; then it is killed. */
const GRACE_MS = 1_000;
const STDERR_KEPT = 4_000;
/** The first flag allows a realm for each VU. Without it the engine restarts itself. */
export const ENGINE_NODE_FLAGS: readonly string[] = ['--experimental-vm-modules', '--no-warnings'];
/** k6's dashboard without its server, for the file alone. */
const dashboard = (file: string): Record<string, string> => ({
  K6_WEB_DASHBOARD: 'true',
  K6_WEB_DASHBOARD_PORT: '-1',
  K6_WEB_DASHBOARD_EXPORT: file,
});

function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined; // not written: judged as no summary
  }
}

const summarySchema = z.looseObject({
  metrics: z.record(
    z.string(),
    z.looseObject({
      values: z.record(z.string(), z.number().nullable()),
      thresholds: z.record(z.string(), z.looseObject({ ok: z.boolean() })).optional(),
    }),
  ),
});
/** Undefined where it was not written, or is no summary: judged as none. */
function summaryIn(file: string): SummaryData | undefined {
  const { data } = summarySchema.safeParse(read<unknown>(file));
  return data as SummaryData | undefined;
}

/** k6's `--summary-export`: a metric's figures stand beside its thresholds. */
const exported = (file: string): Record<string, SummaryMetric> =>
  Object.fromEntries(
    Object.entries(read<{ metrics: Record<string, Record<string, number>> }>(file)?.metrics ?? {}).map(
      ([name, values]) => [name, { type: 'counter', contains: 'default', values }],
    ),
  );

/** Never leaves a process behind: the child has a group of its own, and ends itself when its stdin closes. */
export async function runEngine(run: EngineRun): Promise<EngineResult> {
  const script = fileURLToPath(run.script);
  const flags = Object.entries(run.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const main = fileURLToPath(new URL('engine/engine-main.ts', import.meta.url));
  const [command, args]: [string, string[]] =
    run.engine === 'k6'
      ? ['k6', ['run', '--quiet', '--no-usage-report', '--summary-export', run.reportFile, ...flags, script]]
      : [
          process.execPath,
          [...ENGINE_NODE_FLAGS, main, 'run', script, ...flags, '--parent-pipe', '--report', run.reportFile],
        ];
  const watch = new SelfWatch();
  watch.begin();
  const child = spawn(command, args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ...run.secretEnv,
      ...(run.engine === 'k6' && run.htmlFile !== undefined ? dashboard(run.htmlFile) : {}),
    },
  });
  let stopped: LoadResult['stopped'];
  let stderr = '';
  const kill = (signal: NodeJS.Signals): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      child.kill(signal); // the group is gone already
    }
  };
  child.stdin.on('error', () => {}); // it may end before we close its stdin
  child.stdout.resume();
  createInterface({ input: child.stderr }).on('line', (line) => {
    stderr = `${stderr}${line}\n`.slice(-STDERR_KEPT);
    run.log(line);
  });
  let last: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    stopped = 'signal';
    kill('SIGINT');
    last = setTimeout(() => kill('SIGKILL'), GRACE_MS);
  };
  const deadline = setTimeout(() => {
    stopped ??= 'deadline';
    kill('SIGKILL');
  }, run.deadlineMs);
  const onExit = (): void => kill('SIGKILL');
  process.once('exit', onExit);
  if (run.signal.aborted) onAbort();
  run.signal.addEventListener('abort', onAbort, { once: true });

  const exitCode = await new Promise<number | null>((resolve) => {
    child.once('error', (error) => {
      stderr += error.message;
      resolve(null);
    });
    child.once('close', (code, signal) => {
      if (signal !== null) stderr += signal;
      resolve(code);
    });
  });
  clearTimeout(deadline);
  clearTimeout(last);
  run.signal.removeEventListener('abort', onAbort);
  process.removeListener('exit', onExit);
  const watched = watch.stop();
  const summary = summaryIn(run.summaryFile);
  const report = run.engine === 'k6' ? undefined : read<{ generator: GeneratorReport; metrics: EngineResult['metrics'] }>(run.reportFile); // prettier-ignore
  const generator = run.engine === 'k6' ? k6Report(watched, summary) : report?.generator;
  const metrics = run.engine === 'k6' ? exported(run.reportFile) : (report?.metrics ?? {});
  const html = run.htmlFile !== undefined && existsSync(run.htmlFile) ? run.htmlFile : undefined;
  return { exitCode, stopped, summary, generator, stderr, metrics, html };
}
