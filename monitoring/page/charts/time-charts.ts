// Charts over time of one range: availability, failures by class, times to first byte. Maintenance, unwatched time and deployments are in each.
import * as Plot from '@observablehq/plot';
import { percent, show } from '../../../common/number-text.ts';
import { PAGE_RULES } from '../../../judging.ts';
import { kpi } from '../../../kpis.ts';
import type { Span } from '../../alerts/spans.ts';
import { isAboutSite, SAMPLE_CLASSES, type SampleClass } from '../../sample.ts';
import type { Deployment } from '../../window-source.ts';
import type { Stretch } from '../read-series.ts';
import { bothWidths, drawSvg, timeTick, type Key } from './draw-svg.ts';

/** What happened beside the figures. */
export type Around = { maintenance: readonly Span[]; deployments: readonly Deployment[] };

const at = (ms: number): Date => new Date(ms);
const shareOf = ({ n, valid }: Stretch): number | null => (n === 0 ? null : valid / n);

/** Whether so much of a stretch was watched that its figures stand for it. */
export const isWatched = (s: Stretch): boolean => s.coverage >= PAGE_RULES.watchedShare;

const frame = (stretches: readonly Stretch[]): { fromMs: number; toMs: number } => ({
  fromMs: stretches[0]?.fromMs ?? 0,
  toMs: stretches.at(-1)?.toMs ?? 1,
});

/** Runs of stretches that were not watched, as spans. */
function unwatched(stretches: readonly Stretch[]): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const s of stretches.filter((one) => !isWatched(one))) {
    const last = spans.at(-1);
    if (last?.toMs === s.fromMs) last.toMs = s.toMs;
    else spans.push({ fromMs: s.fromMs, toMs: s.toMs });
  }
  return spans;
}

/** Marks behind the figures: time that was not watched, maintenance. */
function behind(stretches: readonly Stretch[], { maintenance }: Around): Plot.Markish[] {
  const { fromMs, toMs } = frame(stretches);
  const inside = maintenance.filter((s) => s.toMs > fromMs && s.fromMs < toMs);
  const rect = (spans: readonly { fromMs: number; toMs: number }[], fill: string): Plot.Markish =>
    Plot.rect(spans, {
      x1: (s: { fromMs: number }) => at(Math.max(fromMs, s.fromMs)),
      x2: (s: { toMs: number }) => at(Math.min(toMs, s.toMs)),
      fill,
    });
  return [rect(unwatched(stretches), 'var(--unwatched)'), rect(inside, 'var(--maintenance)')];
}

/** Marks before them: deployments. */
function before(stretches: readonly Stretch[], { deployments }: Around): Plot.Markish[] {
  const { fromMs, toMs } = frame(stretches);
  const inside = deployments.filter((d) => d.at > fromMs && d.at <= toMs);
  return [
    Plot.ruleX(inside, { x: (d: Deployment) => at(d.at), stroke: 'var(--deployment)', strokeDasharray: '2,3' }),
    Plot.dot(inside, {
      x: (d: Deployment) => at(d.at),
      symbol: 'triangle',
      r: 4,
      frameAnchor: 'top',
      fill: 'var(--deployment)',
      title: (d: Deployment) => `deployment ${(d.commit ?? 'unknown').slice(0, 7)}`,
    }),
  ];
}

const AROUND_KEY: readonly Key[] = [
  { look: 'unwatched', text: 'not watched' },
  { look: 'maintenance', text: 'maintenance' },
  { look: 'deployment', text: 'deployment' },
];
const ticks = (width: number): number => Math.max(3, Math.round(width / 130));
const xScale = (stretches: readonly Stretch[], width: number): Plot.ScaleOptions => {
  const { fromMs, toMs } = frame(stretches);
  return {
    type: 'utc',
    domain: [at(fromMs), at(toMs)],
    label: null,
    ticks: ticks(width),
    tickFormat: timeTick(toMs - fromMs),
  };
};

