// npm run stand-in: the built-in MySetlist without checks, until Ctrl-C. stand-in/main.ts parses the flags again.
import { runCommand } from './lib/run-command.ts';

await runCommand('stand-in', async () => {
  await import('../stand-in/main.ts');
  // It runs until a signal ends it. After --list-faults, or after an error in the flags, it has already ended.
  if (process.exitCode === undefined && !process.argv.includes('--list-faults')) await new Promise(() => {});
});
