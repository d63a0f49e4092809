// Our own rule: the monitor probes too little. This is a problem of the monitor, never a breach of the site.
import { COVERAGE, KEEP_FIRING } from '../../../judging.ts';
import { percent, showSpan } from '../../../common/number-text.ts';
import { isAboutSite, type SampleClass } from '../../sample.ts';
import type { WindowSum } from '../../window-source.ts';
import type { FindingState } from '../finding.ts';
import { finding, type Fixed, type Rule } from '../rule.ts';

const FIXED: Fixed = {
  rule: 'coverage.warning',
  topic: 'coverage',
  level: 'warning',
  severity: 'P2',
  limit: `>= ${percent(COVERAGE.share)} of the monitor's scheduled probes over ${showSpan(COVERAGE.windowMs)}`,
  runbook: 'ours: no data is never green',
  keepMs: KEEP_FIRING.coverage,
};

/** Judged from the first whole hour of a schedule on. `leftMs`: what its maintenance leaves of the hour. */
export function judgeCoverage(n: number, promised: number, runningMs: number, leftMs: number): FindingState {
  if (promised <= 0 || runningMs < COVERAGE.windowMs || leftMs < COVERAGE.leastMs) return 'unknown';
  return n / promised < COVERAGE.share ? 'firing' : 'ok';
}

/** What the other probes of the hour met: our own trouble, each class with its count. */
function notAbout({ classes }: Pick<WindowSum, 'classes'>): string {
  const seen = (Object.entries(classes) as [SampleClass, number][]).filter(([name, n]) => n > 0 && !isAboutSite(name));
  return seen.length === 0 ? '' : `; not about the site: ${seen.map(([name, n]) => `${n} ${name}`).join(', ')}`;
}

export const coverage: Rule = {
  id: 'coverage',
  judge: ({ site, slow, now }) => {
    const { probesPerHour, watchedSinceMs } = site;
    const hour = slow.sums.get(COVERAGE.windowMs);
    if (probesPerHour === undefined || watchedSinceMs === undefined || hour === undefined) return [];
    // Maintenance within the hour reduces the number of probes that are due.
    const leftMs = hour.toMs - hour.fromMs;
    const promised = (probesPerHour * leftMs) / COVERAGE.windowMs;
    const runningMs = now - watchedSinceMs;
    // A gate's probes are samples like others, and no part of the schedule.
    const n = hour.n - slow.gateSamples.length;
    const state = judgeCoverage(n, promised, runningMs, leftMs);
    const found = promised > 0 ? n / promised : null;
    return [
      finding(FIXED, {
        subject: 'all',
        state,
        literal: state === 'unknown' ? 'not-measured' : state === 'ok' ? 'holds' : 'broken',
        found,
        n,
        text: () => (found === null ? 'no data' : percent(found)),
        bound: () => {
          if (runningMs < COVERAGE.windowMs) return 'the schedule has not run for an hour yet';
          return state === 'unknown'
            ? `${showSpan(leftMs)} of the hour was not maintenance, ${showSpan(COVERAGE.leastMs)} needed`
            : `${n} of ${Math.round(promised)} scheduled probes${notAbout(hour)}`;
        },
        firstBadMs: state === 'firing' ? hour.fromMs : null,
        lastBadMs: state === 'firing' ? now : null,
      }),
    ];
  },
};
