// The charts of one range: availability, failures by class, and the times to first byte of each endpoint.
import { showSpan } from '../../common/number-text.ts';
import { markup } from '../../reports/formats/escape.ts';
import { figure } from './charts/draw-svg.ts';
import { AVAILABILITY_KEY, availabilityChart } from './charts/availability-chart.ts';
import { failuresChart } from './charts/failures-chart.ts';
import { LATENCY_KEY, latencyChart } from './charts/latency-chart.ts';
import { empty, framed, when } from './page-frame.ts';
import type { PageData } from './page-data.ts';
import { availabilityTable, failuresTable, latencyTable } from './series-tables.ts';

export function rangePage(data: PageData, { range, series }: PageData['ranges'][number]): string {
  const { host } = new URL(data.target);
  const all = series.get('*') ?? [];
  const endpoints = [...series].filter(([name]) => name !== '*');
  const head = `<h1>Last ${markup(range.name)}</h1><p class="soft">${markup(host)}, page built at ${when(data.nowMs)}; each step is ${showSpan(range.stepMs)}</p>`;
  const charts =
    endpoints.length === 0
      ? empty('No probes in this range.')
      : `${figure({ title: 'Availability', chart: availabilityChart(all, data), key: AVAILABILITY_KEY, table: availabilityTable(all) })}
${figure({ title: 'Failures by class', ...failuresChart(all, data), table: failuresTable(all) })}
<h2>Time to first byte</h2>
<ul class="key">${LATENCY_KEY.map(({ look, text }) => `<li><i class="${look}"></i>${markup(text)}</li>`).join('')}</ul>
<div class="pair">${endpoints
          .map(([name, of]) =>
            figure({ title: name, chart: latencyChart(name, of, data), table: latencyTable(name, of) }),
          )
          .join('\n')}</div>`;
  return framed({
    host,
    title: `Last ${range.name}`,
    path: `last-${range.id}.html`,
    description: `Availability, failures and response times of ${host} over the last ${range.name}.`,
    body: `${head}\n<h2>Availability and failures</h2>\n${charts}`,
  });
}
