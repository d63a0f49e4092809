// The outcome of each journey on each day: journeys as rows, days as columns.
import * as Plot from '@observablehq/plot';
import type { CheckEnd } from '../../history/run-reads.ts';
import { bothWidths, drawSvg } from './draw-svg.ts';

const DAY_MS = 86_400_000;

const OUTCOME_TONE: Readonly<Record<string, string>> = { pass: 'good', fail: 'bad', warn: 'warn' };
/** The worst outcome of each day. A check that was not judged is not a success. */
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
  const description = `${ids.length} journeys over ${days.length} days; ${failed.length === 0 ? 'none failed' : `failed at least once: ${failed.join(', ')}`}.`;
  const label = (day: number): string => new Date(day * DAY_MS).toISOString().slice(5, 10);
  return bothWidths((width, isNarrow) =>
    drawSvg({
      description,
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
