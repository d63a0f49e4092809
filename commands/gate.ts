// npm run gate: the post-deploy verdict.
import { runCommand } from './lib/run-command.ts';

await runCommand('gate', async (config) => {
  const { gate } = await import('./lib/run-gate.ts');
  const { target, profile = 'gate' } = config.flags;
  await gate(config, profile, () => ({ target: target as URL, account: config.account }));
});
