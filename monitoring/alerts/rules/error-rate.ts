// R3 Error Rate: more than 1 % (critical) or 0.5 % (warning) of the answers are 5xx over 5 minutes, proved.
import { kpi } from '../../../kpis.ts';
import { KEEP_FIRING } from '../../../judging.ts';
import { showLine, showSpan } from '../../../common/number-text.ts';
import { levelOf, type Fixed, type Rule } from '../rule.ts';
import type { Tally } from '../short-windows.ts';
import { shareFindings, type Counts } from './failure-share.ts';

const KPI = kpi('error-rate');

/** An error rate needs answers: a request without an answer does not count. */
export const errors = ({ n, unanswered, serverErrors, errorSlots, firstErrorMs, lastErrorMs }: Tally): Counts => ({
  failures: serverErrors,
  n: n - unanswered,
  slots: errorSlots,
  firstBadMs: firstErrorMs,
  lastBadMs: lastErrorMs,
});

const LINES = KPI.alerts.map((line) => ({
  line,
  fixed: {
    rule: `error-rate.${line.level}`,
    topic: 'error-rate',
    severity: KPI.severity,
    limit: `${showLine(line, KPI.unit)} over ${showSpan(line.windowMs)}`,
    keepMs: KEEP_FIRING.windows,
    ...levelOf(line),
  } satisfies Fixed,
}));

export const errorRate: Rule = {
  id: 'error-rate',
  judge: ({ fiveMinutes }) =>
    LINES.flatMap(({ line, fixed }) => shareFindings(fixed, line, fiveMinutes, errors, (share) => share)),
};
