// Prometheus text exposition (0.0.4) of a verdict. A value that was not measured has no sample, because a missing value is not zero.
import { VERDICTS } from '../verdict/exit-codes.ts';
import type { Verdict } from '../verdict/verdict-format.ts';
import { family } from './exposition.ts';

export function prometheus(v: Verdict): string {
  const target = v.target;
  const measured = v.kpis.filter((k) => k.found !== null && k.verdict !== 'not-observable');
  const parts = measured.flatMap((k) =>
    k.parts.map((p) => ({ kpi: k.id, subject: p.subject, variant: p.variant ?? '', found: p.found, n: p.n })),
  );
  const end =
    v.startedAt === null ? [] : [{ labels: { target }, value: (Date.parse(v.startedAt) + v.durationMs) / 1_000 }];
  const lines = [
    ...family(
      'synthetic_verdict',
      VERDICTS.map((word) => ({ labels: { target, verdict: word }, value: word === v.verdict ? 1 : 0 })),
    ),
    ...family('synthetic_exit_code', [{ labels: { target }, value: v.exitCode }]),
    ...family('synthetic_run_end_timestamp_seconds', end),
    ...family('synthetic_run_duration_seconds', [{ labels: { target }, value: v.durationMs / 1_000 }]),
    ...family(
      'synthetic_kpi',
      measured.map((k) => ({ labels: { target, kpi: k.id }, value: k.found as number })),
    ),
    ...family(
      'synthetic_kpi_samples',
      v.kpis.map((k) => ({ labels: { target, kpi: k.id }, value: k.n })),
    ),
    ...family(
      'synthetic_kpi_verdict',
      v.kpis.map((k) => ({ labels: { target, kpi: k.id, verdict: k.verdict }, value: 1 })),
    ),
    ...family(
      'synthetic_kpi_part',
      parts
        .filter((p) => p.found !== null)
        .map((p) => ({
          labels: { target, kpi: p.kpi, subject: p.subject, variant: p.variant },
          value: p.found as number,
        })),
    ),
    ...family(
      'synthetic_check',
      v.checks.map((c) => ({ labels: { target, check: c.id, verdict: c.verdict }, value: 1 })),
    ),
    ...family(
      'synthetic_stage_duration_seconds',
      v.stages
        .filter((s) => s.status !== 'not-selected' && s.status !== 'skipped')
        .map((s) => ({ labels: { target, stage: s.stage }, value: s.durationMs / 1_000 })),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
