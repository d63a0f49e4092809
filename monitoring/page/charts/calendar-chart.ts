// Availability as a calendar: one cell for each day, coloured by the runbook's lines.
import * as Plot from '@observablehq/plot';
import { failureLimit, percent } from '../../../common/number-text.ts';
import { upperBound } from '../../../common/statistics.ts';
import { kpi, RATIO_RULES } from '../../../kpis.ts';
import { runbookState } from '../../../reports/verdict/kpi-verdict.ts';
import type { Stretch } from '../read-series.ts';
import { bothWidths, drawSvg, type Key } from './draw-svg.ts';

const at = (ms: number): Date => new Date(ms);

/** The colour of a day after the runbook's lines. Green only if n samples can prove the target. */
export function dayTone({ n, valid }: Pick<Stretch, 'n' | 'valid'>): 'none' | 'open' | 'good' | 'warn' | 'bad' {
  if (n === 0) return 'none';
  const availability = kpi('availability');
  const { level } = runbookState(availability, valid / n);
  if (level !== 'within-target') return level === 'target-missed' ? 'warn' : 'bad';
  const isShown = upperBound(n - valid, n, RATIO_RULES.confidence) <= failureLimit(availability.target);
  return isShown ? 'good' : 'open';
}

/** Months as rows, days as columns: it fits a phone. */
export function calendarChart(days: readonly Stretch[]): string {
  const cells = days.map((d) => ({
    month: at(d.fromMs).toISOString().slice(0, 7),
    day: at(d.fromMs).getUTCDate(),
    fill: `var(--day-${dayTone(d)})`,
    title: `${at(d.fromMs).toISOString().slice(0, 10)}: ${d.n === 0 ? 'no data' : percent(d.valid / d.n)}`,
  }));
  const months = [...new Set(cells.map(({ month }) => month))];
  const count = (tone: string): number => days.filter((d) => dayTone(d) === tone).length;
  const description = `${days.length} days: ${count('good')} met the target, ${count('open')} had too few samples, ${count('warn')} missed it, ${count('bad')} were below the alert line, ${count('none')} without data.`;
  return bothWidths((width, isNarrow) =>
    drawSvg({
      description,
      width,
      height: months.length * (isNarrow ? 12 : 20) + 24,
      marginLeft: 62,
      marginRight: 4,
      marginTop: 20,
      marginBottom: 4,
      padding: 0.12,
      x: {
        type: 'band',
        domain: Array.from({ length: 31 }, (_, i) => i + 1),
        axis: 'top',
        label: null,
        tickSize: 0,
        ticks: isNarrow ? [1, 10, 20, 30] : [1, 5, 10, 15, 20, 25, 30],
      },
      y: { type: 'band', domain: months, label: null, tickSize: 0 },
      marks: [Plot.cell(cells, { x: 'day', y: 'month', fill: 'fill', title: isNarrow ? null : 'title', rx: 2 })],
    }),
  );
}
export const CALENDAR_KEY: readonly Key[] = [
  { look: 'day-good', text: 'target met' },
  { look: 'day-open', text: 'too few samples to judge' },
  { look: 'day-warn', text: 'target missed' },
  { look: 'day-bad', text: 'below the alert line' },
  { look: 'day-none', text: 'no data' },
];
