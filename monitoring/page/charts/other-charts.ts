// The other charts: a calendar of days, the error budget, ends of journeys, load capacity, and small lines beside figures.
import * as Plot from '@observablehq/plot';
import { percent } from '../../../common/number-text.ts';
import { kpi } from '../../../kpis.ts';
import { markup } from '../../../reports/formats/escape.ts';
import { runbookState } from '../../../reports/verdict/kpi-verdict.ts';
import type { Capacity } from '../../history/run-reads.ts';
import type { Budget } from '../page-data.ts';
import type { CheckEnd } from '../read-ends.ts';
import type { Stretch } from '../read-series.ts';
import { bothWidths, drawSvg, timeTick, type Key } from './draw-svg.ts';

const DAY_MS = 86_400_000;
const at = (ms: number): Date => new Date(ms);

/** The colour of a day by the runbook's words: what it says of the number found. */
export function dayTone({ n, valid }: Pick<Stretch, 'n' | 'valid'>): 'none' | 'good' | 'warn' | 'bad' {
  if (n === 0) return 'none';
  const { level } = runbookState(kpi('availability'), valid / n);
  return level === 'within-target' ? 'good' : level === 'target-missed' ? 'warn' : 'bad';
}

/** Months as rows, days as columns: it fits a phone and reads like a calendar. */
export function calendarChart(days: readonly Stretch[]): string {
  const cells = days.map((d) => ({
    month: at(d.fromMs).toISOString().slice(0, 7),
    day: at(d.fromMs).getUTCDate(),
    fill: `var(--day-${dayTone(d)})`,
    title: `${at(d.fromMs).toISOString().slice(0, 10)}: ${d.n === 0 ? 'no data' : percent(d.valid / d.n)}`,
  }));
  const months = [...new Set(cells.map(({ month }) => month))];
  const count = (tone: string): number => days.filter((d) => dayTone(d) === tone).length;
  const says = `${days.length} days: ${count('good')} met the target, ${count('warn')} missed it, ${count('bad')} were below the alert line, ${count('none')} without data.`;
  return bothWidths((width, isNarrow) =>
    drawSvg({
      says,
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
  { look: 'day-warn', text: 'target missed' },
  { look: 'day-bad', text: 'below the alert line' },
  { look: 'day-none', text: 'no data' },
];

/** What is left of the budget through its window: 1 at its start, below 0 when it is spent. */
export function budgetChart(days: readonly Stretch[], { allowed, failures }: Budget): string {
  let spent = 0;
  const left = days.map((d) => {
    spent += d.n - d.valid;
    return { x: at(d.toMs), left: allowed === 0 ? null : (allowed - spent) / allowed };
  });
  const lowest = Math.min(0, ...left.map((l) => l.left ?? 0));
  const says =
    allowed === 0
      ? 'No probes, so there is no budget.'
      : `Error budget of 30 days: ${percent(Math.max(0, (allowed - failures) / allowed))} left.`;
  return bothWidths((width, isNarrow) =>
    drawSvg({
      says,
      width,
      height: isNarrow ? 140 : 160,
      marginLeft: 62,
      marginRight: 18,
      x: { type: 'utc', label: null, ticks: isNarrow ? 3 : 8, tickFormat: timeTick(Infinity) },
      y: {
        domain: [Math.max(lowest, -4), 1],
        grid: true,
        label: null,
        ticks: 4,
        tickFormat: (v: number) => percent(v),
      },
      marks: [
        Plot.areaY(left, {
          x: 'x',
          y: (d: (typeof left)[number]) => (d.left === null ? null : Math.max(-4, d.left)),
          fill: 'var(--line-a)',
          fillOpacity: 0.15,
          curve: 'step-after',
        }),
        Plot.lineY(left, {
          x: 'x',
          y: (d: (typeof left)[number]) => (d.left === null ? null : Math.max(-4, d.left)),
          stroke: 'var(--line-a)',
          strokeWidth: 2,
          curve: 'step-after',
        }),
        Plot.ruleY([0], { stroke: 'var(--bad)' }),
      ],
    }),
  );
}

const OUTCOME_TONE: Readonly<Record<string, string>> = { pass: 'good', fail: 'bad', warn: 'warn' };
/** The worst end of each day: a failure outweighs, what was not judged is no success. */
const worstTone = (outcomes: readonly string[]): string =>
  ['fail', 'warn', 'inconclusive', 'broken', 'skipped', 'pass'].find((word) => outcomes.includes(word)) ?? 'none';

export function journeysChart(ends: readonly CheckEnd[], fromMs: number, toMs: number): string {
  const ids = [...new Set(ends.map(({ id }) => id))].sort();
  const dayOf = (ms: number): number => Math.floor(ms / DAY_MS);
  const days = Array.from({ length: dayOf(toMs) - dayOf(fromMs) + 1 }, (_, i) => dayOf(fromMs) + i);
  const byCell = Map.groupBy(ends, (end) => `${end.id} ${dayOf(end.at)}`);
  const cells = ids.flatMap((id) =>
    days.map((day) => {
      const word = worstTone((byCell.get(`${id} ${day}`) ?? []).map(({ outcome }) => outcome));
      return { id, day, fill: `var(--day-${OUTCOME_TONE[word] ?? 'none'})` };
    }),
  );
  const failed = ids.filter((id) => ends.some((end) => end.id === id && end.outcome === 'fail'));
  const says = `${ids.length} journeys over ${days.length} days; ${failed.length === 0 ? 'none failed' : `failed at least once: ${failed.join(', ')}`}.`;
  const label = (day: number): string =>
    at(day * DAY_MS)
      .toISOString()
      .slice(5, 10);
  return bothWidths((width, isNarrow) =>
    drawSvg({
      says,
      width,
      height: ids.length * 18 + 30,
      marginLeft: isNarrow ? 92 : 240,
      marginRight: 4,
      marginTop: 4,
      padding: 0.12,
      x: {
        type: 'band',
        domain: days,
        label: null,
        tickSize: 0,
        ticks: days.filter((_, i) => i % (isNarrow ? 45 : 15) === 0),
        tickFormat: label,
      },
      y: {
        type: 'band',
        domain: ids,
        label: null,
        tickSize: 0,
        tickFormat: (id: string) => (isNarrow ? id.replace('journey.', '').slice(0, 14) : id),
      },
      marks: [Plot.cell(cells, { x: 'day', y: 'id', fill: 'fill' })],
    }),
  );
}

export function capacityChart(capacities: readonly Capacity[]): string {
  const says = `Requests a second that the site was shown to bear: ${capacities.length} runs, newest ${Math.round(capacities[0]?.perSecond ?? 0)} a second.`;
  return bothWidths((width, isNarrow) =>
    drawSvg({
      says,
      width,
      height: isNarrow ? 160 : 200,
      marginLeft: 52,
      marginRight: 18,
      x: { type: 'utc', label: null, ticks: isNarrow ? 3 : 8, tickFormat: timeTick(Infinity) },
      y: { zero: true, grid: true, label: null, ticks: 4, tickFormat: (v: number) => `${v}/s` },
      marks: [
        Plot.lineY(capacities, {
          x: (c: Capacity) => at(c.at),
          y: 'perSecond',
          z: 'script',
          sort: 'at',
          stroke: 'var(--line-a)',
        }),
        Plot.dot(capacities, { x: (c: Capacity) => at(c.at), y: 'perSecond', fill: 'var(--line-a)', r: 3 }),
        Plot.ruleY([0]),
      ],
    }),
  );
}

const SPARK = { width: 96, height: 24, margin: 3 };
/** A line without axes beside a figure, `values` oldest first. Drawn by hand: a year's pages have some ten thousand of them. */
export function sparkline(values: readonly number[], says: string): string {
  const least = Math.min(...values);
  const range = Math.max(...values) - least || 1;
  const x = (i: number): number =>
    SPARK.margin + (i * (SPARK.width - 2 * SPARK.margin)) / Math.max(1, values.length - 1);
  const y = (v: number): number =>
    SPARK.height - SPARK.margin - ((v - least) / range) * (SPARK.height - 2 * SPARK.margin);
  const points = values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`);
  const [cx, cy] = points.at(-1)?.split(',') ?? [];
  return `<svg class="chart" width="${SPARK.width}" height="${SPARK.height}" viewBox="0 0 ${SPARK.width} ${SPARK.height}" role="img" aria-label="${markup(says)}"><polyline points="${points.join(' ')}" fill="none" stroke="var(--line-a)" stroke-width="1.5"/><circle cx="${cx}" cy="${cy}" r="2" fill="var(--line-a)"/></svg>`;
}
