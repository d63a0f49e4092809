// Pages of a site that keeps 99.9 % exactly and has no outage: days watched one by one.
import { seededRandom } from '../../common/seeded-random.ts';
import { SimulatedSite } from './simulated-site.ts';
import { DAY, SCHEDULE, SECOND, START } from './simulated-run.ts';
import { SimulatedWatch } from './simulated-watch.ts';

const FAILING_SHARE = 0.001;
/** Fewer failures in 5 minutes fire no rule, so none is asked. */
const LEAST_FAILURES = 3;
/** Pages a day that are allowed: one in a hundred days. */
export const MOST_FALSE_PAGES = 0.01;

/** Pages in the days `from` (inclusive) to `to` (exclusive). */
export function falsePages(seed: number, from: number, to: number): number {
  let pages = 0;
  for (let day = from; day < to; day += 1) {
    const site = new SimulatedSite(seededRandom(seed * 100_000 + day), SCHEDULE, START, [], FAILING_SHARE);
    const watch = new SimulatedWatch(START, SCHEDULE.everyMs);
    let next = 0;
    for (;;) {
      const { known, sample } = site.next();
      while (next < known && watch.failures(next) >= LEAST_FAILURES) {
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
