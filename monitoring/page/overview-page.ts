// The first page: what is, at a glance. Everything else is one link away.
import { percent, show, showLine, showSpan } from '../../common/number-text.ts';
import { PAGE_RULES } from '../../judging.ts';
import { kpi } from '../../kpis.ts';
import { markup } from '../../reports/formats/escape.ts';
import { incidentPath, runPath } from '../../reports/site/page-links.ts';
import { table } from '../../reports/site/table.ts';
import { respondMs } from '../incidents/incident-clocks.ts';
import { figure } from './charts/draw-svg.ts';
import { budgetChart, CALENDAR_KEY, calendarChart, dayTone } from './charts/other-charts.ts';
import { AVAILABILITY_KEY, availabilityChart, failuresChart } from './charts/time-charts.ts';
import { headlineOf, isSpent, kpiLook, type Headline, type Tone } from './headline.ts';
import { code, empty, framed, link, tag, toneOf, when } from './page-frame.ts';
import type { Burn, PageData, PageIncident, PageKpi } from './page-data.ts';
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
    description: `State of ${host}: open incidents, availability, response time and error rate against the runbook.`,
    body: `<header class="state${headline.tone === '' ? '' : ` ${headline.tone}`}"${headline.isStale ? ' data-is-stale' : ''}><h1>${markup(headline.text)}</h1>
${headline.details.map((text) => `<p>${markup(text)}</p>`).join('')}
<p class="soft wide">${markup(host)}, ${seen(data)}, page of ${when(data.nowMs)}</p></header>
${open.length === 0 ? '' : `<h2>Open incidents</h2>${open.map(openIncident).join('\n')}`}
<h2>Last 24 hours against the runbook</h2>
<div class="cards">${data.kpis.slice(0, 3).map(card).join('\n')}</div>
<div class="cards">${data.kpis.slice(3).map(smallCard).join('\n')}</div>
<h2>Error budget of 30 days</h2>
${budget(data)}
<h2>Availability and failures</h2>
${
  isEmpty
    ? empty('No probes yet. Start the monitor: npm run monitor -- --target URL --watch')
    : `${figure({ title: 'Availability, last 24 hours', chart: availabilityChart(stretches, data), key: AVAILABILITY_KEY, table: availabilityTable(stretches) })}
${figure({ title: 'Failures by class, last 24 hours', ...failures, table: failuresTable(stretches) })}
${calendar(data)}`
}
<h2>Endpoints, last 24 hours</h2>
${endpoints(data)}
<h2>Incidents ${link('incidents.html', 'all')}</h2>
${incidents(data)}
<h2>Runs ${link('runs.html', 'all')}</h2>
${runs(data)}
<h2>Deployments</h2>
${deployments(data)}`,
  });
}

const seen = ({ lastSeenMs, nowMs }: PageData): string =>
  lastSeenMs === null
    ? 'never seen'
    : `<span data-seen="${Math.round(lastSeenMs)}" data-stale-after="${PAGE_RULES.staleMs}" role="status">last seen ${showSpan(Math.max(0, nowMs - lastSeenMs))} before this page</span>, at ${when(lastSeenMs)}`;

/** Target and alert lines, what was found, and of how many samples: a card is green only where these show the target. */
function card({ id, judged }: PageKpi): string {
  const { title, target, unit, alerts } = kpi(id);
  const [name = title, what = ''] = title.split(': ');
  const { tone, word } = kpiLook(judged);
  const lines = alerts.map((a) => `${a.level} ${showLine(a, unit)} over ${showSpan(a.windowMs).replace('.0', '')}`);
  return `<section class="card kpi${tone === '' ? '' : ` ${tone}`}"><div class="row"><h3>${markup(name)}</h3>${tag(word, tone)}</div>
<p class="figure">${markup(judged.found === null ? '-' : judged.text)}</p>
<dl class="facts"><dt>target</dt><dd>${markup(showLine(target, unit))}</dd><dt>alert line</dt><dd>${lines.map(markup).join('<br>')}</dd><dt>samples</dt><dd>${judged.n.toLocaleString('en-US')}</dd></dl>
<p class="soft">${markup(what)}</p>${why(judged, tone)}</section>`;
}

