// npm run prove: the fault matrix. Each fault on, exactly the checks and KPIs that declare it must turn red; with none on, none.
// `-- --list` prints who must notice what, and runs nothing. `-- --dialects` compares the verdicts in both markup dialects of the stand-in.
import { runCommand } from './lib/run-command.ts';

await runCommand('prove', async (config) => {
  const { reactionList } = await import('../proof/reaction-list.ts');
  if (config.flags.list === true) return void console.log(reactionList(config.flags.fault));
  if (config.flags.dialects === true) {
    const { compareDialects } = await import('./lib/compare-dialects.ts');
    process.exitCode = await compareDialects(config);
    return;
  }
  const { prove } = await import('./lib/run-proof.ts');
  process.exitCode = await prove(config);
});
