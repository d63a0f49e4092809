// npm run bench -- NAME: runs benchmarks one after the other and prints their figures. Judges nothing.
import { BENCHMARKS } from '../benchmarks/index.ts';
import { USAGE_EXIT } from './lib/config.ts';

const names = process.argv.slice(2);
const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
if (names.length === 0 || unknown.length > 0) {
  if (unknown.length > 0) console.error(`bench: no such benchmark: ${unknown.join(', ')}`);
  console.error('usage: npm run bench -- NAME [NAME ...], on a machine that does nothing else');
  for (const { name, title, seconds } of BENCHMARKS)
    console.error(`  ${name.padEnd(16)} ${title} (about ${seconds} s)`);
  process.exit(USAGE_EXIT);
}
for (const benchmark of BENCHMARKS.filter(({ name }) => names.includes(name))) {
  console.log(`${benchmark.name}: ${benchmark.title}`);
  const figures = await benchmark.run((line) => console.log(`  ${line}`));
  for (const { what, value, unit, goal } of figures)
    console.log(`  ${what.padEnd(56)} ${String(value).padStart(8)} ${unit}${goal ? `  (goal ${goal})` : ''}`);
}
