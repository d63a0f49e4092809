// The simulation as one command: false pages, detection, flapping, random faults, and a brute-force oracle of the windows. Seeds are printed.
import { TICK_RULES } from '../../judging.ts';
import { seededRandom } from '../../common/seeded-random.ts';
import type { Change } from '../incidents/incident.ts';
import type { SampleClass } from '../sample.ts';
import { ENDPOINTS, SimulatedSite, type Fault, type Schedule } from './simulated-site.ts';
import { SimulatedWatch } from './simulated-watch.ts';
import { oracleDisagreements } from './window-oracle.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const DAY = 24 * 60 * MINUTE;
const START = Date.UTC(2026, 1, 27);
const SCHEDULE: Schedule = {
  everyMs: TICK_RULES.probeEveryMs,
  costlyEveryMs: TICK_RULES.costlyEveryMs,
  confirmRounds: TICK_RULES.confirmRounds,
  confirmEveryMs: TICK_RULES.confirmEveryMs,
  confirmationsPerMinute: TICK_RULES.confirmationsPerMinute,
};
const FAILURES: readonly SampleClass[] = ['server-error', 'network', 'invalid', 'timeout'];
type Say = (line: string) => void;
type Run = { watch: SimulatedWatch; opened: Change[] };
type Input = {
  seed: number;
  faults: readonly Fault[];
  forMs: number;
  background?: number;
  cadenceMs: (random: () => number) => number;
  until?: (watch: SimulatedWatch) => boolean;
};

/** One site watched for a while. Where nothing failed for 5 minutes and nothing is open, no rule can change, and none is asked. */
function run({ seed, faults, forMs, background = 0, cadenceMs, until }: Input): Run {
  const random = seededRandom(seed);
  const site = new SimulatedSite(random, SCHEDULE, START, faults, background);
  const watch = new SimulatedWatch(START, SCHEDULE.everyMs);
  const end = START + forMs;
  let next = START + cadenceMs(random);
  for (;;) {
    const { known, sample } = site.next();
    while (next < known && next < end) {
      if (watch.failures(next) > 0 || !watch.isCalm()) {
        watch.judge(next);
        if (until?.(watch) === true) return { watch, opened: openedOf(watch) };
      }
      next += cadenceMs(random);
    }
    if (known >= end) break;
    watch.add(sample);
  }
  return { watch, opened: openedOf(watch) };
}
const openedOf = (watch: SimulatedWatch): Change[] => watch.changes.filter(({ kind }) => kind === 'opened');
const every = (ms: number) => () => ms;

function falsePages(seed: number, days: number, say: Say): boolean {
  let pages = 0;
  for (let day = 0; day < days; day += 1) {
    const random = seededRandom(seed * 1_000 + day);
    const site = new SimulatedSite(random, SCHEDULE, START, [], 0.001);
    const watch = new SimulatedWatch(START, SCHEDULE.everyMs);
    let next = 0;
    for (;;) {
      const { known, sample } = site.next();
      // Fewer failures than three in 5 minutes fire nothing; judged at each second while there are more.
      while (next < known && watch.failures(next) >= 3) {
        watch.judge(next);
        next += SECOND;
      }
      if (known >= START + DAY) break;
      watch.add(sample);
      next = Math.max(next, known + 1);
    }
    pages += watch.changes.filter((c) => c.kind === 'opened' && c.incident.level === 'critical').length;
  }
  say(`false pages at exactly 99.9 %: ${pages} in ${days} days = ${(pages / days).toFixed(4)} a day (goal <= 0.01)`);
  return pages / days <= 0.01;
}

