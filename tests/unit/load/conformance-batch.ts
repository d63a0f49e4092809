// Runs the scripts in k6's async style and our own in this one process, side by side: most of their time they wait. A verdict a line.
// Start it with --experimental-vm-modules and the environment that startServer gives.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineCommand } from '../../../load/engine/engine-command.ts';
import { asyncProbes, judge, type RunEngine } from './conformance.ts';

// A script may write a file into the current folder.
const folder = mkdtempSync(join(tmpdir(), 'k6-batch-'));
process.chdir(folder);
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const AT_ONCE = 16;

const inProcess: RunEngine = async (argv, env, _cwd, signal) => {
  let log = '';
  const print = (text: string | Uint8Array): void => void (log += Buffer.from(text).toString());
  return { exit: await engineCommand(argv, env, { stdout: print, stderr: print }, signal), log };
};

const waiting = asyncProbes();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let probe = waiting.shift(); probe; probe = waiting.shift())
      process.stdout.write(`${JSON.stringify(await judge(probe, inProcess))}\n`);
  }),
);
