// npm run prove: the fault matrix. Each fault on, exactly the checks and KPIs that declare it must turn red; with none on, none.
// `-- --list` prints who must notice what, and runs nothing. `-- --dialects` compares the verdicts in both markup dialects of the stand-in.
// `-- --http` runs all faults against the checks that speak HTTP, side by side. `-- --healthy N` makes N runs on a healthy site.
// `--out docs/proof-figures.json` keeps their figures for the README. `--shard I/N` proves a part of the faults, `--join FILE,...` puts the parts together.
import { USAGE_EXIT } from '../reports/verdict/exit-codes.ts';
import { runCommand } from './lib/run-command.ts';

await runCommand('prove', async (config) => {
  const { reactionList } = await import('../proof/reaction-list.ts');
  if (config.flags.list === true) return void console.log(reactionList(config.flags.fault));
  if (config.flags.join !== undefined) {
    const { joinProofs } = await import('./lib/join-proofs.ts');
    process.exitCode = joinProofs(config);
    return;
  }
  if (config.flags.dialects === true) {
    const { compareDialects } = await import('./lib/compare-dialects.ts');
    process.exitCode = await compareDialects(config);
    return;
  }
  if (config.flags.healthy !== undefined) {
    const { proveNoFalseAlarm } = await import('./lib/prove-no-false-alarm.ts');
    process.exitCode = await proveNoFalseAlarm(config);
    return;
  }
  if (config.flags.http === true) {
    const { proveOverHttp } = await import('./lib/prove-over-http.ts');
    process.exitCode = await proveOverHttp(config);
    return;
  }
  if (config.flags.out !== undefined) {
    console.error('prove: --out keeps the figures of --http or of --healthy N: give one of them');
    process.exitCode = USAGE_EXIT;
    return;
  }
  const { prove } = await import('./lib/run-proof.ts');
  process.exitCode = await prove(config);
});
