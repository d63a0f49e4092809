// npm run gate: the post-deploy verdict.
import { runCommand } from './lib/run-command.ts';

await runCommand('gate', async (config) => {
  const { CHECKS } = await import('../checks/index.ts');
  const { gate } = await import('./lib/run-gate.ts');
  const { fileFor, knownIssuesOrExit } = await import('./lib/known-issues-file.ts');
  const { profile = 'gate', 'known-issues': file } = config.flags;
  const target = config.flags.target as URL;
  const ids = CHECKS.map(({ id }) => id);
  const issues = knownIssuesOrExit('gate', fileFor(file, target), ids);
  await gate(config, profile, () => ({ target, account: config.account }), issues);
});
