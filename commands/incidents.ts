// npm run incidents: open incidents, since when, and who works on them; acknowledge, note, resolve, and a draft of the post-mortem.
import { runCommand } from './lib/run-command.ts';

await runCommand('incidents', async (config) => {
  const { incidents } = await import('./lib/incidents-command.ts');
  await incidents(config);
});
