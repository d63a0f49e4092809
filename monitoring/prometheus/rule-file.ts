// The alert rules as a Prometheus rule file, from the same numbers. What PromQL cannot say exactly stands in the file's head.
import { kpi, WINDOW_RULES, CERTIFICATE_DAYS } from '../../kpis.ts';
import { BURN, COVERAGE, DOWN, FAST, KEEP_FIRING, PROOF, PROMETHEUS_RULES, SLOW, TICK_RULES } from '../../judging.ts';
import { failureLimit } from '../../common/number-text.ts';
import { isNoChance, isProvedAbove } from '../alerts/binomial-proof.ts';
import { BUDGET_SHARE } from '../alerts/rules/budget-burn.ts';
import { WATCHED_JOURNEYS } from '../watched-journeys.ts';
import { failuresNeeded } from './failures-needed.ts';
import { countOver, countWithin, slotsWith, steps, times, type Counted } from './promql.ts';

type Recorded = { record: string; expr: string };
type Alert = {
  rule: string;
  expr: string;
  level: 'critical' | 'warning';
  severity: string;
  runbook: string;
  keepMs: number;
};

const SLOT_S = PROOF.slotMs / 1_000;
const seconds = (ms: number): string => `${ms / 1_000}s`;
const HOUR_MS = 3_600_000;
const name = (what: string, ms: number): string => `synthetic:${what}:${span(ms)}`;
const span = (ms: number): string =>
  ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : ms % 60_000 === 0 ? `${ms / 60_000}m` : seconds(ms);
const needed = (series: string, isProof: (failures: number, n: number) => boolean): string => {
  const { first, from } = failuresNeeded(isProof);
  return steps(series, first, from);
};

const SHORT_MS = 300_000;
const coverageOf = (ms: number): Recorded => ({
  record: name('coverage', ms),
  expr: `${slotsWith('answers', WINDOW_RULES.slotMs / 1_000, ms / WINDOW_RULES.slotMs)} / ${ms / WINDOW_RULES.slotMs}`,
});
const count = (what: Counted, ms: number): Recorded => ({ record: name(what, ms), expr: countOver(what, span(ms)) });
const BURN_WINDOWS_MS = [...new Set(BURN.flatMap(({ longMs, shortMs }) => [longMs, shortMs]))].filter(
  (ms) => ms > SHORT_MS,
);
const SLOW_LINES = kpi('response-time').alerts;
const SLOW_MS = SLOW_LINES[0]?.windowMs ?? 0;

const recorded = (): Recorded[] => [
  ...(['answers', 'failures', 'errors', 'answered'] as const).map((what) => count(what, SHORT_MS)),
  ...(['answers', 'failures'] as const).map((what) => count(what, FAST.windowMs)),
  { record: name('failures', FAST.youngMs), expr: countWithin('failures', seconds(FAST.youngMs)) },
  ...(['valid', 'failures'] as const).map((what) => ({
    record: name(what, DOWN.mixedSpanMs),
    expr: countWithin(what, seconds(DOWN.mixedSpanMs)),
  })),
  ...(['failures', 'errors'] as const).map((what) => ({
    record: name(`${what}_slots`, SHORT_MS),
    expr: slotsWith(what, SLOT_S, SHORT_MS / PROOF.slotMs),
  })),
  coverageOf(SHORT_MS),
  coverageOf(SLOW_MS),
  { record: name('ttfb_sum', SLOW_MS), expr: times('sum', span(SLOW_MS)) },
  { record: name('ttfb_count', SLOW_MS), expr: times('count', span(SLOW_MS)) },
  ...SLOW_LINES.map(({ limit }) => ({
    record: name(`ttfb_within_${limit / 1_000}s`, SLOW_MS),
    expr: times({ le: limit / 1_000 }, span(SLOW_MS)),
  })),
  {
    record: name('watched', WINDOW_RULES.slotMs),
    expr: `(${countWithin('answers', seconds(WINDOW_RULES.slotMs))}) > bool 0`,
  },
  ...BURN_WINDOWS_MS.flatMap((ms) => [
    count('answers', ms),
    count('failures', ms),
    {
      record: name('coverage', ms),
      // Time before the first scrape was not watched, so this is no average of what there is.
      expr: `sum_over_time(${name('watched', WINDOW_RULES.slotMs)}[${ms / 1_000 - WINDOW_RULES.slotMs / 1_000 + 5}s:${seconds(WINDOW_RULES.slotMs)}]) / ${ms / WINDOW_RULES.slotMs}`,
    },
  ]),
];

