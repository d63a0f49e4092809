// The runbook's alerts, judged over the history as of `now`. Pure: samples in, findings out.
import { holds, KPIS, WINDOW_RULES, type AlertLine, type Kpi } from '../../kpis.ts';
import { coverage } from './coverage.ts';
import type { HttpRecord } from '../result.ts';
import { judgeLine, tally } from '../verdict/judge-ratio.ts';
import { percent, show, showLine, showSpan } from '../../common/number-text.ts';
import { reproduce, type Finding, type RuleInput } from './finding.ts';
import { applicationDown, judgeStatusLine } from './states.ts';

/** The longest stretch of history that the rules look at. */
export const LOOK_BACK_MS = Math.max(...KPIS.flatMap((k) => k.alerts.map((a) => a.windowMs)), 900_000);

/** A finding for each alert line, overall and for each endpoint or dependency that was seen. */
export function judgeAlerts(input: RuleInput): Finding[] {
  const probes = input.samples.filter((r) => r.source === 'probe');
  const wanted = KPIS.filter(
    (k) => k.notObservable === undefined && (input.kpis === undefined || input.kpis.includes(k.id)),
  );
  const findings = wanted.flatMap((kpi) =>
    kpi.alerts.flatMap((alert) =>
      kpi.aggregation === 'status'
        ? judgeStatusLine(kpi, alert, input)
        : judgeWindow(kpi, alert, { ...input, samples: probes }),
    ),
  );
  return wanted.some((k) => k.id === 'error-rate')
    ? [...applicationDown({ ...input, samples: probes }), ...findings]
    : findings;
}

function judgeWindow(kpi: Kpi, alert: AlertLine, { samples, now, target }: RuleInput): Finding[] {
  const from = new Date(now.getTime() - alert.windowMs);
  const inside = samples.filter((r) => Date.parse(r.at) > from.getTime() && Date.parse(r.at) <= now.getTime());
  const watched = coverage(inside, from, now);
  const judge = kpi.aggregation === 'ratio' ? judgeShare : judgeTimes;
  const finding = (subject: string, of: readonly HttpRecord[]): Finding => ({
    rule: `${kpi.id}.${alert.level}`,
    topic: kpi.id,
    subject,
    level: alert.level,
    severity: kpi.severity,
    limit: `${showLine(alert, kpi.unit)} over ${showSpan(alert.windowMs)}`,
    runbook: alert.runbook,
    reproduce: reproduce(target),
    ...(watched < WINDOW_RULES.fullShare
      ? {
          state: 'window-not-full' as const,
          found: null,
          text: 'not judged',
          n: of.length,
          bound: `${percent(watched)} of the window was watched, ${percent(WINDOW_RULES.fullShare)} needed`,
        }
      : judge(kpi, alert, of)),
  });
  if (watched < WINDOW_RULES.fullShare) return [finding('all', inside)];
  return [finding('all', inside), ...[...Map.groupBy(inside, (r) => r.endpoint)].map(([e, of]) => finding(e, of))];
}

type Judged = Pick<Finding, 'state' | 'found' | 'text' | 'n' | 'bound'>;

function judgeShare(kpi: Kpi, alert: AlertLine, records: readonly HttpRecord[]): Judged {
  const t = tally(kpi, records);
  if (t.n === 0) {
    const why = t.rateLimited > 0 ? 'only 429: our own rate' : 'no answer to judge';
    return { state: 'window-not-full', found: null, text: 'no data', n: 0, bound: why };
  }
  const found = kpi.counts === 'valid' ? (t.n - t.failures) / t.n : t.failures / t.n;
  const { verdict, reason } = judgeLine(kpi, alert, t);
  const state = verdict === 'breach' ? 'firing' : verdict === 'suspected' ? 'suspected' : 'ok';
  return { state, found, text: percent(found), n: t.n, bound: reason };
}

function judgeTimes(kpi: Kpi, alert: AlertLine, records: readonly HttpRecord[]): Judged {
  const n = records.reduce((s, r) => s + r.ttfb.n, 0);
  if (n === 0) return { state: 'window-not-full', found: null, text: 'no data', n, bound: 'no answer to judge' };
  const sum = records.reduce((s, r) => s + r.ttfb.sumMs, 0);
  const slowest = Math.max(...records.map((r) => r.ttfb.maxMs));
  const found = sum / n;
  const shown = { found, text: show(found, kpi.unit), n };
  const bound = `mean of ${n}, slowest ${show(slowest, kpi.unit)}`;
  if (holds(found, alert)) return { ...shown, state: 'ok', bound };
  const others = n === 1 ? undefined : (sum - slowest) / (n - 1);
  // One slow answer, or too few of them, is no proof of a slow site.
  const alone = others === undefined || holds(others, alert);
  if (alone) return { ...shown, state: 'suspected', bound: `${bound}: one slow answer alone` };
  if (n < kpi.leastSamples.each) {
    return { ...shown, state: 'suspected', bound: `${bound}: ${kpi.leastSamples.each} samples needed` };
  }
  return { ...shown, state: 'firing', bound };
}
