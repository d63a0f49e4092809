// Shared by all charts over time: the axis and the marks of maintenance, unwatched time and deployments.
import * as Plot from '@observablehq/plot';
import { PAGE_RULES } from '../../../judging.ts';
import type { Span } from '../../alerts/spans.ts';
import type { Deployment } from '../../window-source.ts';
import type { Stretch } from '../read-series.ts';
import { timeTick, type Key } from './draw-svg.ts';

/** What happened during the time that a chart shows. */
export type Around = { maintenance: readonly Span[]; deployments: readonly Deployment[] };

const at = (ms: number): Date => new Date(ms);
/** Whether enough of a stretch was watched for its figures to represent it. */
export const isWatched = (s: Stretch): boolean => s.coverage >= PAGE_RULES.watchedShare;

const frame = (stretches: readonly Stretch[]): { fromMs: number; toMs: number } => ({
  fromMs: stretches[0]?.fromMs ?? 0,
  toMs: stretches.at(-1)?.toMs ?? 1,
});

/** Adjacent unwatched stretches, merged into spans. */
function unwatched(stretches: readonly Stretch[]): { fromMs: number; toMs: number }[] {
  const spans: { fromMs: number; toMs: number }[] = [];
  for (const s of stretches.filter((one) => !isWatched(one))) {
    const last = spans.at(-1);
    if (last?.toMs === s.fromMs) last.toMs = s.toMs;
    else spans.push({ fromMs: s.fromMs, toMs: s.toMs });
  }
  return spans;
}

/** Drawn behind the data: unwatched time and maintenance. */
export function marksBehind(stretches: readonly Stretch[], { maintenance }: Around): Plot.Markish[] {
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

/** Drawn in front of the data: deployments. */
export function marksBefore(stretches: readonly Stretch[], { deployments }: Around): Plot.Markish[] {
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

export const AROUND_KEY: readonly Key[] = [
  { look: 'unwatched', text: 'not watched' },
  { look: 'maintenance', text: 'maintenance' },
  { look: 'deployment', text: 'deployment' },
];
const ticks = (width: number): number => Math.max(3, Math.round(width / 130));
/** The time axis, the same in all charts of a range. `width` in pixels. */
export const timeScale = (stretches: readonly Stretch[], width: number): Plot.ScaleOptions => {
  const { fromMs, toMs } = frame(stretches);
  return {
    type: 'utc',
    domain: [at(fromMs), at(toMs)],
    label: null,
    ticks: ticks(width),
    tickFormat: timeTick(toMs - fromMs),
  };
};
