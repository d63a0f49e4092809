// npm run stand-in: the built-in MySetlist alone, until Ctrl-C. Its flags are read once more by stand-in/main.ts.
import { runCommand } from './lib/run-command.ts';

await runCommand('stand-in', async () => {
  await import('../stand-in/main.ts');
  // It runs until a signal ends it; after --list-faults, or where it refused its flags, there is nothing to wait for.
  if (process.exitCode === undefined && !process.argv.includes('--list-faults')) await new Promise(() => {});
});
