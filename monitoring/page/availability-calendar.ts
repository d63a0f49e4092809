// A year of availability as a calendar chart, with a table by month.
import { percent } from '../../common/number-text.ts';
import { table } from '../../reports/site/table.ts';
import { CALENDAR_KEY, calendarChart, dayTone } from './charts/calendar-chart.ts';
import { figure } from './charts/draw-svg.ts';
import type { PageData } from './page-data.ts';

export function availabilityCalendar(data: PageData): string {
  const days = data.year.get('*') ?? [];
  const months = Map.groupBy(days, (d) => new Date(d.fromMs).toISOString().slice(0, 7));
  const rows = [...months].map(([month, of]) => {
    const n = of.reduce((sum, d) => sum + d.n, 0);
    const valid = of.reduce((sum, d) => sum + d.valid, 0);
    const missed = of.filter((d) => ['warn', 'bad'].includes(dayTone(d))).map((d) => new Date(d.fromMs).getUTCDate());
    return [
      month,
      n === 0 ? 'no data' : percent(valid / n),
      n.toLocaleString('en-US'),
      String(of.filter((d) => d.n > 0).length),
      missed.join(', ') || '-',
    ];
  });
  const columns = [
    { label: 'month' },
    { label: 'available', num: true },
    { label: 'probes', num: true },
    { label: 'days with data', num: true },
    { label: 'days that missed the target' },
  ];
  return figure({
    title: 'Calendar',
    chart: calendarChart(days),
    key: CALENDAR_KEY,
    table: table(columns, rows, { isPlain: true, name: 'Calendar' }),
  });
}
