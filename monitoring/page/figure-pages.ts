// Results of runs: Lighthouse scores and web vitals of each page, and the measured load capacity.
import { show, showLine } from '../../common/number-text.ts';
import { holds, KPIS, type Kpi } from '../../kpis.ts';
import { markup } from '../../reports/formats/escape.ts';
import { fileNameOf } from '../../reports/site/page-links.ts';
import { table } from '../../reports/site/table.ts';
import { figure } from './charts/draw-svg.ts';
import { capacityChart } from './charts/capacity-chart.ts';
import { sparkline } from './charts/sparkline.ts';
import { code, empty, framed, when } from './page-frame.ts';
import type { PageData } from './page-data.ts';
import type { Figure } from '../history/run-reads.ts';

/** Number of runs in a sparkline of 96 pixels. */
const TREND_RUNS = 30;
const FIGURE_KPIS = KPIS.filter(({ aggregation }) => aggregation === 'median');

/** A table cell with a KPI's medians of one page: the newest (bold if it misses its target) and a sparkline. */
export function trendCell(kpi: Kpi, of: readonly Figure[]): string {
  const last = of.at(-1);
  if (last === undefined) return '-';
  const values = of.slice(-TREND_RUNS).map(({ median }) => median);
  const text = markup(show(last.median, kpi.unit));
  const found = holds(last.median, kpi.target) ? text : `<strong>${text}</strong>`;
  const description = `${values.length} runs, from ${show(values[0] ?? 0, kpi.unit)} to ${show(last.median, kpi.unit)}`;
  return values.length < 2 ? found : `${found} ${sparkline(values, description)}`;
}

export function speedPage(data: PageData): string {
  const { host } = new URL(data.target);
  const rowsOf = (kpi: Kpi): string[][] =>
    [
      ...Map.groupBy(
        data.figures.filter((f) => f.kpi === kpi.id),
        (f) => `${f.subject}\n${f.variant}`,
      ),
    ]
      .toSorted(([a], [b]) => a.localeCompare(b))
      .map(([, of]) => {
        const last = of.at(-1) as Figure;
        return [code(last.subject), markup(last.variant || '-'), trendCell(kpi, of), when(last.at)];
      });
  const sections = FIGURE_KPIS.flatMap((kpi) => {
    const rows = rowsOf(kpi);
    if (rows.length === 0) return [];
    const columns = [{ label: 'page' }, { label: 'device' }, { label: 'median, trend' }, { label: 'when' }];
    return [
      `<h2 id="${fileNameOf(kpi.id)}">${markup(kpi.title)} <span class="soft">target ${markup(showLine(kpi.target, kpi.unit))}</span></h2>${table(columns, rows, { name: kpi.title })}`,
    ];
  });
  return framed({
    host,
    title: 'Page speed',
    path: 'speed.html',
    description: `Lighthouse scores and web vitals of the pages of ${host}.`,
    body: `<h1>Page speed</h1><p class="soft">Lighthouse and web vitals, medians of runs. Bold: misses its target. Page built at ${when(data.nowMs)}</p>
${sections.length === 0 ? empty('No audit has run yet. Run npm run audit -- --target URL, or the gate.') : sections.join('\n')}`,
  });
}

export function loadPage(data: PageData): string {
  const { host } = new URL(data.target);
  const runs = [...Map.groupBy(data.loads, ({ run }) => run)].slice(0, 30);
  const rows = runs.flatMap(([, of]) =>
    of.map((l) => [
      when(l.at),
      code(l.endpoint),
      l.requests.toLocaleString('en-US'),
      l.serverErrors.toLocaleString('en-US'),
      l.rateLimited.toLocaleString('en-US'),
      l.meanMs === null ? '-' : show(l.meanMs, 'ms'),
      l.p95Ms === null ? '-' : show(l.p95Ms, 'ms'),
    ]),
  );
  const num = (label: string): { label: string; num: true } => ({ label, num: true });
  const capacities = data.capacities.toReversed();
  const capacity =
    capacities.length === 0
      ? empty('No break-point test has run yet.')
      : figure({
          title: 'Measured capacity, requests per second',
          chart: capacityChart(capacities),
          table: table(
            [{ label: 'when' }, { label: 'script' }, num('per second'), { label: 'measured with' }],
            data.capacities.map((c) => [when(c.at), code(c.script), show(c.perSecond, 'ratio'), markup(c.note ?? '-')]),
            { isPlain: true, name: 'Capacity' },
          ),
        });
  return framed({
    host,
    title: 'Load',
    path: 'load.html',
    description: `Load runs against ${host}.`,
    body: `<h1>Load</h1><p class="soft">Page of ${when(data.nowMs)}</p><h2>Capacity</h2>${capacity}<h2>Load runs</h2>${
      rows.length === 0
        ? empty('No load run yet.')
        : table(
            [
              { label: 'when' },
              { label: 'endpoint' },
              num('requests'),
              num('5xx'),
              num('429'),
              num('mean'),
              num('p95'),
            ],
            rows,
            { name: 'Load runs' },
          )
    }`,
  });
}
