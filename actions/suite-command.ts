// Runs one of the suite's commands as `npm run NAME` does, without npm: a signal then reaches the command itself.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SUITE } from './packages.ts';

export type Ended = { code: number; lastLines: string[] };
const KEPT_LINES = 40;
const BROKEN_EXIT = 3;

/** What Node is given for a script of package.json, such as `node --optimize-for-size commands/monitor.ts`. Throws where there is none. */
export function nodeArguments(name: string): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(SUITE, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [program, ...args] = (scripts[name] ?? '').split(' ');
  if (program !== 'node' || args.length === 0)
    throw new Error(`package.json has no script "${name}" of the form "node FILE"`);
  return args;
}

/** To its end; a command ended by a signal counts as broken. SIGINT and SIGTERM to us are passed on. */
export function runCommand(name: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = spawn(process.execPath, [...nodeArguments(name), ...args], {
    cwd: SUITE,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pass = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk);
    text = (text + chunk.toString()).slice(-20_000);
  });
  return new Promise((resolve) => {
    const end = (code: number): void => {
      process.off('SIGINT', pass).off('SIGTERM', pass);
      resolve({ code, lastLines: text.trim().split('\n').slice(-KEPT_LINES) });
    };
    child.once('error', () => end(BROKEN_EXIT));
    child.once('close', (code) => end(code ?? BROKEN_EXIT));
  });
}
