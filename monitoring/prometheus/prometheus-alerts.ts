// The alert rules as PromQL over the recorded series, from the same numbers as the monitor's own rules.
import { failureLimit } from '../../common/number-text.ts';
import { BURN, COVERAGE, DOWN, FAST, KEEP_FIRING, PROOF, SLOW, TICK_RULES } from '../../judging.ts';
import { CERTIFICATE_DAYS, kpi, WINDOW_RULES } from '../../kpis.ts';
import { exceedsChance, isProvedAbove } from '../alerts/binomial-proof.ts';
import { BUDGET_SHARE } from '../alerts/rules/budget-burn.ts';
import { WATCHED_JOURNEYS } from '../watched-journeys.ts';
import { failuresNeeded } from './failures-needed.ts';
import { duration, steps, type Counted } from './promql.ts';
import { seriesName, SHORT_MS, SLOW_LINES, SLOW_MS } from './recorded-series.ts';

/** `keepMs`: how long the alert keeps firing after its expression is false, in ms. */
type PrometheusAlert = {
  rule: string;
  expr: string;
  level: 'critical' | 'warning';
  severity: string;
  runbook: string;
  keepMs: number;
};

/** How many failures prove a rule for `n` answers, as a step function of the series of answers. */
const needed = (series: string, isProof: (failures: number, n: number) => boolean): string => {
  const { first, from } = failuresNeeded(isProof);
  return steps(series, first, from);
};

const isWatched = (ms: number): string =>
  `and on (target) ${seriesName('coverage', ms)}{endpoint="all"} >= ${WINDOW_RULES.fullShare}`;

function shareAlerts(id: 'availability' | 'error-rate', failures: Counted, answers: Counted): PrometheusAlert[] {
  const { alerts, severity } = kpi(id);
  return alerts.map((line) => ({
    rule: `${id}.${line.level}`,
    expr: `${seriesName(failures, SHORT_MS)} >= ${needed(seriesName(answers, SHORT_MS), (f, n) => isProvedAbove(f, n, failureLimit(line)))}
and ${seriesName(`${failures}_slots`, SHORT_MS)} >= ${PROOF.leastSlots}
${isWatched(SHORT_MS)}`,
    level: line.level as PrometheusAlert['level'],
    severity,
    runbook: line.runbook,
    keepMs: KEEP_FIRING.windows,
  }));
}

const burnt = (ms: number): string => {
  const [bad, n, coverage] = ['failures', 'answers', 'coverage'].map(
    (what) => `${seriesName(what, ms)}{endpoint="all"}`,
  );
  return `${bad} / ${n} * ${coverage}`;
};

export const prometheusAlerts = (): PrometheusAlert[] => [
  {
    rule: 'application.critical',
    expr: `${seriesName('valid', DOWN.mixedSpanMs)}{endpoint="all"} == 0
and on (target) count by (target) (${seriesName('failures', DOWN.mixedSpanMs)}{endpoint!="all"} >= ${DOWN.inARow}) >= ${DOWN.leastEndpoints}`,
    level: 'critical',
    severity: 'P0',
    runbook: 'R3 Critical: application down',
    keepMs: KEEP_FIRING.down,
  },
  {
    rule: 'availability.now',
    expr: `${seriesName('failures', FAST.windowMs)} >= ${needed(seriesName('answers', FAST.windowMs), exceedsChance)}
and ${seriesName('failures', FAST.youngMs)} > 0
and ${seriesName('failures', FAST.windowMs)} - ${seriesName('failures', FAST.youngMs)} > 0`,
    level: 'critical',
    severity: kpi('availability').severity,
    runbook: 'R3 Availability',
    keepMs: KEEP_FIRING.windows,
  },
  ...shareAlerts('availability', 'failures', 'answers'),
  ...shareAlerts('error-rate', 'errors', 'answered'),
  ...SLOW_LINES.map((line): PrometheusAlert => ({
    rule: `response-time.${line.level}`,
    expr: `${seriesName('ttfb_sum', SLOW_MS)} / ${seriesName('ttfb_count', SLOW_MS)} > ${line.limit / 1_000}
and ${seriesName('ttfb_count', SLOW_MS)} >= ${SLOW.leastSamples}
and ${seriesName('ttfb_count', SLOW_MS)} - ${seriesName(`ttfb_within_${line.limit / 1_000}s`, SLOW_MS)} >= ${SLOW.leastSlow}
${isWatched(SLOW_MS)}`,
    level: line.level as PrometheusAlert['level'],
    severity: kpi('response-time').severity,
    runbook: line.runbook,
    keepMs: KEEP_FIRING.windows,
  })),
  ...BURN.map((line): PrometheusAlert => ({
    rule: `budget.${line.id}`,
    expr: `${burnt(line.longMs)} > ${line.factor} * ${BUDGET_SHARE.toFixed(3)}
and ${burnt(line.shortMs)} > ${line.factor} * ${BUDGET_SHARE.toFixed(3)}
and ${seriesName('failures', line.longMs)}{endpoint="all"} >= ${line.leastFailures}`,
    level: line.isPage ? 'critical' : 'warning',
    severity: line.isPage ? 'P1' : 'P2',
    runbook: 'R3 Availability: 99.9 %',
    keepMs: KEEP_FIRING.windows,
  })),
  ...(['database', 'external-apis'] as const).map((id): PrometheusAlert => ({
    rule: `${id}.critical`,
    // Two failed readings in a row: the newest one, and the one of the interval before.
    expr: `${id === 'database' ? 'min' : 'max'} by (target) (synthetic_dependency_state{kpi="${id}"}) <= 0
and ${id === 'database' ? 'min' : 'max'} by (target) (synthetic_dependency_state{kpi="${id}"} offset ${duration(TICK_RULES.statesEveryMs)}) <= 0`,
    level: 'critical',
    severity: kpi(id).severity,
    runbook: kpi(id).alerts[0]?.runbook ?? '',
    keepMs: KEEP_FIRING.states,
  })),
  ...WATCHED_JOURNEYS.map(({ id, severity, runbook }): PrometheusAlert => ({
    rule: `journey.${id}`,
    expr: `synthetic_check{check="${id}", verdict="fail"} == 1`,
    level: 'critical',
    severity,
    runbook,
    keepMs: KEEP_FIRING.journeys,
  })),
  {
    rule: 'coverage.warning',
    expr: `${seriesName('answers', COVERAGE.windowMs)}{endpoint="all"} < ${COVERAGE.share} * ${(COVERAGE.scheduled * COVERAGE.windowMs) / TICK_RULES.probeEveryMs}
and on (target) synthetic_last_sample_timestamp_seconds offset ${duration(COVERAGE.windowMs)}`,
    level: 'warning',
    severity: 'P2',
    runbook: 'ours: no data is never green',
    keepMs: KEEP_FIRING.coverage,
  },
  ...(
    [
      ['critical', 'P1', CERTIFICATE_DAYS.fail],
      ['warning', 'P2', CERTIFICATE_DAYS.warn],
    ] as const
  ).map(([level, severity, days]): PrometheusAlert => ({
    rule: `certificate.${level}`,
    expr: `(synthetic_certificate_expiry_timestamp_seconds - time()) / 86400 < ${days}`,
    level,
    severity,
    runbook: 'ours: R6 Security Monitoring',
    keepMs: 0,
  })),
];
