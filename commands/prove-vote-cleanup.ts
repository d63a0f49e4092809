// npm run prove:vote-cleanup -- --runs 200 --kills 40 --seed 1 (old name: kill-votes).
import { runCommand } from './lib/run-command.ts';

await runCommand('prove:vote-cleanup', async (config) => {
  const { proveVoteCleanup } = await import('./lib/prove-vote-cleanup-runs.ts');
  process.exitCode = await proveVoteCleanup(config);
});
