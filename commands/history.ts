// npm run history: what the history holds; --export, --prune, --check.
import { runCommand } from './lib/run-command.ts';

await runCommand('history', async (config) => {
  const { historyCommand } = await import('./lib/history-command.ts');
  process.exitCode = await historyCommand(config);
});
