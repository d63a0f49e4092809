// npm run mutate: mutation testing. Changes a room's files, one small mistake at a time, and runs the tests that must detect it.
import { runCommand } from './lib/run-command.ts';

await runCommand('mutate', async ({ flags }) => {
  const { mutate } = await import('./lib/run-mutation.ts');
  process.exitCode = await mutate(flags);
});
