// npm run notify: which channels hear of incidents; `--test [channel]` sends each of them a notice that is marked as a test.
import { runCommand } from './lib/run-command.ts';

await runCommand('notify', async (config) => (await import('./lib/notify-command.ts')).notify(config));
