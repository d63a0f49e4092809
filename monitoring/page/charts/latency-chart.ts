// Time to first byte of one endpoint over time.
import * as Plot from '@observablehq/plot';
import { show } from '../../../common/number-text.ts';
import { kpi } from '../../../kpis.ts';
import type { Stretch } from '../read-series.ts';
import { drawSvg, type Key } from './draw-svg.ts';
import { AROUND_KEY, marksBefore, marksBehind, timeScale, type Around } from './time-axis.ts';

const at = (ms: number): Date => new Date(ms);
/** The band is p50 to p95, the dots are the maximum. One width only, because these charts are placed next to each other. */
export function latencyChart(endpoint: string, stretches: readonly Stretch[], around: Around): string {
  const known = stretches.filter((s) => s.p50 !== null);
  const p95s = known.map((s) => s.p95 ?? 0);
  const top = Math.max(200, 1.15 * Math.max(0, ...p95s));
  const { limit } = kpi('response-time').target;
  const middle = (s: Stretch): Date => at((s.fromMs + s.toMs) / 2);
  const description =
    known.length === 0
      ? `${endpoint}: no data.`
      : `${endpoint}: median at most ${show(Math.max(...known.map((s) => s.p50 ?? 0)), 'ms')}, 95th percentile at most ${show(Math.max(...p95s), 'ms')}, maximum ${show(Math.max(...known.map((s) => s.max ?? 0)), 'ms')}.`;
  return drawSvg({
    description,
    width: 340,
    height: 150,
    marginLeft: 62,
    marginRight: 18,
    x: timeScale(stretches, 340),
    y: { domain: [0, top], grid: true, label: null, ticks: 4, tickFormat: (v: number) => show(v, 'ms') },
    marks: [
      ...marksBehind(stretches, around),
      Plot.areaY(stretches, { x: middle, y1: 'p50', y2: 'p95', fill: 'var(--line-a)', fillOpacity: 0.25 }),
      Plot.lineY(stretches, { x: middle, y: 'p50', stroke: 'var(--line-a)', strokeWidth: 2 }),
      Plot.dot(known, { x: middle, y: (s: Stretch) => Math.min(top, s.max ?? 0), r: 1.5, fill: 'var(--soft)' }),
      ...(limit <= top ? [Plot.ruleY([limit], { stroke: 'var(--good)', strokeDasharray: '6,4' })] : []),
      ...marksBefore(stretches, around),
    ],
  });
}
export const LATENCY_KEY: readonly Key[] = [
  { look: 'line-a', text: 'median (p50)' },
  { look: 'band-a', text: 'p50 to p95' },
  { look: 'dot', text: 'maximum (at the top edge: above the axis)' },
  { look: 'line-good', text: `target ${show(kpi('response-time').target.limit, 'ms')}` },
  ...AROUND_KEY,
];