const isWatched = (ms: number): string =>
  `and on (target) ${name('coverage', ms)}{endpoint="all"} >= ${WINDOW_RULES.fullShare}`;

function shareAlerts(id: 'availability' | 'error-rate', failures: Counted, answers: Counted): Alert[] {
  const { alerts, severity } = kpi(id);
  return alerts.map((line) => ({
    rule: `${id}.${line.level}`,
    expr: `${name(failures, SHORT_MS)} >= ${needed(name(answers, SHORT_MS), (f, n) => isProvedAbove(f, n, failureLimit(line)))}
and ${name(`${failures}_slots`, SHORT_MS)} >= ${PROOF.leastSlots}
${isWatched(SHORT_MS)}`,
    level: line.level as Alert['level'],
    severity,
    runbook: line.runbook,
    keepMs: KEEP_FIRING.windows,
  }));
}

const burnt = (ms: number): string => {
  const [bad, n, coverage] = ['failures', 'answers', 'coverage'].map((what) => `${name(what, ms)}{endpoint="all"}`);
  return `${bad} / ${n} * ${coverage}`;
};

export const alerts = (): Alert[] => [
  {
    rule: 'application.critical',
    expr: `${name('valid', DOWN.mixedSpanMs)}{endpoint="all"} == 0
and on (target) count by (target) (${name('failures', DOWN.mixedSpanMs)}{endpoint!="all"} >= ${DOWN.inARow}) >= ${DOWN.leastEndpoints}`,
    level: 'critical',
    severity: 'P0',
    runbook: 'R3 Critical: application down',
    keepMs: KEEP_FIRING.down,
  },
  {
    rule: 'availability.now',
    expr: `${name('failures', FAST.windowMs)} >= ${needed(name('answers', FAST.windowMs), isNoChance)}
and ${name('failures', FAST.youngMs)} > 0
and ${name('failures', FAST.windowMs)} - ${name('failures', FAST.youngMs)} > 0`,
    level: 'critical',
    severity: kpi('availability').severity,
    runbook: 'R3 Availability',
    keepMs: KEEP_FIRING.windows,
  },
  ...shareAlerts('availability', 'failures', 'answers'),
  ...shareAlerts('error-rate', 'errors', 'answered'),
  ...SLOW_LINES.map((line): Alert => ({
    rule: `response-time.${line.level}`,
    expr: `${name('ttfb_sum', SLOW_MS)} / ${name('ttfb_count', SLOW_MS)} > ${line.limit / 1_000}
and ${name('ttfb_count', SLOW_MS)} >= ${SLOW.leastSamples}
and ${name('ttfb_count', SLOW_MS)} - ${name(`ttfb_within_${line.limit / 1_000}s`, SLOW_MS)} >= ${SLOW.leastSlow}
${isWatched(SLOW_MS)}`,
    level: line.level as Alert['level'],
    severity: kpi('response-time').severity,
    runbook: line.runbook,
    keepMs: KEEP_FIRING.windows,
  })),
  ...BURN.map((line): Alert => ({
    rule: `budget.${line.id}`,
    expr: `${burnt(line.longMs)} > ${line.factor} * ${BUDGET_SHARE.toFixed(3)}
and ${burnt(line.shortMs)} > ${line.factor} * ${BUDGET_SHARE.toFixed(3)}
and ${name('failures', line.longMs)}{endpoint="all"} >= ${line.leastFailures}`,
    level: line.isPage ? 'critical' : 'warning',
    severity: line.isPage ? 'P1' : 'P2',
    runbook: 'R3 Availability: 99.9 %',
    keepMs: KEEP_FIRING.windows,
  })),
  ...(['database', 'external-apis'] as const).map((id): Alert => ({
    rule: `${id}.critical`,
    // Two readings in a row: the older one is still there 5 minutes ago.
    expr: `${id === 'database' ? 'min' : 'max'} by (target) (synthetic_dependency_state{kpi="${id}"}) <= 0
and ${id === 'database' ? 'min' : 'max'} by (target) (synthetic_dependency_state{kpi="${id}"} offset ${span(TICK_RULES.statesEveryMs)}) <= 0`,
    level: 'critical',
    severity: kpi(id).severity,
    runbook: kpi(id).alerts[0]?.runbook ?? '',
    keepMs: KEEP_FIRING.states,
  })),
  ...WATCHED_JOURNEYS.map(({ id, severity, runbook }): Alert => ({
    rule: `journey.${id}`,
    expr: `synthetic_check{check="${id}", verdict="fail"} == 1`,
    level: 'critical',
    severity,
    runbook,
    keepMs: KEEP_FIRING.journeys,
  })),
  {
    rule: 'coverage.warning',
    expr: `${name('answers', COVERAGE.windowMs)}{endpoint="all"} < ${COVERAGE.share} * ${(COVERAGE.scheduled * COVERAGE.windowMs) / TICK_RULES.probeEveryMs}
and on (target) synthetic_last_sample_timestamp_seconds offset ${span(COVERAGE.windowMs)}`,
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
  ).map(([level, severity, days]): Alert => ({
    rule: `certificate.${level}`,
    expr: `(synthetic_certificate_expiry_timestamp_seconds - time()) / 86400 < ${days}`,
    level,
    severity,
    runbook: 'ours: R6 Security Monitoring',
    keepMs: 0,
  })),
];