export function availabilityChart(stretches: readonly Stretch[], around: Around): string {
  const target = kpi('availability').target.limit;
  const alert = kpi('availability').alerts[0]?.limit ?? target;
  const shares = stretches.map(shareOf).filter((share) => share !== null);
  const least = Math.min(0.99, ...shares);
  const says =
    shares.length === 0
      ? 'No probes.'
      : `Availability by time: lowest ${percent(Math.min(...shares))}, ${shares.filter((s) => s < target).length} of ${shares.length} stretches below the target of ${percent(target)}.`;
  // Each stretch is a step, broken where nothing was measured.
  const steps = stretches.flatMap((s) => {
    const share = isWatched(s) || s.n > 0 ? shareOf(s) : null;
    return [
      { x: at(s.fromMs), share },
      { x: at(s.toMs), share },
    ];
  });
  return bothWidths((width, isNarrow) =>
    drawSvg({
      says,
      width,
      height: isNarrow ? 170 : 220,
      marginLeft: 52,
      marginRight: 18,
      x: xScale(stretches, width),
      y: { domain: [least, 1], grid: true, label: null, ticks: 4, tickFormat: (v: number) => percent(v) },
      marks: [
        ...behind(stretches, around),
        Plot.areaY(steps, { x: 'x', y1: least, y2: 'share', fill: 'var(--line-a)', fillOpacity: 0.15 }),
        Plot.lineY(steps, { x: 'x', y: 'share', stroke: 'var(--line-a)', strokeWidth: 2 }),
        Plot.ruleY([target], { stroke: 'var(--good)', strokeDasharray: '6,4' }),
        Plot.ruleY([alert], { stroke: 'var(--bad)', strokeDasharray: '6,4' }),
        ...before(stretches, around),
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

/** Classes that are drawn: every one but valid answers, those of the site first. */
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
/** What is not about the site is grey. */
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
  const says =
    bars.length === 0
      ? 'No failures.'
      : `Failures by class: ${seen.map((name) => `${name} in ${bars.filter((b) => b.name === name).length} stretches`).join(', ')}.`;
  const most = stretches.map((s) => bars.filter((b) => b.x1.getTime() === s.fromMs).reduce((n, b) => n + b.share, 0));
  const chart = bothWidths((width, isNarrow) =>
    drawSvg({
      says,
      width,
      height: isNarrow ? 150 : 180,
      marginLeft: 52,
      marginRight: 18,
      x: xScale(stretches, width),
      y: {
        domain: [0, Math.max(0.01, ...most)],
        grid: true,
        label: null,
        ticks: 4,
        tickFormat: (v: number) => percent(v),
      },
      marks: [
        ...behind(stretches, around),
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
        ...before(stretches, around),
      ],
    }),
  );
  const key = seen.map((name) => ({
    look: lookOf(name),
    text: isAboutSite(name) ? name : `${name} (not about the site)`,
  }));
  return { chart, key: [...key, ...AROUND_KEY] };
}

/** Median to 95th percentile as a band, the largest as dots. One size: these stand beside each other. */
export function latencyChart(endpoint: string, stretches: readonly Stretch[], around: Around): string {
  const known = stretches.filter((s) => s.p50 !== null);
  const p95s = known.map((s) => s.p95 ?? 0);
  const top = Math.max(200, 1.15 * Math.max(0, ...p95s));
  const { limit } = kpi('response-time').target;
  const middle = (s: Stretch): Date => at((s.fromMs + s.toMs) / 2);
  const says =
    known.length === 0
      ? `${endpoint}: nothing measured.`
      : `${endpoint}: median at most ${show(Math.max(...known.map((s) => s.p50 ?? 0)), 'ms')}, 95th percentile at most ${show(Math.max(...p95s), 'ms')}, largest ${show(Math.max(...known.map((s) => s.max ?? 0)), 'ms')}.`;
  return drawSvg({
    says,
    width: 340,
    height: 150,
    marginLeft: 62,
    marginRight: 18,
    x: xScale(stretches, 340),
    y: { domain: [0, top], grid: true, label: null, ticks: 4, tickFormat: (v: number) => show(v, 'ms') },
    marks: [
      ...behind(stretches, around),
      Plot.areaY(stretches, { x: middle, y1: 'p50', y2: 'p95', fill: 'var(--line-a)', fillOpacity: 0.25 }),
      Plot.lineY(stretches, { x: middle, y: 'p50', stroke: 'var(--line-a)', strokeWidth: 2 }),
      Plot.dot(known, { x: middle, y: (s: Stretch) => Math.min(top, s.max ?? 0), r: 1.5, fill: 'var(--soft)' }),
      ...(limit <= top ? [Plot.ruleY([limit], { stroke: 'var(--good)', strokeDasharray: '6,4' })] : []),
      ...before(stretches, around),
    ],
  });
}
export const LATENCY_KEY: readonly Key[] = [
  { look: 'line-a', text: 'median (p50)' },
  { look: 'band-a', text: 'p50 to p95' },
  { look: 'dot', text: 'largest (at the top edge: beyond it)' },
  { look: 'line-good', text: `target ${show(kpi('response-time').target.limit, 'ms')}` },
  ...AROUND_KEY,
];
