// `node --import process-leash.ts command-holder.ts PROGRAM ARGS`: runs a program other than Node in Node's process group, so that it ends
// with the command.
import { spawn } from 'node:child_process';

const NOT_STARTED = 127;
const [file = '', ...args] = process.argv.slice(2);
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', ({ message }) => {
  console.error(`Error: cannot start ${file}: ${message}`);
  process.exit(NOT_STARTED);
});
child.once('close', (code, signal) => {
  if (signal !== null) console.error(`Error: ${file} was ended by ${signal}`);
  process.exit(code ?? NOT_STARTED);
});
