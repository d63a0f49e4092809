// Runs a k6 script as a child process: k6 where it is installed, the embedded engine elsewhere. Same file, same words.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { LoadResult } from './judge.ts';
import type { GeneratorReport } from './engine/self.ts';
import type { SummaryData } from './engine/summary.ts';

export type Engine = 'k6' | 'embedded';
export type EngineRun = {
  engine: Engine;
  script: URL;
  env: Readonly<Record<string, string>>;
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

function read<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined; // not written: judged as no summary
  }
}

/** Never leaves a process behind: the child has a group of its own, and ends itself when its stdin closes. */
export async function runEngine(run: EngineRun): Promise<Omit<LoadResult, 'droppedAllowed'>> {
  const script = fileURLToPath(run.script);
  const flags = Object.entries(run.env).flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const main = fileURLToPath(new URL('engine/main.ts', import.meta.url));
  const [command, args]: [string, string[]] =
    run.engine === 'k6'
      ? ['k6', ['run', '--quiet', '--no-usage-report', ...flags, script]]
      : [process.execPath, [main, 'run', script, ...flags, '--parent-pipe', '--report', run.reportFile]];
  const child = spawn(command, args, { detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
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
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
    for (const line of text.trimEnd().split('\n')) run.log(line);
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
  return {
    exitCode,
    stopped,
    summary: read<SummaryData>(run.summaryFile),
    generator: read<{ generator: GeneratorReport }>(run.reportFile)?.generator,
    stderr,
  };
}
