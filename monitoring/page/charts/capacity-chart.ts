// Load capacity over time, one line for each load script.
import * as Plot from '@observablehq/plot';
import type { Capacity } from '../../history/run-reads.ts';
import { bothWidths, drawSvg, timeTick } from './draw-svg.ts';

export function capacityChart(capacities: readonly Capacity[]): string {
  const description = `Measured capacity in requests per second: ${capacities.length} runs, newest ${Math.round(capacities[0]?.perSecond ?? 0)} per second.`;
  return bothWidths((width, isNarrow) =>
    drawSvg({
      description,
      width,
      height: isNarrow ? 160 : 200,
      marginLeft: 52,
      marginRight: 18,
      x: { type: 'utc', label: null, ticks: isNarrow ? 3 : 8, tickFormat: timeTick(Infinity) },
      y: { zero: true, grid: true, label: null, ticks: 4, tickFormat: (v: number) => `${v}/s` },
      marks: [
        Plot.lineY(capacities, {
          x: (c: Capacity) => new Date(c.at),
          y: 'perSecond',
          z: 'script',
          sort: 'at',
          stroke: 'var(--line-a)',
        }),
        Plot.dot(capacities, { x: (c: Capacity) => new Date(c.at), y: 'perSecond', fill: 'var(--line-a)', r: 3 }),
        Plot.ruleY([0]),
      ],
    }),
  );
}
