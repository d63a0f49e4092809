// The engine's own entry, with k6's flags and exit codes: node load/engine/engine-main.ts run script.ts [flags]
import { enableCompileCache } from 'node:module';

/** Scripts run in realms of their own. Node has these only with this flag, so the process starts itself again with it. */
const NEEDED = '--experimental-vm-modules';
if (!process.execArgv.includes(NEEDED)) {
  const argv = [process.execPath, NEEDED, '--no-warnings', ...process.argv.slice(1)];
  process.execve?.(process.execPath, argv, process.env as Record<string, string>);
  throw new Error(`start it with: node ${NEEDED} ${process.argv.slice(1).join(' ')}`);
}
/** Types are stripped and code is compiled once for all runs: 0.2 s less for each of them. */
enableCompileCache();
const { engineCommand } = await import('./engine-command.ts');

const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
const argv = process.argv.slice(2);
// Whoever started the run is gone when the pipe closes.
if (argv.includes('--parent-pipe')) process.stdin.resume().on('close', () => stop.abort());
const print = {
  stdout: (text: string | Uint8Array) => void process.stdout.write(text),
  stderr: (text: string | Uint8Array) => void process.stderr.write(text),
};
process.exitCode = await engineCommand(argv, process.env, print, stop.signal);
process.stdin.destroy();
