// A site that is down for half of every period, for three hours: must give one incident and few notices.
import type { Change } from '../incidents/incident.ts';
import type { Fault } from './simulated-site.ts';
import { DAY, every, MINUTE, run, SECOND, START } from './simulated-run.ts';

export const PERIODS_MS = [10, 20, 30, 60, 120, 300, 600, 900, 1_200, 1_800].map((s) => s * SECOND);
export const MOST_NOTICES_AN_HOUR = 2;
const HOURS = 3;

export type Flapping = {
  incidents: number;
  /** The most notices in any hour. */
  notices: number;
  /** With reminders and escalations, if nobody acknowledges. */
  withReminders: number;
};

export function flapping(seed: number, at: number): Flapping {
  const period = PERIODS_MS[at] as number;
  const faults: Fault[] = [];
  const first = START + 6 * MINUTE;
  for (let from = first; from < first + HOURS * 60 * MINUTE; from += period)
    faults.push({ fromMs: from, toMs: from + period / 2, share: 1, class: 'server-error' });
  const { watch, opened } = run({
    seed: seed * 1_000 + at,
    faults,
    forMs: (HOURS + 1) * 60 * MINUTE,
    cadenceMs: every(5 * SECOND),
  });
  const delivered = watch.delivered(START + DAY);
  const byRules = delivered.filter(({ kind }) => kind !== 'reminded' && kind !== 'escalated');
  return { incidents: opened.length, notices: mostInAnHour(byRules), withReminders: mostInAnHour(delivered) };
}

const mostInAnHour = (of: readonly Change[]): number =>
  Math.max(0, ...of.map((c) => of.filter((d) => isWithinAnHour(c, d)).length));
const isWithinAnHour = (a: Change, b: Change): boolean => {
  const [from, at] = [a.deliverFromMs as number, b.deliverFromMs as number];
  return at >= from && at < from + 60 * MINUTE;
};
