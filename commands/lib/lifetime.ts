// The end of a command: Ctrl-C, SIGTERM, a closed pipe (`npm start | head -1`) and a killed npm are handled in one place.
import { readFileSync } from 'node:fs';
import { endAll, killAll } from './process-groups.ts';
import { closedBecause, watchesStdout } from './run-command.ts';

const PARENT_CHECK_MS = 500;
/** Deadline for writing the report after an interrupt. */
const LAST_WORDS_MS = 8_000;

export type Lifetime = { signal: AbortSignal; reason: () => string | undefined };

/** Ends children and aborts `signal` when the command should stop; `onLast` runs at every kind of exit that allows it. */
export function watchLifetime(onLast: () => void): Lifetime {
  const controller = new AbortController();
  let reason: string | undefined;
  const stop = (why: string): void => {
    if (reason !== undefined) return;
    reason = why;
    controller.abort(new Error(why));
    void endAll();
    setTimeout(() => process.exit(3), LAST_WORDS_MS).unref();
  };
  process.on('SIGINT', () => stop('interrupted (SIGINT)'));
  process.on('SIGTERM', () => stop('interrupted (SIGTERM)'));
  process.on('SIGHUP', () => stop('interrupted (SIGHUP)'));
  watchesStdout();
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (reason === undefined) process.stderr.write(`${closedBecause(error)}, so the run stops\n`);
    stop(closedBecause(error));
  });
  watchAncestors(() => stop('the process that started this command has ended'));
  process.on('exit', () => {
    killAll();
    try {
      onLast();
    } catch (error) {
      // The next run cleans up leftovers; the verdict is already decided.
      process.stderr.write(`warning: not cleaned up: ${error instanceof Error ? error.message : String(error)}\n`);
    }
  });
  return { signal: controller.signal, reason: () => reason };
}

/** npm killed by SIGKILL sends no signal to its children, and the shell between us survives. So npm itself is watched if it started us. */
function watchAncestors(onGone: () => void): void {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const grandparent = parentOf(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && parentOf(parent) === grandparent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
}

function parentOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? '';
  } catch {
    return '';
  }
}