function detection(seed: number, trials: number, say: Say): boolean {
  const cases: { name: string; share: number; class: SampleClass; withinMs: number }[] = [
    { name: '5 % fail', share: 0.05, class: 'server-error', withinMs: 10 * MINUTE },
    { name: '50 % fail', share: 0.5, class: 'server-error', withinMs: 45 * SECOND },
    { name: 'all 5xx', share: 1, class: 'server-error', withinMs: 10 * SECOND },
    { name: 'all refused', share: 1, class: 'network', withinMs: 10 * SECOND },
    { name: 'all hang (and a deadline of 10 s)', share: 1, class: 'timeout', withinMs: 20 * SECOND },
  ];
  return cases
    .map(({ name, share, class: of, withinMs }, c) => {
      const times: number[] = [];
      for (let i = 0; i < trials; i += 1) {
        const fromMs = START + 6 * MINUTE + ((i * 7_919) % 60_000);
        const faults = [{ fromMs, toMs: START + DAY, share, class: of }];
        const { opened } = run({
          seed: seed * 100_000 + c * 10_000 + i,
          faults,
          forMs: fromMs - START + withinMs + 5 * MINUTE,
          cadenceMs: every(SECOND),
          until: (w) => w.changes.some((x) => x.kind === 'opened'),
        });
        times.push(opened[0] === undefined ? Infinity : opened[0].at - fromMs);
      }
      times.sort((a, b) => a - b);
      const within = times.filter((ms) => ms <= withinMs).length / trials;
      const at = (q: number): string =>
        ((times[Math.min(trials - 1, Math.floor(q * trials))] as number) / SECOND).toFixed(1);
      say(
        `${name.padEnd(34)} told within ${withinMs / SECOND} s: ${(100 * within).toFixed(1)} % of ${trials} (goal >= 99 %), median ${at(0.5)} s, p99 ${at(0.99)} s`,
      );
      return within >= 0.99;
    })
    .every(Boolean);
}

function flapping(seed: number, say: Say): boolean {
  const periods = [10, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800].map((s) => s * SECOND);
  const wrong: string[] = [];
  let most = 0;
  let mostWithClocks = 0;
  for (const [i, period] of periods.entries()) {
    const faults: Fault[] = [];
    for (let at = START + 6 * MINUTE; at < START + 186 * MINUTE; at += period)
      faults.push({ fromMs: at, toMs: at + period / 2, share: 1, class: 'server-error' });
    const { watch, opened } = run({
      seed: seed * 1_000 + i,
      faults,
      forMs: 240 * MINUTE,
      cadenceMs: every(5 * SECOND),
    });
    const told = watch.told(START + DAY);
    const inAnHour = (of: readonly Change[]): number =>
      Math.max(0, ...of.map((c) => of.filter((d) => within(c, d)).length));
    most = Math.max(most, inAnHour(told.filter(({ kind }) => kind !== 'reminded' && kind !== 'escalated')));
    mostWithClocks = Math.max(mostWithClocks, inAnHour(told));
    if (opened.length !== 1) wrong.push(`${period / SECOND} s: ${opened.length} incidents`);
  }
  say(
    `flapping, periods 10 s to 30 min, 3 hours each: ${wrong.length === 0 ? 'one incident each' : wrong.join(', ')}; at most ${most} notices an hour (goal 2), ${mostWithClocks} with reminders to people who never acknowledge`,
  );
  return wrong.length === 0 && most <= 2;
}
const within = (a: Change, b: Change): boolean => {
  const [from, at] = [a.tellFromMs as number, b.tellFromMs as number];
  return at >= from && at < from + 60 * MINUTE;
};

type Story = { faults: Fault[]; outages: number; forMs: number };

