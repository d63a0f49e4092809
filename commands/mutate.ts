// npm run mutate: puts small mistakes into a room's files, one at a time, and runs the tests that must notice them.
import { runCommand } from './lib/run-command.ts';

await runCommand('mutate', async ({ flags }) => {
  const { mutate } = await import('./lib/run-mutation.ts');
  process.exitCode = await mutate(flags);
});
