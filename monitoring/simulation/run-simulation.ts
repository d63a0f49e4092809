// The simulation as one command: false pages, detection, flapping, random faults, and a brute-force check of the windows. Prints its seeds.
import { upperBound } from '../../common/statistics.ts';
import { PROOF, SIMULATION_GOALS } from '../../judging.ts';
import { DETECTION_CASES, detectionLine } from './detection-trials.ts';
import { MOST_NOTICES_AN_HOUR, PERIODS_MS } from './flapping-runs.ts';
import { added, noOutages } from './random-outages.ts';
import { pieces, type Result, type Task } from './simulation-tasks.ts';
import { runTasks } from './simulation-threads.ts';

export type Sizes = { days: number; trials: number; schedules: number; windows: number };
export const SIZES = {
  normal: { days: 600, trials: 300, schedules: 10_000, windows: 1_000_000 },
  nightly: { days: 4_000, trials: 2_000, schedules: 40_000, windows: 10_000_000 },
} as const satisfies Record<string, Sizes>;

type Say = (line: string) => void;
type Part = { name: string; tasks: Task[]; conclude: (results: readonly Result[]) => boolean };
type Of<P extends Result['part']> = Extract<Result, { part: P }>;
const only = <P extends Result['part']>(results: readonly Result[], part: P): Of<P>[] =>
  results.filter((r): r is Of<P> => r.part === part);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
const SECOND = 1_000;

function partsOf({ days, trials, schedules, windows }: Sizes, say: Say): Part[] {
  return [
    {
      name: 'false pages',
      tasks: pieces(days, 25).map((piece) => ({ part: 'false-pages', ...piece })),
      conclude: (results) => {
        const pages = sum(only(results, 'false-pages').map((r) => r.pages));
        const most =
          pages >= days ? '' : `, at 95 % confidence below ${upperBound(pages, days, PROOF.confidence).toFixed(4)}`;
        say(
          `false pages at exactly 99.9 %: ${pages} in ${days} days = ${(pages / days).toFixed(4)} a day${most} (goal < ${SIMULATION_GOALS.falsePagesPerDay})`,
        );
        return pages / days < SIMULATION_GOALS.falsePagesPerDay;
      },
    },
    {
      name: 'detection',
      tasks: DETECTION_CASES.flatMap((_, at) =>
        pieces(trials, 100).map((piece): Task => ({ part: 'detection', at, ...piece })),
      ),
      conclude: (results) => {
        const lines = DETECTION_CASES.map((_, at) =>
          detectionLine(
            at,
            only(results, 'detection').flatMap((r) => (r.at === at ? r.times : [])),
          ),
        );
        for (const { line } of lines) say(line);
        return lines.every(({ isMet }) => isMet);
      },
    },
    {
      name: 'flapping',
      tasks: PERIODS_MS.map((_, at) => ({ part: 'flapping', at })),
      conclude: (results) => {
        const runs = only(results, 'flapping');
        const wrong = runs.filter(({ incidents }) => incidents !== 1);
        const most = Math.max(...runs.map(({ notices }) => notices));
        const withReminders = Math.max(...runs.map((r) => r.withReminders));
        const counts = wrong.map((r) => `${(PERIODS_MS[r.at] ?? 0) / SECOND} s: ${r.incidents} incidents`).join(', ');
        say(
          `flapping, periods 10 s to 30 min, 3 hours each: ${counts || 'one incident each'}; at most ${most} notices an hour (goal ${MOST_NOTICES_AN_HOUR}), ${withReminders} with reminders and escalations`,
        );
        return wrong.length === 0 && most <= MOST_NOTICES_AN_HOUR;
      },
    },
    {
      name: 'random faults',
      tasks: pieces(schedules, 250).map((piece) => ({ part: 'random-outages', ...piece })),
      conclude: (results) => {
        const { outages, wrong, seeds, invented, unresolved } = only(results, 'random-outages').reduce(
          added,
          noOutages(),
        );
        const named = seeds.length > 0 ? ` (seeds ${seeds.join(', ')})` : '';
        say(
          `random faults: ${schedules} schedules, ${outages} outages; ${wrong} schedules with another number of incidents${named}, ${invented} with an incident but no outage, ${unresolved} not resolved (goal 0, 0, 0)`,
        );
        return wrong === 0 && unresolved === 0;
      },
    },
    {
      name: 'oracle',
      tasks: pieces(windows, 25_000).map((piece) => ({ part: 'oracle', ...piece })),
      conclude: (results) => {
        const found = sum(only(results, 'oracle').map((r) => r.disagreements));
        say(`oracle: ${found} disagreements in ${windows} random windows (goal 0)`);
        return found === 0;
      },
    },
  ];
}

/** Runs all parts; true if every goal is met. The figures depend only on the seed and the sizes. */
export async function simulate(
  seed: number,
  say: Say,
  sizes: Sizes = SIZES.normal,
  threads?: number,
): Promise<boolean> {
  say(`seed ${seed}; the same seed gives the same figures`);
  const started = performance.now();
  let areAllMet = true;
  for (const { name, tasks, conclude } of partsOf(sizes, say)) {
    const begun = performance.now();
    const isMet = conclude(await runTasks(seed, tasks, threads));
    areAllMet &&= isMet;
    say(`  ${name}: ${isMet ? 'goal met' : 'GOAL NOT MET'}, ${((performance.now() - begun) / SECOND).toFixed(1)} s`);
  }
  say(`  all: ${((performance.now() - started) / SECOND).toFixed(1)} s`);
  return areAllMet;
}
