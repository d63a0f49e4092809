// npm run monitor: watches the site for a time (`--for 270s`, one tick of a schedule) or until it is stopped (`--watch`).
import { runCommand } from './lib/run-command.ts';

await runCommand('monitor', async (config) => (await import('./lib/monitor-command.ts')).monitor(config));
