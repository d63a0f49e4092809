// npm run simulate: runs the alert rules and incidents on simulated outages, with printed seeds.
import { runCommand } from './lib/run-command.ts';

await runCommand('simulate', async ({ flags }) => {
  const { simulate, SIZES } = await import('../monitoring/simulation/run-simulation.ts');
  process.exitCode = (await simulate(flags.seed ?? 1, (line) => console.log(line), SIZES[flags.size ?? 'normal']))
    ? 0
    : 1;
});
