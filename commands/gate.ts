// npm run gate: the post-deploy verdict.
import { runCommand } from './lib/run-command.ts';

await runCommand('gate', async (config) => {
  const { gate } = await import('./lib/run-gate.ts');
  await gate(config, config.flags.target as URL, config.flags.profile ?? 'gate', config.account);
});
