// Runs a k6 script as a child process: k6 where it is installed, the embedded engine elsewhere. Same file, same words.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from './judge.ts';
import { SelfWatch, type GeneratorReport } from './generator.ts';
import { k6Report } from './k6-report.ts';
import type { SummaryData } from './engine/summary.ts';

export type Engine = 'k6' | 'embedded';
export type EngineRun = {
  engine: Engine;
  script: URL;
  env: Readonly<Record<string, string>>;
  /** Goes through the environment: a command line is for everybody to read. */
  secretEnv: Readonly<Record<string, string>>;
  summaryFile: string;
  reportFile: string;
  signal: AbortSignal;
  /** The child and what it started are killed after this. */
  deadlineMs: number;
  log: (line: string) => void;
};

export const k6Installed = (): boolean => spawnSync('k6', ['version'], { stdio: 'ignore' }).status === 0;

/** After Ctrl-C the engine may still report; then it is killed. */
const GRACE_MS = 1_000;
const STDERR_KEPT = 4_000;
/** Without the start-up snapshot a worker thread starts in 15 % less time and takes 2.6 MB less (Node 24, 50 threads). */
export const ENGINE_NODE_FLAGS: readonly string[] = ['--no-node-snapshot'];

function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined; // not written: judged as no summary
  }
}

/** Never leaves a process behind: the child has a group of its own, and ends itself when its stdin closes. */
export async function runEngine(run: EngineRun): Promise<Omit<LoadResult, 'plan'>> {
  const script = fileURLToPath(run.script);
  const flags = Object.entries(run.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const main = fileURLToPath(new URL('engine/main.ts', import.meta.url));
  const [command, args]: [string, string[]] =
    run.engine === 'k6'
      ? ['k6', ['run', '--quiet', '--no-usage-report', ...flags, script]]
      : [
          process.execPath,
          [...ENGINE_NODE_FLAGS, main, 'run', script, ...flags, '--parent-pipe', '--report', run.reportFile],
        ];
  const watch = new SelfWatch();
  watch.begin();
  const child = spawn(command, args, {
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...run.secretEnv },
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
    child.once('close', resolve);
  });
  clearTimeout(deadline);
  clearTimeout(last);
  run.signal.removeEventListener('abort', onAbort);
  process.removeListener('exit', onExit);
  const watched = watch.stop();
  const summary = read<SummaryData>(run.summaryFile);
  const generator =
    run.engine === 'k6' ? k6Report(watched, summary) : read<{ generator: GeneratorReport }>(run.reportFile)?.generator;
  return { exitCode, stopped, summary, generator, stderr };
}