/** The line that decides, in one sentence: which endpoints miss it stands in the table of endpoints. */
function why({ lines, reason, parts, n }: PageKpi['judged'], tone: Tone): string {
  if (tone === 'good') return '';
  const word = tone === 'bad' ? 'breach' : tone === 'warn' ? 'suspected' : 'not-judged';
  const line = lines.find(({ verdict }) => verdict === word);
  const bad = parts.filter(({ verdict }) => verdict === 'breach').length;
  const text = line ? `${line.limit}: ${line.reason}` : bad > 0 ? `${bad} of ${parts.length} endpoints breach` : reason;
  return n === 0 ? '' : `<p class="soft wide">${markup(text)}</p>`;
}

function smallCard({ id, judged }: PageKpi): string {
  const { title } = kpi(id);
  const [name = title] = title.split(': ');
  const { tone, word } = kpiLook(judged);
  const parts = judged.parts.filter((p) => p.verdict !== 'pass').map((p) => `${p.subject} ${p.text}`);
  return `<section class="card small"><div class="row"><h3>${markup(name)}</h3>${tag(tone === 'good' ? judged.text : word, tone)}</div>${
    parts.length === 0 ? '' : `<p class="soft">${markup(parts.join(', '))}</p>`
  }</section>`;
}

function openIncident({ incident }: PageIncident): string {
  const todo =
    incident.state === 'open'
      ? `nobody is on it, respond within ${showSpan(respondMs(incident))}`
      : `${incident.acknowledgedBy ?? '?'} is on it`;
  return `<section class="card"><div class="row"><h3>${link(incidentPath(incident.id), `${incident.severity} ${incident.topic}`)}</h3>${tag(incident.state, incident.level === 'critical' ? 'bad' : 'warn')}</div>
<p>since ${when(incident.startedMs)}, ${markup(todo)}</p>
<p class="soft wide">${markup(incident.lines[0] ?? '')}${incident.lines.length > 1 ? ` and ${incident.lines.length - 1} more` : ''}</p></section>`;
}

function budget(data: PageData): string {
  const { budget: b } = data;
  if (b.n === 0) return empty('No probes in 30 days, so there is no budget.');
  const left = (b.allowed - b.failures) / b.allowed;
  const text = isSpent(b)
    ? `The budget is spent: ${b.failures.toLocaleString('en-US')} of ${b.n.toLocaleString('en-US')} probes failed, ${Math.floor(b.allowed).toLocaleString('en-US')} may.`
    : `${percent(left)} is left: ${b.failures.toLocaleString('en-US')} of ${b.n.toLocaleString('en-US')} probes failed, ${Math.floor(b.allowed).toLocaleString('en-US')} may.`;
  const days = (data.year.get('*') ?? []).slice(-30);
  const rows = b.burns.map((burn) => [
    showSpanLong(burn.longMs),
    burn.found === null ? 'no data' : `${burn.found.toFixed(1)}x`,
    `${burn.factor}x`,
    percent(burn.coverage),
    burnState(burn),
  ]);
  const burns = table(
    [
      { label: 'window' },
      { label: 'burn', num: true },
      { label: 'alert above', num: true },
      { label: 'watched', num: true },
      { label: 'state' },
    ],
    rows,
    { isPlain: true, name: 'Burn of the error budget' },
  );
  const chart = figure({ title: 'Budget left', chart: budgetChart(days, b), table: availabilityTable(days) });
  return `<p class="card${isSpent(b) ? ' kpi bad' : ''}">${markup(text)}</p>${chart}${burns}`;
}

/** As the alert: the long window proves it, the short one says that it goes on. */
function burnState({ found, now, factor }: Burn): string {
  if (found === null) return tag('no data', '');
  if (found <= factor) return tag('ok', '');
  return now !== null && now <= factor ? tag('was above, is over', 'warn') : tag('burning', 'bad');
}

