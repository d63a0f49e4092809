// The data of the time charts as tables, for screen readers and exact numbers.
import { percent, show } from '../../common/number-text.ts';
import { markup } from '../../reports/formats/escape.ts';
import { table } from '../../reports/site/table.ts';
import { isWatched } from './charts/time-axis.ts';
import type { Stretch } from './read-series.ts';

/** UTC; the column's label names the zone. */
const from = ({ fromMs }: Stretch): string => new Date(fromMs).toISOString().slice(0, 16).replace('T', ' ');
const START = { label: 'from (UTC)' };
const num = (label: string): { label: string; num: true } => ({ label, num: true });

export const availabilityTable = (stretches: readonly Stretch[]): string =>
  table(
    [START, num('available'), num('probes'), num('watched')],
    stretches.map((s) => [
      from(s),
      s.n === 0 ? 'no data' : percent(s.valid / s.n),
      s.n.toLocaleString('en-US'),
      `${percent(s.coverage)}${isWatched(s) ? '' : ', not watched'}`,
    ]),
    { isPlain: true, name: 'Availability' },
  );

/** Only stretches with failures: all others are zero. */
export function failuresTable(stretches: readonly Stretch[]): string {
  const rows = stretches.flatMap((s) => {
    const failed = Object.entries(s.classes).filter(([name, n]) => name !== 'valid' && n > 0);
    return failed.length === 0
      ? []
      : [[from(s), markup(failed.map(([name, n]) => `${name} ${n}`).join(', ')), String(s.n)]];
  });
  return rows.length === 0
    ? '<p class="soft">No failures.</p>'
    : table([START, { label: 'failures' }, num('probes')], rows, { isPlain: true, name: 'Failures by class' });
}

const ms = (value: number | null): string => (value === null ? '-' : show(value, 'ms'));
export const latencyTable = (endpoint: string, stretches: readonly Stretch[]): string =>
  table(
    [START, num('p50'), num('p95'), num('largest')],
    stretches.map((s) => [from(s), ms(s.p50), ms(s.p95), ms(s.max)]),
    { isPlain: true, name: `Time to first byte, ${endpoint}` },
  );
