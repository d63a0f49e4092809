// npm run bench -- NAME: runs benchmarks one after the other and prints their figures. They have no limits.
import { runCommand } from './lib/run-command.ts';

await runCommand('bench', async ({ names }) => {
  const { complain, say } = await import('./lib/say.ts');
  const { BENCHMARKS } = await import('../benchmarks/benchmark-list.ts');
  const { USAGE_EXIT } = await import('./lib/config.ts');
  const { wrap } = await import('../reports/formats/fold-line.ts');
  const { didYouMean } = await import('./lib/did-you-mean.ts');
  const known = BENCHMARKS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (names.length === 0 || unknown.length > 0) {
    for (const name of unknown) complain(`bench: there is no benchmark ${name}${didYouMean(name, known)}`);
    complain('usage: npm run bench -- NAME ...   (on an idle machine)');
    for (const { name, title, seconds } of BENCHMARKS)
      complain(
        wrap(`${title} (about ${seconds} s)`, 58)
          .map((line, i) => `  ${(i === 0 ? name : '').padEnd(19)} ${line}`)
          .join('\n'),
      );
    process.exit(USAGE_EXIT);
  }
  for (const benchmark of BENCHMARKS.filter(({ name }) => names.includes(name))) {
    say(`${benchmark.name}: ${benchmark.title}`);
    const figures = await benchmark.run((line) => say(`  ${line}`));
    for (const { what, value, unit, goal } of figures)
      say(`  ${what.padEnd(56)} ${String(value).padStart(8)} ${unit}${goal ? `  (goal ${goal})` : ''}`);
  }
});
