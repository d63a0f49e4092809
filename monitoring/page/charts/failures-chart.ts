// Failures over time, stacked by class.
import * as Plot from '@observablehq/plot';
import { percent } from '../../../common/number-text.ts';
import { isAboutSite, SAMPLE_CLASSES, type SampleClass } from '../../sample.ts';
import type { Stretch } from '../read-series.ts';
import { bothWidths, drawSvg, type Key } from './draw-svg.ts';
import { AROUND_KEY, marksBefore, marksBehind, timeScale, type Around } from './time-axis.ts';

const at = (ms: number): Date => new Date(ms);
/** Every class except valid answers. Failures of the site come first. */
const CLASSES = SAMPLE_CLASSES.filter((name) => name !== 'valid').toSorted(
  (a, b) => Number(isAboutSite(b)) - Number(isAboutSite(a)),
);
const LOOKS: Readonly<Partial<Record<SampleClass, string>>> = {
  'server-error': 'c1',
  timeout: 'c2',
  invalid: 'c3',
  'wrong-status': 'c4',
  network: 'c5',
};
/** Failures that are not about the site are grey. */
const lookOf = (name: SampleClass): string => LOOKS[name] ?? 'c6';

export function failuresChart(stretches: readonly Stretch[], around: Around): { chart: string; key: Key[] } {
  const bars = stretches.flatMap((s) => {
    const total = Object.values(s.classes).reduce((sum, n) => sum + n, 0);
    return CLASSES.flatMap((name) =>
      (s.classes[name] ?? 0) > 0
        ? [{ x1: at(s.fromMs), x2: at(s.toMs), name, share: (s.classes[name] ?? 0) / total }]
        : [],
    );
  });
  const seen = CLASSES.filter((name) => bars.some((bar) => bar.name === name));
  const description =
    bars.length === 0
      ? 'No failures.'
      : `Failures by class: ${seen.map((name) => `${name} in ${bars.filter((b) => b.name === name).length} stretches`).join(', ')}.`;
  const most = stretches.map((s) => bars.filter((b) => b.x1.getTime() === s.fromMs).reduce((n, b) => n + b.share, 0));
  const chart = bothWidths((width, isNarrow) =>
    drawSvg({
      description,
      width,
      height: isNarrow ? 150 : 180,
      marginLeft: 52,
      marginRight: 18,
      x: timeScale(stretches, width),
      y: {
        domain: [0, Math.max(0.01, ...most)],
        grid: true,
        label: null,
        ticks: 4,
        tickFormat: (v: number) => percent(v),
      },
      marks: [
        ...marksBehind(stretches, around),
        Plot.rectY(
          bars,
          Plot.stackY(
            { order: seen },
            {
              x1: 'x1',
              x2: 'x2',
              y: 'share',
              z: 'name',
              fill: (b: (typeof bars)[number]) => `var(--${lookOf(b.name)})`,
              insetLeft: 0.5,
              insetRight: 0.5,
            },
          ),
        ),
        Plot.ruleY([0]),
        ...marksBefore(stretches, around),
      ],
    }),
  );
  const key = seen.map((name) => ({
    look: lookOf(name),
    text: isAboutSite(name) ? name : `${name} (not about the site)`,
  }));
  return { chart, key: [...key, ...AROUND_KEY] };
}
