// Pages for a site with exactly 99.9 % availability and no outage, day by day.
import { seededRandom } from '../../common/seeded-random.ts';
import { SIMULATION_GOALS } from '../../judging.ts';
import { SimulatedSite } from './simulated-site.ts';
import { DAY, SCHEDULE, SECOND, START } from './simulated-run.ts';
import { SimulatedWatch } from './simulated-watch.ts';

/** Pages in the days `from` (inclusive) to `to` (exclusive). */
export function falsePages(seed: number, from: number, to: number): number {
  let pages = 0;
  for (let day = from; day < to; day += 1) {
    const site = new SimulatedSite(
      seededRandom(seed * 100_000 + day),
      SCHEDULE,
      START,
      [],
      SIMULATION_GOALS.failingShare,
    );
    const watch = new SimulatedWatch(START, SCHEDULE.everyMs);
    let next = 0;
    for (;;) {
      const { known, sample } = site.next();
      while (next < known && watch.failures(next) >= SIMULATION_GOALS.leastFailures) {
        watch.judge(next);
        next += SECOND;
      }
      if (known >= START + DAY) break;
      watch.add(sample);
      next = Math.max(next, known + 1);
    }
    pages += watch.changes.filter((c) => c.kind === 'opened' && c.incident.level === 'critical').length;
  }
  return pages;
}
