// Prometheus text exposition (0.0.4) of a verdict. What was not measured has no sample: absence is not zero.
import { VERDICTS } from '../verdict/exit-codes.ts';
import type { Verdict } from '../verdict/verdict-format.ts';
import { labelValue } from './escape.ts';

type Sample = { labels: Record<string, string>; value: number };

function family(name: string, help: string, samples: Sample[]): string[] {
  if (samples.length === 0) return [];
  const lines = samples.map(({ labels, value }) => {
    const inside = Object.entries(labels).map(([key, text]) => `${key}="${labelValue(text)}"`);
    return `${name}{${inside.join(',')}} ${value}`;
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines];
}

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
      'The verdict of the last run: 1 for the word that holds.',
      VERDICTS.map((word) => ({ labels: { target, verdict: word }, value: word === v.verdict ? 1 : 0 })),
    ),
    ...family('synthetic_exit_code', 'Exit code of the last run.', [{ labels: { target }, value: v.exitCode }]),
    ...family('synthetic_run_end_timestamp_seconds', 'When the last run ended.', end),
    ...family('synthetic_run_duration_seconds', 'How long it took.', [
      { labels: { target }, value: v.durationMs / 1_000 },
    ]),
    ...family(
      'synthetic_kpi',
      'Value of a KPI: shares as fractions, times in ms, scores 0..1, statuses 1 healthy 0.5 degraded 0 failed.',
      measured.map((k) => ({ labels: { target, kpi: k.id }, value: k.found as number })),
    ),
    ...family(
      'synthetic_kpi_samples',
      'Samples behind a KPI.',
      v.kpis.map((k) => ({ labels: { target, kpi: k.id }, value: k.n })),
    ),
    ...family(
      'synthetic_kpi_verdict',
      'The verdict on a KPI: always 1, the word is the label.',
      v.kpis.map((k) => ({ labels: { target, kpi: k.id, verdict: k.verdict }, value: 1 })),
    ),
    ...family(
      'synthetic_kpi_part',
      'Value of a KPI for one endpoint, page or dependency.',
      parts
        .filter((p) => p.found !== null)
        .map((p) => ({
          labels: { target, kpi: p.kpi, subject: p.subject, variant: p.variant },
          value: p.found as number,
        })),
    ),
    ...family(
      'synthetic_check',
      'The verdict on a check: always 1, the word is the label.',
      v.checks.map((c) => ({ labels: { target, check: c.id, verdict: c.verdict }, value: 1 })),
    ),
    ...family(
      'synthetic_stage_duration_seconds',
      'Time of a stage that ran.',
      v.stages
        .filter((s) => s.status !== 'not-selected' && s.status !== 'skipped')
        .map((s) => ({ labels: { target, stage: s.stage }, value: s.durationMs / 1_000 })),
    ),
  ];
  return `${lines.join('\n')}\n`;
}
