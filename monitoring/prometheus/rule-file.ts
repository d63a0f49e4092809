// The alert rules as a Prometheus rule file. Its header lists the differences from the monitor's own rules.
import { DOWN, PROMETHEUS_RULES } from '../../judging.ts';
import { prometheusAlerts } from './prometheus-alerts.ts';
import { duration } from './promql.ts';
import { recordedSeries } from './recorded-series.ts';

const indented = (text: string, by: string): string => text.replaceAll('\n', `\n${by}`);
const camel = (rule: string): string =>
  `Synthetic${rule.replaceAll(/(?:^|[.-])(\w)/g, (_, c: string) => c.toUpperCase())}`;

/** The whole file, YAML. */
export function prometheusRules(): string {
  const records = recordedSeries().map(
    ({ record, expr }) => `      - record: ${record}\n        expr: |-\n          ${indented(expr, '          ')}`,
  );
  const firing = prometheusAlerts().map(
    ({ rule, expr }) =>
      `      - record: synthetic:firing\n        labels: { rule: '${rule}' }\n        expr: |-\n          (\n            ${indented(expr, '            ')}\n          ) * 0 + 1`,
  );
  const rules = prometheusAlerts().map(
    ({ rule, level, severity, runbook, keepMs }) =>
      `      - alert: ${camel(rule)}\n        expr: synthetic:firing{rule="${rule}"}\n${keepMs > 0 ? `        keep_firing_for: ${duration(keepMs)}\n` : ''}        labels: { level: ${level}, severity: ${severity} }\n        annotations: { runbook: '${runbook}' }`,
  );
  return `# Written by \`npm run generate\` from kpis.ts and judging.ts; do not edit. Needs Prometheus 2.42 or later, and a scrape and evaluation
# interval of at most ${PROMETHEUS_RULES.intervalS} s that divides 15 s. Tested with \`promtool test rules\` against our own evaluator (tests/unit/monitoring/prometheus-rules.test.ts).
# Differences from \`npm run monitor\`:
# - application.critical needs ${DOWN.mixedSpanMs / 1_000} s without a valid answer, because scrapes are seconds apart; the monitor needs ${DOWN.spanMs / 1_000} s.
# - An alert resolves when its rule has not fired for keep_firing_for; the monitor also waits while the rule is suspected or unknown.
# - Security, deployments, degradation and rate limits are judged by the monitor only.
groups:
  # One group: rules are evaluated in order, so later rules read series that earlier ones recorded at the same time.
  - name: synthetic
    rules:
${records.join('\n')}
${firing.join('\n')}
${rules.join('\n')}
`;
}
