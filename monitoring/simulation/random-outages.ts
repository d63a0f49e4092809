// Random outages of every kind: one incident for each, none without an outage, all resolved.
import { seededRandom } from '../../common/seeded-random.ts';
import type { Incident } from '../incidents/incident.ts';
import type { SampleClass } from '../sample.ts';
import { ENDPOINTS, type Fault } from './simulated-site.ts';
import { MINUTE, run, SECOND, START } from './simulated-run.ts';

const FAILURES: readonly SampleClass[] = ['server-error', 'network', 'invalid', 'timeout'];
const MOST_SEEDS = 5;

export type OutageStory = { faults: Fault[]; outages: number; forMs: number };

/** Outages of 5 % or more that last long enough to be detected, and are clearly more or clearly less than 15 minutes apart. */
export function outageStory(random: () => number): OutageStory {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const faults: Fault[] = [];
  let at = START + 6 * MINUTE + random() * 5 * MINUTE;
  let outages = 0;
  const count = Math.floor(random() * 3);
  for (let i = 0; i < count; i += 1) {
    const share = pick([0.05, 0.25, 0.5, 1, 1]);
    const lastsMs = lastsFor(share, random) * MINUTE;
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
    // A weak outage has a failure every 25 s, so its ends are uncertain: gaps near 15 minutes are avoided.
    at = fromMs + lastsMs + (random() < 0.4 ? random() * 9 : 21 + random() * 10) * MINUTE;
  }
  // Unknown time opens no incident and resolves none. An outage in it is still detected.
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

/** Minutes: a weak outage must last longer to be detected. */
function lastsFor(share: number, random: () => number): number {
  if (share < 0.1) return 10 + random() * 5;
  return share < 1 ? 2 + random() * 6 : 0.75 + random() * 6;
}

export type RandomOutages = {
  outages: number;
  /** Schedules with another number of incidents than outages. */
  wrong: number;
  /** Schedules without an outage that had an incident. */
  invented: number;
  unresolved: number;
  /** The first seeds of the wrong ones. */
  seeds: number[];
};
export const noOutages = (): RandomOutages => ({ outages: 0, wrong: 0, invented: 0, unresolved: 0, seeds: [] });

/** An outage may begin as slow and become unavailable: its last topic counts. Level info, for example 429, is no outage. */
const isOutage = ({ level }: Incident): boolean => level !== 'info';

/** The schedules `from` (inclusive) to `to` (exclusive). */
export function randomOutages(seed: number, from: number, to: number): RandomOutages {
  const sum = noOutages();
  for (let i = from; i < to; i += 1) {
    const of = seed * 1_000_000 + i;
    const { faults, outages, forMs } = outageStory(seededRandom(of));
    const { watch } = run({ seed: of, faults, forMs, cadenceMs: (random) => (10 + random() * 30) * SECOND });
    const detected = watch.incidents.filter(isOutage);
    const isRight = detected.length === outages && detected.every(({ level }) => level === 'critical');
    sum.outages += outages;
    if (watch.incidents.some(({ state }) => state !== 'resolved')) sum.unresolved += 1;
    if (outages === 0 && detected.length > 0) sum.invented += 1;
    if (isRight) continue;
    sum.wrong += 1;
    if (sum.seeds.length < MOST_SEEDS) sum.seeds.push(of);
  }
  return sum;
}

export const added = (a: RandomOutages, b: RandomOutages): RandomOutages => ({
  outages: a.outages + b.outages,
  wrong: a.wrong + b.wrong,
  invented: a.invented + b.invented,
  unresolved: a.unresolved + b.unresolved,
  seeds: [...a.seeds, ...b.seeds].slice(0, MOST_SEEDS),
});
