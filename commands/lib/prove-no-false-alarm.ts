// `npm run prove -- --healthy N`: N runs on a healthy site with jitter, cold starts and a few 500 answers, in both markup dialects. Each run has its
// own seed. No run may breach. Prints the upper bound of the false-alarm rate for N. With --only or --profile each run is a whole `npm start`
// of these stages. An interrupted command continues where it stopped, and one that is run again
// repeats the runs without a verdict.
import { globSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { showSpan } from '../../common/number-text.ts';
import { inParallel } from '../../common/in-parallel.ts';
import { EXIT_CODES } from '../../reports/verdict/exit-codes.ts';
import { failingIds, type Verdict } from '../../reports/verdict/verdict-format.ts';
import { falseAlarmBound } from '../../proof/proof-figures.ts';
import { HTTP_STAGES } from '../../proof/http-runs.ts';
import type { Config } from './config.ts';
import { keepFigures } from './proof-figures-file.ts';
import { watchLifetime, type Lifetime } from './lifetime.ts';
import { verdictOn, type Markup } from './proof-stand-in.ts';
import { AT_A_TIME, verdictOverHttp } from './prove-over-http.ts';
import { digestOf, openRecord } from './resumable-record.ts';
import { openRunFolder, ROOT, type RunFolder } from './run-folder.ts';
import { say } from './say.ts';

/** `id`: the seed. */
type HealthyRun = { id: string; markup: Markup; verdict: string; failing: string[]; seconds: number };
type RunOf = (seed: number, markup: Markup, dir: string) => Promise<Verdict | undefined>;

/** The files that decide about a healthy run: after a change of any of them earlier runs do not count. */
const SOURCES =
  '{{checks,commands,common,contracts,load,reports,stand-in}/**/*.{ts,js,css},kpis.ts,judging.ts,playwright.config.ts,package-lock.json}';
const SHOW_EACH = 100;

const JUDGED: readonly string[] = ['pass', 'warn', 'breach'];
/** A busy machine leaves a run without a verdict: it says nothing of false alarms. */
const isJudged = (run: HealthyRun | undefined): boolean => run !== undefined && JUDGED.includes(run.verdict);

/** The exit code: 0 no breach, 1 a false alarm, 2 a run could not judge, 3 stopped before the end. */
export async function proveNoFalseAlarm({ flags }: Config): Promise<number> {
  const { healthy: runs = 1, seed: first = 1, only, profile, 'at-once': atOnce } = flags;
  const isWhole = only !== undefined || profile !== undefined;
  const folder = openRunFolder(new Date());
  const lifetime = watchLifetime(() => folder.close());
  const started = performance.now();
  const kind = isWhole ? [profile ?? 'quick', ...(only ?? [])].join('-').replaceAll(/[^\w.-]/g, '_') : 'http';
  const files = globSync(SOURCES, { cwd: ROOT }).map((file) => path.join(ROOT, file));
  const record = openRecord<HealthyRun>(`healthy/${kind}`, digestOf(files.sort()));
  const runOf = isWhole ? wholeRuns(folder, lifetime, flags) : overHttp(lifetime);
  const seeds = Array.from({ length: runs }, (_, i) => first + i);
  const left = seeds.filter((seed) => !isJudged(record.found.get(String(seed))));
  if (left.length < seeds.length) say(`${seeds.length - left.length} runs are stored from earlier, on the same files`);

  let done = seeds.length - left.length;
  const run = async (seed: number): Promise<void> => {
    const markup = seed % 2 === 0 ? 'plain' : 'react';
    const dir = path.join(folder.dir, `seed-${seed}`);
    const begun = performance.now();
    const verdict = await runOf(seed, markup, dir);
    // Our own stop is not a verdict on the site.
    if (lifetime.signal.aborted) return;
    const word = verdict?.verdict ?? 'broken';
    const failing = verdict === undefined ? [] : failingIds(verdict);
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    record.keep({ id: String(seed), markup, verdict: word, failing, seconds });
    done += 1;
    // Only failed runs are stored.
    const isFine = word === 'pass' || word === 'warn';
    if (isFine) rmSync(dir, { recursive: true, force: true });
    if (!isFine || isWhole)
      say(`${word.padEnd(12)} seed ${seed} (${markup}, ${seconds} s): ${failing.join(' ') || 'nothing failed'}`);
    if (!isWhole && done % SHOW_EACH === 0) say(`${done} of ${runs} runs`);
  };
  await inParallel(left, atOnce ?? (isWhole ? 1 : AT_A_TIME), run, lifetime.signal);

  const verdicts = seeds.flatMap((seed) => record.found.get(String(seed)) ?? []);
  writeFileSync(path.join(folder.dir, 'healthy.json'), `${JSON.stringify(verdicts, null, 2)}\n`);
  const count = (word: string): number => verdicts.filter(({ verdict }) => verdict === word).length;
  const others = ['pass', 'warn', 'inconclusive', 'broken'].map((word) => `${count(word)} ${word}`).join(', ');
  const breaches = count('breach');
  const took = showSpan(performance.now() - started);
  say(`${breaches} breaches in ${verdicts.length} healthy runs (${others}) in ${took}`);
  // A run without a verdict does not count for the false-alarm rate.
  const judged = verdicts.filter(isJudged).length;
  if (breaches === 0 && judged > 0)
    say(`false-alarm rate below ${(100 * falseAlarmBound(judged)).toFixed(2)} % (95 % bound)`);
  folder.close();
  if (lifetime.signal.aborted || verdicts.length < runs) return EXIT_CODES.broken;
  if (judged === 0) return EXIT_CODES.inconclusive;
  const day = new Date().toISOString().slice(0, 10);
  if (flags.out !== undefined)
    keepFigures(flags.out, { [isWhole ? 'healthyWhole' : 'healthy']: { day, runs: judged, breaches } });
  if (breaches > 0) return EXIT_CODES.breach;
  return judged < runs ? EXIT_CODES.inconclusive : EXIT_CODES.pass;
}

const overHttp =
  (lifetime: Lifetime): RunOf =>
  (seed, markup, dir) =>
    verdictOverHttp([], dir, lifetime, { markup, ordinaryLife: true, seed, stages: HTTP_STAGES });

/** As a person runs it: with the second look at what failed in a browser, and all waits as they are. */
const wholeRuns =
  (folder: RunFolder, { signal }: Lifetime, { only, profile = 'quick' }: Config['flags']): RunOf =>
  async (seed, markup, dir) => {
    const env = { STAND_IN_SEED: String(seed), STAND_IN_ORDINARY_LIFE: '1', CONFIRM_FAILURES: '1' };
    const run = { only: only === undefined ? [] : [...only], env };
    const end = await verdictOn([], run, { folder: { ...folder, dir }, profile, signal }, markup);
    if (!('problem' in end)) return end.verdict;
    if (!signal.aborted) say(`seed ${seed}: ${end.problem}`);
    return undefined;
  };
