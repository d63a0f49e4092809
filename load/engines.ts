// Runs a k6 script as a child process: with k6 where it is installed, otherwise with the embedded engine.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { readEngineReport, readK6Export, readSummary } from './engine-files.ts';
import type { SummaryMetric } from './engine/summary.ts';
import { SelfWatch } from './generator.ts';
import type { LoadResult } from './judge.ts';
import { k6Report } from './k6-report.ts';

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
  const summary = readSummary(run.summaryFile);
  const report =
    run.engine === 'k6'
      ? { generator: k6Report(watched, summary), metrics: readK6Export(run.reportFile) }
      : readEngineReport(run.reportFile);
  const html = run.htmlFile !== undefined && existsSync(run.htmlFile) ? run.htmlFile : undefined;
  return { exitCode, stopped, summary, generator: report?.generator, stderr, metrics: report?.metrics ?? {}, html };
}
