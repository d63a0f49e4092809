// R3 Availability: below 99.5 % over 5 minutes, proved. A single endpoint fires, too.
import { kpi } from '../../../kpis.ts';
import { KEEP_FIRING } from '../../../judging.ts';
import { showLine, showSpan } from '../../../common/number-text.ts';
import { levelOf, type Fixed, type Rule } from '../rule.ts';
import type { Tally } from '../short-windows.ts';
import { shareFindings, type Counts } from './failure-share.ts';

const KPI = kpi('availability');

export const unavailable = ({ n, valid, badSlots, firstBadMs, lastBadMs }: Tally): Counts => ({
  failures: n - valid,
  n,
  slots: badSlots,
  firstBadMs,
  lastBadMs,
});

const LINES = KPI.alerts.map((line) => ({
  line,
  fixed: {
    rule: `availability.${line.level}`,
    topic: 'availability',
    severity: KPI.severity,
    limit: `${showLine(line, KPI.unit)} over ${showSpan(line.windowMs)}`,
    keepMs: KEEP_FIRING.windows,
    ...levelOf(line),
  } satisfies Fixed,
}));

export const availability: Rule = {
  id: 'availability',
  judge: ({ fiveMinutes }) =>
    LINES.flatMap(({ line, fixed }) => shareFindings(fixed, line, fiveMinutes, unavailable, (share) => 1 - share)),
};
