// npm run verdict -- --run DIR: judges a run's results again; reads only the run's folder.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from './lib/run-command.ts';

await runCommand('verdict', async ({ flags, secrets }) => {
  const { complain } = await import('./lib/say.ts');
  const { concludeRun } = await import('./lib/conclude-run.ts');
  const { holdsSuite } = await import('../checks/evidence/redact.ts');
  const { RESULTS } = await import('./lib/run-folder.ts');
  const { USAGE_EXIT } = await import('./lib/config.ts');
  const dir = path.resolve(flags.run ?? path.join(RESULTS, 'latest'));
  if (!existsSync(dir)) {
    complain(`verdict: ${dir} does not exist. Name a run's folder with --run DIR.`);
    process.exit(USAGE_EXIT);
  }
  if (holdsSuite(dir)) {
    complain(`verdict: ${dir} holds the suite itself. Name a run's folder with --run DIR.`);
    process.exit(USAGE_EXIT);
  }
  concludeRun({ dir, secrets, say: (text) => console.log(text) });
});
