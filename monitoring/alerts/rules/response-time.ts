// R3 Response Time: the trailing mean over 2 minutes above 5 s (critical) or 3 s (warning).
import { holds, kpi, WINDOW_RULES, type AlertLine } from '../../../kpis.ts';
import { KEEP_FIRING, SLOW } from '../../../judging.ts';
import { show, showLine, showSpan } from '../../../common/number-text.ts';
import type { Finding, FindingState } from '../finding.ts';
import { finding, levelOf, type Fixed, type Rule } from '../rule.ts';
import type { Tally } from '../short-windows.ts';
import { notWatched } from './failure-share.ts';

const KPI = kpi('response-time');
type Times = Pick<Tally, 'ttfbN' | 'ttfbSumMs' | 'ttfbMaxMs'>;
const LOWEST_MS = Math.min(...KPI.alerts.map(({ limit }) => limit));

/** One slow answer, or too few answers, does not prove a slow site. `slow`: answers above the line. */
export function judgeMean(
  { ttfbN: n, ttfbSumMs }: Pick<Tally, 'ttfbN' | 'ttfbSumMs'>,
  slow: number,
  coverage: number,
  line: AlertLine,
): { state: FindingState; literal: Finding['literal'] } {
  if (n === 0) return { state: 'unknown', literal: 'not-measured' };
  const literal = holds(ttfbSumMs / n, line) ? 'holds' : 'broken';
  if (coverage < WINDOW_RULES.fullShare) return { state: 'unknown', literal };
  if (literal === 'holds') return { state: 'ok', literal };
  return { state: slow < SLOW.leastSlow || n < SLOW.leastSamples ? 'suspected' : 'firing', literal };
}

const LINES = KPI.alerts.map((line) => ({
  line,
  fixed: {
    rule: `response-time.${line.level}`,
    topic: 'response-time',
    severity: KPI.severity,
    limit: `${showLine(line, KPI.unit)} over ${showSpan(line.windowMs)}`,
    keepMs: KEEP_FIRING.windows,
    ...levelOf(line),
  } satisfies Fixed,
}));

const boundOf = (tally: Times, state: FindingState, coverage: number): string => {
  const n = tally.ttfbN;
  if (n === 0) return 'no answer to judge';
  if (state === 'unknown') return notWatched(coverage);
  const shown = `mean of ${n}, slowest ${show(tally.ttfbMaxMs, KPI.unit)}`;
  if (state !== 'suspected') return shown;
  return n < SLOW.leastSamples ? `${shown}: ${SLOW.leastSamples} samples needed` : `${shown}: one slow answer alone`;
};

export const responseTime: Rule = {
  id: 'response-time',
  judge: ({ twoMinutes }) =>
    LINES.flatMap(({ line, fixed }) => {
      const one = (subject: string, tally: Tally): Finding => {
        const { state, literal } = judgeMean(
          tally,
          line.limit > LOWEST_MS ? tally.verySlowN : tally.slowN,
          twoMinutes.coverage,
          line,
        );
        const n = tally.ttfbN;
        const found = n === 0 ? null : tally.ttfbSumMs / n;
        const isBad = literal === 'broken';
        return finding(fixed, {
          subject,
          state,
          literal,
          found,
          n,
          text: () => (found === null ? 'no data' : show(found, KPI.unit)),
          bound: () => boundOf(tally, state, twoMinutes.coverage),
          // A mean above the line has an answer above it: the outage begins and ends with such answers, not with the window.
          firstBadMs: isBad ? tally.firstSlowMs : null,
          lastBadMs: isBad ? tally.lastSlowMs : null,
        });
      };
      return [
        one('all', twoMinutes.all),
        ...[...twoMinutes.endpoints].map(([endpoint, tally]) => one(endpoint, tally)),
      ];
    }),
};
