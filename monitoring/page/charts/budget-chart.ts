// The error budget of 30 days: how much of it is left, day by day.
import * as Plot from '@observablehq/plot';
import { percent } from '../../../common/number-text.ts';
import type { Budget } from '../read-budget.ts';
import type { Stretch } from '../read-series.ts';
import { bothWidths, drawSvg, timeTick } from './draw-svg.ts';

/** What is left of the budget through its window: 1 at its start, below 0 when it is spent. */
export function budgetChart(days: readonly Stretch[], { allowed, failures }: Budget): string {
  let spent = 0;
  const left = days.map((d) => {
    spent += d.n - d.valid;
    return { x: new Date(d.toMs), left: allowed === 0 ? null : (allowed - spent) / allowed };
  });
  const lowest = Math.min(0, ...left.map((l) => l.left ?? 0));
  const description =
    allowed === 0
      ? 'No probes, so there is no budget.'
      : `Error budget of 30 days: ${percent(Math.max(0, (allowed - failures) / allowed))} left.`;
  return bothWidths((width, isNarrow) =>
    drawSvg({
      description,
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
