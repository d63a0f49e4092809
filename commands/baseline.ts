// npm run baseline: for the first day on a real site. Runs the gate and writes the breaches to a file of known issues.
import { runCommand } from './lib/run-command.ts';

await runCommand('baseline', async (config) => {
  const { makeBaseline } = await import('./lib/make-baseline.ts');
  await makeBaseline(config);
});
