// Child processes: each in its own process group, with a deadline and the run's mark. They end when this command ends.
import { spawn, type ChildProcess } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { compileCaches } from '../../common/compile-caches.ts';
import { RESULTS_ROOT } from '../../common/results-root.ts';
import { LastWords } from './last-words.ts';
import { endGroup, keepTrackOf, killGroup } from './process-groups.ts';

const LEASH = pathToFileURL(path.join(import.meta.dirname, 'process-leash.ts')).href;
const HOLDER = path.join(import.meta.dirname, 'command-holder.ts');

export type ChildEnd = {
  code: number | null;
  signal: NodeJS.Signals | null;
  timedOut: boolean;
  aborted: boolean;
  /** Its last output on stderr and stdout. */
  lastWords: LastWords;
};
type Place = {
  env?: Record<string, string>;
  cwd?: string;
  /** Its output goes to our own stdout and stderr. */ inherit?: boolean;
};
export type ChildOptions = Place & {
  /** Lines of stdout and stderr, as they come. */
  onLine?: (line: string, from: 'stdout' | 'stderr') => void;
  deadlineMs: number;
  signal?: AbortSignal;
};

/** Starts `node args` so that it ends when this process ends, even by SIGKILL. */
export function startNode(args: readonly string[], { env, cwd, inherit = false }: Place = {}): ChildProcess {
  const output = inherit ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', LEASH, ...args], {
    cwd,
    // An absolute path, because the child can have another working directory.
    env: { ...process.env, RESULTS_ROOT, ...compileCaches(), ...env, MYSETLIST_LEASH: String(process.pid) },
    stdio: ['pipe', output, output],
    detached: true,
  });
  keepTrackOf(child);
  child.stdin?.on('error', () => {}); // the child can end before its pipe
  return child;
}

/** Runs `node args` to its end; after the deadline its group is killed. Never rejects. */
export function runNode(args: readonly string[], options: ChildOptions): Promise<ChildEnd> {
  return new Promise((resolve) => {
    const child = startNode(args, options);
    const lastWords = new LastWords();
    let timedOut = false;
    const abort = (): void => void endGroup(child);
    const timer = setTimeout(() => {
      timedOut = true;
      abort();
    }, options.deadlineMs);
    options.signal?.addEventListener('abort', abort, { once: true });
    if (options.signal?.aborted) abort();
    for (const from of ['stdout', 'stderr'] as const)
      onLines(child, from, (line) => {
        lastWords.add(line);
        options.onLine?.(line, from);
      });
    const done = (code: number | null, signal: NodeJS.Signals | null): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', abort);
      killGroup(child, 'SIGKILL'); // leftover processes of its group
      resolve({ code, signal, timedOut, aborted: options.signal?.aborted ?? false, lastWords });
    };
    child.once('error', (error) => {
      lastWords.add(`Error: cannot start ${process.execPath}: ${error.message}`);
      done(null, null);
    });
    child.once('close', done);
  });
}

/** As runNode, for a program other than Node, through a Node process that watches our end. */
export const runProgram = (file: string, args: readonly string[], options: ChildOptions): Promise<ChildEnd> =>
  runNode([HOLDER, file, ...args], options);

/** How it ended, with its own error: `Playwright ended with exit code 1: Error: EACCES ...`. */
export function endOf(what: string, { code, signal, timedOut, lastWords }: ChildEnd, deadlineMs: number): string {
  const how = timedOut
    ? `did not end within ${deadlineMs / 1_000} s and was killed`
    : signal !== null
      ? `was ended by ${signal}`
      : `ended with exit code ${code ?? 'unknown'}`;
  return `${what} ${how}${lastWords.cause === undefined ? ' without any output' : `: ${lastWords.cause}`}`;
}

/** Complete lines of a stream, including a last one without a line end. */
function onLines(child: ChildProcess, from: 'stdout' | 'stderr', onLine: (line: string) => void): void {
  let rest = '';
  child[from]?.setEncoding('utf8').on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) onLine(line);
  });
  child[from]?.once('end', () => {
    if (rest !== '') onLine(rest);
  });
}
