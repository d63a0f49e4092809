// npm run history: shows the content of the history; --export, --prune, --check.
import { runCommand } from './lib/run-command.ts';

await runCommand('history', async (config) => {
  const { historyCommand } = await import('./lib/history-command.ts');
  process.exitCode = await historyCommand(config);
});
