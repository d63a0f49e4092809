// Availability over time, with the runbook's target and alert line.
import * as Plot from '@observablehq/plot';
import { percent } from '../../../common/number-text.ts';
import { kpi } from '../../../kpis.ts';
import type { Stretch } from '../read-series.ts';
import { bothWidths, drawSvg, type Key } from './draw-svg.ts';
import { AROUND_KEY, isWatched, marksBefore, marksBehind, timeScale, type Around } from './time-axis.ts';

const at = (ms: number): Date => new Date(ms);
const shareOf = ({ n, valid }: Stretch): number | null => (n === 0 ? null : valid / n);

export function availabilityChart(stretches: readonly Stretch[], around: Around): string {
  const target = kpi('availability').target.limit;
  const alert = kpi('availability').alerts[0]?.limit ?? target;
  const shares = stretches.map(shareOf).filter((share) => share !== null);
  const least = Math.min(0.99, ...shares);
  const description =
    shares.length === 0
      ? 'No probes.'
      : `Availability by time: lowest ${percent(Math.min(...shares))}, ${shares.filter((s) => s < target).length} of ${shares.length} stretches below the target of ${percent(target)}.`;
  // Each stretch is a step, with a gap where nothing was measured.
  const steps = stretches.flatMap((s) => {
    const share = isWatched(s) || s.n > 0 ? shareOf(s) : null;
    return [
      { x: at(s.fromMs), share },
      { x: at(s.toMs), share },
    ];
  });
  return bothWidths((width, isNarrow) =>
    drawSvg({
      description,
      width,
      height: isNarrow ? 170 : 220,
      marginLeft: 52,
      marginRight: 18,
      x: timeScale(stretches, width),
      y: { domain: [least, 1], grid: true, label: null, ticks: 4, tickFormat: (v: number) => percent(v) },
      marks: [
        ...marksBehind(stretches, around),
        Plot.areaY(steps, { x: 'x', y1: least, y2: 'share', fill: 'var(--line-a)', fillOpacity: 0.15 }),
        Plot.lineY(steps, { x: 'x', y: 'share', stroke: 'var(--line-a)', strokeWidth: 2 }),
        Plot.ruleY([target], { stroke: 'var(--good)', strokeDasharray: '6,4' }),
        Plot.ruleY([alert], { stroke: 'var(--bad)', strokeDasharray: '6,4' }),
        ...marksBefore(stretches, around),
      ],
    }),
  );
}
export const AVAILABILITY_KEY: readonly Key[] = [
  { look: 'line-a', text: 'valid answers' },
  { look: 'line-good', text: `target ${percent(kpi('availability').target.limit)}` },
  { look: 'line-bad', text: `alert ${percent(kpi('availability').alerts[0]?.limit ?? 0)}` },
  ...AROUND_KEY,
];
