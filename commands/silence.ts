// npm run silence: stops notices for a time; its samples are stored, marked and not judged.
import { runCommand } from './lib/run-command.ts';

await runCommand('silence', async (config) => {
  const { silence } = await import('./lib/silence-command.ts');
  await silence(config);
});
