// What a page's runs mean: pure, figures in, failures out. The decision about KPIs falls in reports/verdict.
import { holds, kpi, KPIS, type KpiId } from '../../kpis.ts';
import type { Failure } from '../../reports/result.ts';
import type { Figures } from './lighthouse.ts';
import { TIMED } from './machine.ts';

export const AUDITED_KPIS: readonly KpiId[] = KPIS.filter((k) => k.stages.includes('audits')).map((k) => k.id);

export type JudgedFigure = { kpi: KpiId; samples: number[]; note?: string; failure?: Failure };

/** A timing that misses its limit on an unfit machine proves nothing: no samples, and a note. One that holds it, holds. */
export function judgeFigures(runs: readonly Figures[], unfit: string | undefined, subject: string): JudgedFigure[] {
  return AUDITED_KPIS.map((id) => {
    const samples = runs.flatMap((figures) => figures[id] ?? []);
    const median = middle(samples);
    const { target } = kpi(id);
    if (median === undefined || holds(median, target)) return { kpi: id, samples };
    if (unfit !== undefined && TIMED.has(id))
      return { kpi: id, samples: [], note: `${round(median)} found, but ${unfit}` };
    const of = samples.length === 1 ? 'single run' : `median of ${samples.map(round).join(', ')}`;
    const message = `${id} on ${subject}: ${round(median)}, must be ${target.op} ${target.limit} (${of})`;
    return { kpi: id, samples, failure: { code: 'budget', message } };
  });
}

/** The median; undefined for no values. */
export function middle(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half];
  const lower = sorted[half - 1];
  return sorted.length % 2 === 1 || upper === undefined || lower === undefined ? upper : (lower + upper) / 2;
}

const round = (value: number): number => Number(value.toPrecision(4));
