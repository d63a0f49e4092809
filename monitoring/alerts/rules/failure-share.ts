// A share of failures over a window against a line of the runbook: shared by availability and error rate.
import { RATIO_RULES, WINDOW_RULES, type AlertLine } from '../../../kpis.ts';
import { PROOF } from '../../../judging.ts';
import { failureLimit, percent } from '../../../common/number-text.ts';
import { lowerBound, upperBound } from '../../../common/statistics.ts';
import { isProvedAbove } from '../binomial-proof.ts';
import type { Finding, FindingState } from '../finding.ts';
import { finding, type Fixed } from '../rule.ts';
import type { ShortWindow, Tally } from '../short-windows.ts';

export type Counts = {
  failures: number;
  n: number;
  slots: number;
  firstBadMs: number | null;
  lastBadMs: number | null;
};

/** The literal state and the proved one. A window that was not watched is not judged. */
export function judgeShare(
  { failures, n, slots }: Pick<Counts, 'failures' | 'n' | 'slots'>,
  coverage: number,
  allowed: number,
): { state: FindingState; literal: Finding['literal'] } {
  if (n === 0) return { state: 'unknown', literal: 'not-measured' };
  const literal = failures / n > allowed ? 'broken' : 'holds';
  if (coverage < WINDOW_RULES.fullShare) return { state: 'unknown', literal };
  if (slots >= PROOF.leastSlots && isProvedAbove(failures, n, allowed)) return { state: 'firing', literal };
  return { state: literal === 'broken' ? 'suspected' : 'ok', literal };
}

export const notWatched = (coverage: number): string =>
  `${percent(coverage)} of the window was watched, ${percent(WINDOW_RULES.fullShare)} needed`;

/** The share with its bounds at 95 % confidence. */
export const boundText = (failures: number, n: number): string => {
  const { confidence } = RATIO_RULES;
  const low = percent(lowerBound(failures, n, confidence));
  return `${failures} of ${n} failed; at 95 % confidence ${low} to ${percent(upperBound(failures, n, confidence))}`;
};

/** A finding for all endpoints together and one for each. `shown` turns the share of failures into the KPI's own share. */
export function shareFindings(
  fixed: Fixed,
  line: AlertLine,
  window: ShortWindow,
  countsOf: (t: Tally) => Counts,
  shown: (failureShare: number) => number,
): Finding[] {
  const allowed = failureLimit(line);
  const one = (subject: string, tally: Tally): Finding => {
    const { failures, n, slots, firstBadMs, lastBadMs } = countsOf(tally);
    const { state, literal } = judgeShare({ failures, n, slots }, window.coverage, allowed);
    const found = n === 0 ? null : shown(failures / n);
    return finding(fixed, {
      subject,
      state,
      literal,
      found,
      n,
      text: () => (found === null ? 'no data' : percent(found)),
      bound: () => {
        if (n === 0) return tally.rateLimited > 0 ? 'only 429 answers, caused by our own rate' : 'no answer to judge';
        return state === 'unknown' ? notWatched(window.coverage) : boundText(failures, n);
      },
      firstBadMs,
      lastBadMs,
    });
  };
  return [one('all', window.all), ...[...window.endpoints].map(([endpoint, tally]) => one(endpoint, tally))];
}
