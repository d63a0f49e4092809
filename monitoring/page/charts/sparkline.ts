// A small line chart without axes, next to a figure.
import { markup } from '../../../reports/formats/escape.ts';

const SPARK = { width: 96, height: 24, margin: 3 };
/** `values`: oldest first. Drawn without Plot because a year's pages have about ten thousand of them. */
export function sparkline(values: readonly number[], description: string): string {
  const least = Math.min(...values);
  const range = Math.max(...values) - least || 1;
  const x = (i: number): number =>
    SPARK.margin + (i * (SPARK.width - 2 * SPARK.margin)) / Math.max(1, values.length - 1);
  const y = (v: number): number =>
    SPARK.height - SPARK.margin - ((v - least) / range) * (SPARK.height - 2 * SPARK.margin);
  const points = values.map((v, i) => `${x(i).toFixed(1)},${y(v).toFixed(1)}`);
  const [cx, cy] = points.at(-1)?.split(',') ?? [];
  return `<svg class="chart" width="${SPARK.width}" height="${SPARK.height}" viewBox="0 0 ${SPARK.width} ${SPARK.height}" role="img" aria-label="${markup(description)}"><polyline points="${points.join(' ')}" fill="none" stroke="var(--line-a)" stroke-width="1.5"/><circle cx="${cx}" cy="${cy}" r="2" fill="var(--line-a)"/></svg>`;
}
