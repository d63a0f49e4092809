// The first page: the present state at a glance. Every other page is one link away.
import { showSpan } from '../../common/number-text.ts';
import { PAGE_RULES } from '../../judging.ts';
import { markup } from '../../reports/formats/escape.ts';
import { incidentPath } from '../../reports/site/page-links.ts';
import { respondMs } from '../incidents/incident-clocks.ts';
import { problemTexts } from '../notify/problem-texts.ts';
import { availabilityCalendar } from './availability-calendar.ts';
import { budgetSection } from './budget-section.ts';
import { AVAILABILITY_KEY, availabilityChart } from './charts/availability-chart.ts';
import { figure } from './charts/draw-svg.ts';
import { failuresChart } from './charts/failures-chart.ts';
import { headlineOf, type Headline } from './headline.ts';
import { kpiCard, smallKpiCard } from './kpi-cards.ts';
import { deploymentTable, endpointTable, incidentTable, runTable } from './list-tables.ts';
import type { PageData } from './page-data.ts';
import { empty, framed, link, tag, when } from './page-frame.ts';
import type { PageIncident } from './read-incidents.ts';
import { availabilityTable, failuresTable } from './series-tables.ts';

const MOST_ROWS = 5;

const unresolved = ({ incidents: all }: PageData): PageIncident[] =>
  all.filter(({ incident }) => incident.state !== 'resolved');

export const headlineOfData = (data: PageData): Headline =>
  headlineOf({
    nowMs: data.nowMs,
    lastSeenMs: data.lastSeenMs,
    hasRuns: data.runs.length > 0,
    kpis: data.kpis,
    budget: data.budget,
    open: unresolved(data).map(({ incident }) => incident),
    maintenance: data.maintenance,
  });

export function overviewPage(data: PageData): string {
  const { host } = new URL(data.target);
  const open = unresolved(data);
  const headline = headlineOfData(data);
  const day = data.ranges.find(({ range }) => range.id === '24-hours');
  const stretches = day?.series.get('*') ?? [];
  const isEmpty = data.lastSeenMs === null;
  const failures = failuresChart(stretches, data);
  return framed({
    host,
    title: headline.text,
    path: 'index.html',
    description: `Status of ${host}: open incidents, availability, response time and error rate against the targets of the runbook.`,
    body: `<header class="state${headline.tone === '' ? '' : ` ${headline.tone}`}"${headline.isStale ? ' data-is-stale' : ''}><h1>${markup(headline.text)}</h1>
${headline.details.map((text) => `<p>${markup(text)}</p>`).join('')}
<p class="soft wide">${markup(host)}, ${seen(data)}, page built at ${when(data.nowMs)}</p></header>
${open.length === 0 ? '' : `<h2>Open incidents</h2>${open.map((one) => openIncident(one, data.nowMs)).join('\n')}`}
<h2>Last 24 hours against the runbook</h2>
<div class="cards">${data.kpis.slice(0, 3).map(kpiCard).join('\n')}</div>
<div class="cards">${data.kpis.slice(3).map(smallKpiCard).join('\n')}</div>
<h2>Error budget of 30 days</h2>
${budgetSection(data)}
<h2>Availability and failures</h2>
${
  isEmpty
    ? empty('No probes yet. Start the monitor: npm run monitor -- --target URL --watch')
    : `${figure({ title: 'Availability, last 24 hours', chart: availabilityChart(stretches, data), key: AVAILABILITY_KEY, table: availabilityTable(stretches) })}
${figure({ title: 'Failures by class, last 24 hours', ...failures, table: failuresTable(stretches) })}
${availabilityCalendar(data)}`
}
<h2>Endpoints, last 24 hours</h2>
${endpointTable(data)}
<h2>Incidents ${link('incidents.html', 'all')}</h2>
${newest(data.incidents, 'No incidents.', (some) => incidentTable(some, ''))}
<h2>Runs ${link('runs.html', 'all')}</h2>
${newest(data.runs, 'No runs.', (some) => runTable(some, ''))}
<h2>Deployments</h2>
${newest(data.deployments.toReversed(), 'No deployments.', deploymentTable)}`,
  });
}

const seen = ({ lastSeenMs, nowMs }: PageData): string =>
  lastSeenMs === null
    ? 'no sample yet'
    : `<span data-seen="${Math.round(lastSeenMs)}" data-stale-after="${PAGE_RULES.staleMs}" role="status">last sample ${showSpan(Math.max(0, nowMs - lastSeenMs))} before this page was built</span>, at ${when(lastSeenMs)}`;

const newest = <Row>(rows: readonly Row[], ifNone: string, asTable: (some: readonly Row[]) => string): string =>
  rows.length === 0 ? empty(ifNone) : asTable(rows.slice(0, MOST_ROWS));

function openIncident({ incident }: PageIncident, nowMs: number): string {
  const dueMs = incident.openedMs + respondMs(incident);
  const todo =
    incident.state === 'open'
      ? `not acknowledged, response ${dueMs < nowMs ? 'overdue since' : 'due by'} ${when(dueMs)}`
      : markup(`acknowledged by ${incident.acknowledgedBy ?? 'unknown'}`);
  const { broken, forWhom } = problemTexts(incident, []);
  return `<section class="card"><div class="row"><h3>${link(incidentPath(incident.id), `${incident.severity}: ${broken}`)}</h3>${tag(incident.state, incident.level === 'critical' ? 'bad' : 'warn')}</div>
<p>affects ${markup(forWhom)}, since ${when(incident.startedMs)}, ${todo}</p>
<p class="soft wide">${markup(incident.lines[0] ?? '')}${incident.lines.length > 1 ? ` and ${incident.lines.length - 1} more` : ''}</p></section>`;
}