/** Outages that a person would call one: of 5 % or more for long enough to be seen, and 15 minutes apart, or clearly less. */
function story(random: () => number): Story {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const faults: Fault[] = [];
  let at = START + 6 * MINUTE + random() * 5 * MINUTE;
  let outages = 0;
  const count = Math.floor(random() * 3);
  for (let i = 0; i < count; i += 1) {
    const share = pick([0.05, 0.25, 0.5, 1, 1]);
    const lastsMs =
      share < 0.1
        ? (10 + random() * 5) * MINUTE
        : share < 1
          ? (2 + random() * 6) * MINUTE
          : (0.75 + random() * 6) * MINUTE;
    const endpoint = share === 1 && random() < 0.25 ? pick(ENDPOINTS) : undefined;
    const fromMs = at;
    faults.push({
      fromMs,
      toMs: fromMs + lastsMs,
      share,
      class: pick(FAILURES),
      ...(endpoint === undefined ? {} : { endpoint }),
    });
    const isNew = i === 0 || fromMs - (faults.at(-2) as Fault).toMs > 15 * MINUTE;
    if (isNew) outages += 1;
    // A weak outage is seen by a failure every 25 s: its ends are that uncertain, so gaps near 15 minutes decide nothing.
    at = fromMs + lastsMs + (random() < 0.4 ? random() * 9 : 21 + random() * 10) * MINUTE;
  }
  // Times that say nothing about the site: no incident, and none is resolved by them. Where an outage lies inside, it shows all the same.
  const own = START + random() * 40 * MINUTE;
  faults.push({
    fromMs: own,
    toMs: own + random() * 3 * MINUTE,
    share: 1,
    class: pick(['own-network', 'rate-limited', 'tool'] as const),
  });
  const end = Math.max(START + 45 * MINUTE, ...faults.map((f) => f.toMs));
  return { faults, outages, forMs: end - START + 25 * MINUTE };
}

function randomFaults(seed: number, schedules: number, say: Say): boolean {
  let [wrong, unresolved, outages, invented] = [0, 0, 0, 0];
  const seeds: number[] = [];
  for (let i = 0; i < schedules; i += 1) {
    const of = seed * 1_000_000 + i;
    const told = story(seededRandom(of));
    const { watch, opened } = run({
      seed: of,
      faults: told.faults,
      forMs: told.forMs,
      cadenceMs: (random) => (10 + random() * 30) * SECOND,
    });
    const paged = opened.filter((c) => c.incident.level === 'critical').length;
    outages += told.outages;
    if (watch.incidents.some(({ state }) => state !== 'resolved')) unresolved += 1;
    if (told.outages === 0 && paged > 0) invented += 1;
    if (paged === told.outages) continue;
    wrong += 1;
    if (seeds.length < 5) seeds.push(of);
  }
  say(
    `random faults: ${schedules} schedules, ${outages} outages; ${wrong} schedules with another number of incidents${seeds.length > 0 ? ` (seeds ${seeds.join(', ')})` : ''}, ${invented} without an outage that had one, ${unresolved} not resolved (goal 0, 0, 0)`,
  );
  return wrong === 0 && unresolved === 0;
}

export type Sizes = { days: number; trials: number; schedules: number; windows: number };
const SIZES: Sizes = { days: 400, trials: 300, schedules: 10_000, windows: 1_000_000 };

/** Runs all of it; true where every goal is met. */
export function simulate(seed: number, say: Say, sizes: Sizes = SIZES): Promise<boolean> {
  const parts: [string, () => boolean][] = [
    ['false pages', () => falsePages(seed, sizes.days, say)],
    ['detection', () => detection(seed, sizes.trials, say)],
    ['flapping', () => flapping(seed, say)],
    ['random faults', () => randomFaults(seed, sizes.schedules, say)],
    [
      'oracle',
      () => {
        const found = oracleDisagreements(seed, sizes.windows);
        say(`oracle: ${found} disagreements in ${sizes.windows} random windows (goal 0)`);
        return found === 0;
      },
    ],
  ];
  say(`seed ${seed}; the same seed gives the same figures`);
  const ends = parts.map(([name, part]) => {
    const [wall, cpu] = [performance.now(), process.cpuUsage()];
    const isGood = part();
    const { user, system } = process.cpuUsage(cpu);
    say(
      `  ${name}: ${isGood ? 'goal met' : 'GOAL NOT MET'}, ${((performance.now() - wall) / SECOND).toFixed(1)} s (${((user + system) / 1e6).toFixed(1)} s of processor)`,
    );
    return isGood;
  });
  return Promise.resolve(ends.every(Boolean));
}
