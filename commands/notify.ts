// npm run notify: lists the channels for notices; `--test [channel]` sends a notice marked as a test.
import { runCommand } from './lib/run-command.ts';

await runCommand('notify', async (config) => (await import('./lib/notify-command.ts')).notify(config));
