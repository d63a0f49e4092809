// `npm run prove -- --healthy N`: N runs of all checks over HTTP on a healthy site with jitter, cold starts and a few 500 answers, in both markup
// dialects. Each run has its own seed. No run may breach. Prints the upper bound of the false-alarm rate for N.
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inParallel } from '../../common/in-parallel.ts';
import { failingIds } from '../../reports/verdict/verdict-format.ts';
import { RATIO_RULES } from '../../kpis.ts';
import type { Config } from './config.ts';
import { keepFigures } from './proof-figures-file.ts';
import { watchLifetime } from './lifetime.ts';
import { AT_A_TIME, verdictOverHttp } from './prove-over-http.ts';
import { openRunFolder } from './run-folder.ts';

type HealthyRun = { seed: number; markup: string; verdict: string; failing: string[] };

/** The exit code: 0 no breach, 1 a false alarm, 3 stopped before the end. */
export async function proveNoFalseAlarm({ flags }: Config): Promise<number> {
  const { healthy: runs = 1, seed: first = 1 } = flags;
  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const started = performance.now();
  const seeds = Array.from({ length: runs }, (_, i) => first + i);
  const run = async (seed: number): Promise<HealthyRun> => {
    const markup = seed % 2 === 0 ? 'plain' : 'react';
    const dir = path.join(folder.dir, `seed-${seed}`);
    const verdict = await verdictOverHttp([], dir, lifetime, { markup, ordinaryLife: true, seed });
    const failing = failingIds(verdict);
    // Only failed runs are stored.
    if (verdict.verdict === 'pass' || verdict.verdict === 'warn') rmSync(dir, { recursive: true, force: true });
    else
      console.log(`${verdict.verdict.padEnd(12)} seed ${seed} (${markup}): ${failing.join(' ') || 'nothing failed'}`);
    return { seed, markup, verdict: verdict.verdict, failing };
  };
  const verdicts = (await inParallel(seeds, AT_A_TIME, run, lifetime.signal)).filter(Boolean);
  writeFileSync(path.join(folder.dir, 'healthy.json'), `${JSON.stringify(verdicts, null, 2)}\n`);
  const count = (word: string): number => verdicts.filter(({ verdict }) => verdict === word).length;
  const others = ['pass', 'warn', 'inconclusive', 'broken'].map((word) => `${count(word)} ${word}`).join(', ');
  const breaches = count('breach');
  const seconds = ((performance.now() - started) / 1_000).toFixed(0);
  console.log(`${breaches} breaches in ${verdicts.length} healthy runs (${others}) in ${seconds} s`);
  if (breaches === 0 && verdicts.length > 0)
    console.log(
      `false-alarm rate below ${(100 * (1 - (1 - RATIO_RULES.confidence) ** (1 / verdicts.length))).toFixed(2)} % (95 % bound)`,
    );
  folder.close();
  if (lifetime.signal.aborted || verdicts.length < runs) return 3;
  const day = new Date().toISOString().slice(0, 10);
  if (flags.out !== undefined) keepFigures(flags.out, { healthy: { day, runs, breaches } });
  return breaches > 0 ? 1 : 0;
}
