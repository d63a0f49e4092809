// Start and end of every command. Any crash (while modules load, in an unhandled promise, after a closed
// stdout) is exit 3 with one line, never Node's own 1, which would mean a breach of the site. Imports only Node's modules.
import path from 'node:path';
import type { CommandName } from './command-table.ts';
import type { Config, Known } from './config.ts';

const BROKEN = 3;
/** Node's exit code for a top-level await that never settles. */
const NEVER_SETTLED = 13;
let command = path.basename(process.argv[1] ?? 'command', '.ts');

/** The first location of our code in a stack: `commands/lib/x.ts:12`. */
function placeOf(error: unknown): string {
  const root = path.resolve(import.meta.dirname, '../..');
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const line = stack
    .split('\n')
    .find((text) => /^\s+at /.test(text) && text.includes(root) && !text.includes('node_modules'));
  const at = /((?:\/|[A-Za-z]:\\)[^()]+?\.ts:\d+)(?::\d+)?\)?$/.exec(line ?? '')?.[1];
  return at === undefined ? '' : ` (${path.relative(root, at)})`;
}

const lineOf = (error: unknown): string => {
  const { code, message } = (error ?? {}) as { code?: string; message?: string };
  const text = (message ?? String(error)).replaceAll(/\s*\n\s*/g, ' ').trim();
  const hint = code === 'ERR_MODULE_NOT_FOUND' ? ' Run `npm ci`.' : '';
  return `${command}: broken, exit code 3: ${text || 'no message'}${placeOf(error)}.${hint} This is a fault of the suite or of this machine, not of the site.`;
};

/** One line on stderr, then the end. Exit handlers still end children and remove temp folders. */
export function crash(error: unknown): never {
  try {
    process.stderr.write(`${lineOf(error)}\n`);
  } catch {
    // stderr is closed, too.
  }
  process.exit(BROKEN);
}

process.on('uncaughtException', crash);
process.on('unhandledRejection', crash);
process.on('exit', (code) => {
  if (code !== NEVER_SETTLED) return;
  process.exitCode = BROKEN;
  process.stderr.write(`${command}: broken, exit code 3: it stopped before its end; nothing was left to wait for.\n`);
});

let isWatched = false;
/** Set by a command that handles a closed stdout itself (commands/lib/lifetime.ts). */
export const watchesStdout = (): void => void (isWatched = true);
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (isWatched) return;
  process.stderr.write(`${command}: ${closedBecause(error)}\n`);
  process.exit(BROKEN);
});
process.stderr.on('error', () => {}); // no stream left to print to

export const closedBecause = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'EPIPE' ? 'stdout was closed' : `stdout cannot be written: ${code ?? message}`;

/**
 * Runs a command: reads its configuration by its entry in the table, then `body`, which should load its own modules. Exits with
 * process.exitCode (default 0), so that an open socket does not keep the command running.
 */
export async function runCommand(
  name: CommandName,
  body: (config: Config) => Promise<void> | void,
  known: Known = {},
): Promise<never> {
  command = name;
  try {
    const { installOutputDoor } = await import('../../common/output-door.ts');
    const { secretsOf } = await import('../../common/secrets.ts');
    installOutputDoor(secretsOf(process.env));
    const { useProxyOfEnvironment } = await import('./proxy-of-process.ts');
    useProxyOfEnvironment();
    const { configOf } = await import('./config.ts');
    await body(await configOf(name, known));
  } catch (error) {
    crash(error);
  }
  process.exit();
}
