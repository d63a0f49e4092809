// The error budget of 99.9 % burns too fast: a long window proves it, a short one shows that it continues (Google SRE Workbook, chapter 5).
import { kpi, WINDOW_RULES } from '../../../kpis.ts';
import { BURN, KEEP_FIRING } from '../../../judging.ts';
import { failureLimit, percent, showSpan } from '../../../common/number-text.ts';
import type { WindowSum } from '../../window-source.ts';
import type { LongWindowMs } from '../facts.ts';
import type { FindingState } from '../finding.ts';
import { finding, type Fixed, type Rule } from '../rule.ts';
import { boundText } from './failure-share.ts';

export const BUDGET_SHARE = failureLimit(kpi('availability').target);
/** What the rule reads of a window. */
export type Burnt = Pick<WindowSum, 'n' | 'valid' | 'coverage'>;

/** The share of a window's time that is proved bad: what was not watched counts as neither good nor bad, and burns nothing. */
export const burntShare = ({ n, valid, coverage }: Burnt): number => (n === 0 ? 0 : ((n - valid) / n) * coverage);

export function judgeBurn(long: Burnt, short: Burnt, factor: number, leastFailures: number): FindingState {
  const limit = factor * BUDGET_SHARE;
  const isBurning = burntShare(long) > limit && burntShare(short) > limit;
  if (isBurning) return long.n - long.valid >= leastFailures ? 'firing' : 'suspected';
  return long.n === 0 || long.coverage < WINDOW_RULES.fullShare ? 'unknown' : 'ok';
}

const LINES = BURN.map((line) => ({
  ...line,
  fixed: {
    rule: `budget.${line.id}`,
    topic: 'budget',
    level: line.isPage ? 'critical' : 'warning',
    severity: line.isPage ? 'P1' : 'P2',
    limit: `<= ${line.factor}x of the budget over ${showSpan(line.longMs)} and ${showSpan(line.shortMs)}`,
    runbook: 'R3 Availability: 99.9 %',
    keepMs: KEEP_FIRING.windows,
  } satisfies Fixed,
}));

export const budgetBurn: Rule = {
  id: 'budget-burn',
  judge: ({ slow, fiveMinutes, now }) =>
    LINES.map(({ id, factor, longMs, shortMs, leastFailures, fixed }) => {
      const long = slow.sums.get(longMs as LongWindowMs);
      const { all, coverage } = fiveMinutes;
      const short = slow.sums.get(shortMs as LongWindowMs) ?? { n: all.n, valid: all.valid, coverage };
      const state = long === undefined ? 'unknown' : judgeBurn(long, short, factor, leastFailures);
      const found = long === undefined || long.n === 0 ? null : burntShare(long) / BUDGET_SHARE;
      return finding(fixed, {
        subject: id,
        state,
        literal: state === 'ok' ? 'holds' : state === 'unknown' ? 'not-measured' : 'broken',
        found,
        n: long?.n ?? 0,
        text: () => (found === null ? 'no data' : `${found.toFixed(1)}x`),
        bound: () =>
          long === undefined || long.n === 0
            ? 'no answer to judge'
            : `${boundText(long.n - long.valid, long.n)}; ${percent(long.coverage)} of ${showSpan(longMs)} watched; now ${(burntShare(short) / BUDGET_SHARE).toFixed(1)}x`,
        firstBadMs: state === 'firing' ? now - longMs : null,
        lastBadMs: state === 'firing' ? now : null,
      });
    }),
};
