// npm run prove: the fault matrix. Each fault on, exactly the checks and KPIs that declare it must turn red; with none on, none.
// `-- --list` prints who must notice what, and runs nothing.
import { runCommand } from './lib/run-command.ts';

await runCommand('prove', async (config) => {
  const { reactionList } = await import('../proof/reaction-list.ts');
  if (config.flags.list === true) return void console.log(reactionList(config.flags.fault));
  const { prove } = await import('./lib/run-proof.ts');
  process.exitCode = await prove(config);
});