const showSpanLong = (ms: number): string => (ms >= 86_400_000 ? `${ms / 86_400_000} d` : `${ms / 3_600_000} h`);

function calendar(data: PageData): string {
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

function endpoints(data: PageData): string {
  const parts = (id: string): PageKpi['judged']['parts'] => data.kpis.find((k) => k.id === id)?.judged.parts ?? [];
  const day = data.ranges.find(({ range }) => range.id === '24-hours')?.series;
  const rows = parts('availability').map((p) => {
    const time = parts('response-time').find((t) => t.subject === p.subject);
    const error = parts('error-rate').find((e) => e.subject === p.subject);
    const max = Math.max(0, ...(day?.get(p.subject) ?? []).map((s) => s.max ?? 0));
    const found = p.found !== null && p.found < kpi('availability').target.limit;
    return [
      code(p.subject),
      found ? `<strong>${markup(p.text)}</strong>` : markup(p.text),
      markup(error?.text ?? '-'),
      markup(time?.text ?? '-'),
      show(max, 'ms'),
      p.n.toLocaleString('en-US'),
    ];
  });
  if (rows.length === 0) return empty('No probes in the last 24 hours.');
  const num = ['available', '5xx', 'mean to first byte', 'largest', 'probes'].map((label) => ({ label, num: true }));
  return table([{ label: 'endpoint' }, ...num], rows, { isPlain: true, name: 'Endpoints' });
}

function incidents(data: PageData): string {
  const some = data.incidents.slice(0, MOST_ROWS);
  return some.length === 0 ? empty('None on record.') : incidentTable(some, '');
}

/** `root` leads from the page to the folder's root. */
export function incidentTable(of: readonly PageIncident[], root: string): string {
  return table(
    [{ label: 'incident' }, { label: 'began' }, { label: 'lasted' }, { label: 'acknowledged by' }, { label: 'state' }],
    of.map(({ incident: i }) => [
      link(root + incidentPath(i.id), `${i.severity} ${i.topic}`),
      when(i.startedMs),
      i.state === 'resolved' ? markup(showSpan(Math.max(0, i.lastBadMs - i.startedMs))) : 'goes on',
      markup(i.acknowledgedBy ?? '-'),
      tag(i.state, i.state === 'resolved' ? '' : i.level === 'critical' ? 'bad' : 'warn'),
    ]),
    { name: 'Incidents' },
  );
}

function runs(data: PageData): string {
  const some = data.runs.slice(0, MOST_ROWS);
  return some.length === 0 ? empty('No runs on record.') : runTable(some, '');
}

export function runTable(of: PageData['runs'], root: string): string {
  return table(
    [{ label: 'run' }, { label: 'verdict' }, { label: 'profile' }, { label: 'took', num: true }, { label: 'failing' }],
    of.map((r) => [
      `<a href="${root}${runPath(r.run)}">${when(r.startedAt)}</a>`,
      tag(r.verdict, toneOf(r.verdict)),
      markup(r.profile === 'monitor' ? 'tick' : (r.profile ?? '-')),
      markup(showSpan(r.durationMs)),
      r.failing.length === 0
        ? '-'
        : `${r.failing.slice(0, 3).map(code).join('<br>')}${r.failing.length > 3 ? `<br>and ${r.failing.length - 3} more` : ''}`,
    ]),
    { name: 'Runs' },
  );
}

function deployments({ deployments: all }: PageData): string {
  const some = all.toReversed().slice(0, MOST_ROWS);
  if (some.length === 0) return empty('None seen.');
  return table(
    [{ label: 'first seen' }, { label: 'commit' }, { label: 'verdict of the gate' }],
    some.map((d) => [
      when(d.at),
      code((d.commit ?? 'unknown').slice(0, 12)),
      d.verdict === null ? 'not judged' : tag(d.verdict, toneOf(d.verdict)),
    ]),
    { name: 'Deployments' },
  );
}
