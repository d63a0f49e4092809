// npm run simulate: runs the alert rules and incidents on simulated outages, with printed seeds.
import { runCommand } from './lib/run-command.ts';

await runCommand('simulate', async ({ flags }) => {
  const { say } = await import('./lib/say.ts');
  const { simulate, SIZES } = await import('../monitoring/simulation/run-simulation.ts');
  process.exitCode = (await simulate(flags.seed ?? 1, say, SIZES[flags.size ?? 'normal'])) ? 0 : 1;
});