const indented = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);
const camel = (rule: string): string =>
  `Synthetic${rule.replaceAll(/(?:^|[.-])(\w)/g, (_, c: string) => c.toUpperCase())}`;

/** The whole file, YAML. */
export function prometheusRules(): string {
  const records = recorded().map(
    ({ record, expr }) => `      - record: ${record}\n        expr: |-\n          ${indented(expr, '          ')}`,
  );
  const firing = alerts().map(
    ({ rule, expr }) =>
      `      - record: synthetic:firing\n        labels: { rule: '${rule}' }\n        expr: |-\n          (\n            ${indented(expr, '            ')}\n          ) * 0 + 1`,
  );
  const rules = alerts().map(
    ({ rule, level, severity, runbook, keepMs }) =>
      `      - alert: ${camel(rule)}\n        expr: synthetic:firing{rule="${rule}"}\n${keepMs > 0 ? `        keep_firing_for: ${span(keepMs)}\n` : ''}        labels: { level: ${level}, severity: ${severity} }\n        annotations: { runbook: '${runbook}' }`,
  );
  return `# Written by \`npm run generate\` from kpis.ts and judging.ts; do not edit. Needs Prometheus 2.42 or later, and a scrape and evaluation
# interval of at most ${PROMETHEUS_RULES.intervalS} s that divides 15 s. Tested with \`promtool test rules\` against our own evaluator (tests/unit/monitoring/prometheus-rules.test.ts).
# Where it differs from \`npm run monitor\`:
# - application.critical needs ${DOWN.mixedSpanMs / 1_000} s without a valid answer, since scrapes are seconds apart; the monitor needs ${DOWN.spanMs / 1_000} s.
# - An alert ends when its rule has not fired for a while; the monitor also waits while it is only suspected, or not known.
# - Security, deployments, degradation and rate limits stand in the monitor alone.
groups:
  # One group: its rules are evaluated one after the other, and later ones read what earlier ones recorded at the same instant.
  - name: synthetic
    rules:
${records.join('\n')}
${firing.join('\n')}
${rules.join('\n')}
`;
}
