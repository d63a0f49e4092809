// The list of incidents, and a page for each with facts, clocks of the runbook, evidence and timeline.
import { showSpan } from '../../common/number-text.ts';
import { markup } from '../../reports/formats/escape.ts';
import { incidentPath } from '../../reports/site/page-links.ts';
import { table } from '../../reports/site/table.ts';
import { reproduceCommand } from '../alerts/finding.ts';
import { clocksOf, meanTimes } from '../incidents/incident-clocks.ts';
import type { ChangeKind } from '../incidents/incident.ts';
import { curlOf } from '../notify/notice-evidence.ts';
import { acknowledgeOf, linksOf, type LinkBases } from '../notify/notice-links.ts';
import { problemTexts } from '../notify/problem-texts.ts';
import { sectionOf } from '../notify/runbook-sections.ts';
import { groupByRule } from './finding-lines.ts';
import { firstFailures, impact } from './incident-evidence.ts';
import { incidentTable } from './list-tables.ts';
import { code, empty, framed, link, tag, when } from './page-frame.ts';
import type { PageData } from './page-data.ts';
import type { PageIncident } from './read-incidents.ts';

export function incidentsPage(data: PageData): string {
  const { host } = new URL(data.target);
  const { mttaMs, mttrMs } = meanTimes(data.incidents.map(({ incident }) => incident));
  const times = `Mean time to acknowledge ${mttaMs === undefined ? 'unknown' : showSpan(mttaMs)}, mean time to recover ${mttrMs === undefined ? 'unknown' : showSpan(mttrMs)}.`;
  return framed({
    host,
    title: 'Incidents',
    path: 'incidents.html',
    description: `Incidents of ${host}.`,
    body: `<h1>Incidents</h1><p class="soft">${markup(times)} ${link('incidents.atom', 'Feed')}</p>
${data.incidents.length === 0 ? empty('No incidents.') : incidentTable(data.incidents, '')}`,
  });
}

const CLOCK_TONE = { met: 'good', missed: 'bad', running: '' } as const;
const CHANGE_TONE: Partial<Record<ChangeKind, string>> = {
  opened: 'bad',
  reopened: 'bad',
  returned: 'bad',
  grew: 'bad',
  resolved: 'good',
};

export function incidentPage(
  data: PageData,
  { incident: i, timeline, outage, before, samples }: PageIncident,
  bases: LinkBases,
): string {
  const acknowledge = acknowledgeOf(bases, data.target, i.id);
  const { host } = new URL(data.target);
  const { broken, forWhom } = problemTexts(i, []);
  const tone = i.state === 'resolved' ? '' : i.level === 'critical' ? 'bad' : 'warn';
  const end =
    i.state === 'resolved' ? `, lasted ${showSpan(Math.max(0, i.lastBadMs - i.startedMs))}` : ', not resolved';
  const clocks = clocksOf(i, data.nowMs).map((c) => [
    c.name,
    when(c.dueMs),
    c.doneMs === null ? 'not yet' : when(c.doneMs),
    tag(c.state, CLOCK_TONE[c.state]),
  ]);
  const near = data.deployments.filter((d) => d.at > i.startedMs - 3_600_000 && d.at <= i.startedMs);
  const facts: [string, string][] = [
    ['affects', markup(forWhom)],
    ['started', `${when(i.startedMs)}${end}`],
    [
      'detected',
      `${when(i.openedMs)}, ${markup(showSpan(Math.max(0, i.openedMs - i.startedMs)))} after the first failure`,
    ],
    [
      'acknowledged',
      i.acknowledgedMs === null ? 'not yet' : `${when(i.acknowledgedMs)} by ${markup(i.acknowledgedBy ?? 'unknown')}`,
    ],
    ['fired again', i.returns === 0 ? 'no' : `${i.returns} times`],
    ['runbook', runbookOf(data.target, i, bases)],
    [
      'deployments in the hour before',
      near.length === 0 ? 'none' : near.map((d) => `${code((d.commit ?? '?').slice(0, 12))} ${when(d.at)}`).join(', '),
    ],
    ...(i.heldBack.length === 0
      ? []
      : [['topics explained by this incident', markup(i.heldBack.join(', '))] as [string, string]]),
  ];
  return framed({
    host,
    title: `${i.severity} ${broken}`,
    path: incidentPath(i.id),
    description: `Incident of ${host}: ${i.topic}, ${i.state}.`,
    body: `<header class="state${tone === '' ? '' : ` ${tone}`}"><div class="row"><h1>${markup(`${i.severity} ${i.level}: ${broken}`)}</h1>${tag(i.state, tone)}</div><p class="soft wide">${markup(i.id)}, ${markup(host)}</p></header>
<h2>Facts</h2><dl class="card facts">${facts.map(([name, value]) => `<dt>${name}</dt><dd>${value}</dd>`).join('')}</dl>
<h2>Rules that fired</h2>${fired(i.lines)}
<h2>Clocks of the runbook</h2>${table([{ label: 'step' }, { label: 'due' }, { label: 'done' }, { label: 'state' }], clocks, { name: 'Clocks' })}
<h2>Evidence</h2>${impact(outage, before)}${firstFailures(samples)}
<h2>What to do</h2>
<section class="card"><p>Reproduce:</p><pre tabindex="0"><code>${markup(reproduce(data.target, i.topic, samples))}</code></pre>${
      i.state === 'open'
        ? `<p>Acknowledge${acknowledge.url === undefined ? '' : ` in ${link(acknowledge.url, 'the workflow')}, or by command`}:</p><pre tabindex="0"><code>${markup(acknowledge.command)}</code></pre>`
        : ''
    }</section>
<h2>Timeline</h2>${timelineOf(timeline)}`,
  });
}

/** The statements that the rules watch, and the section with the first steps: a link where the runbook's address is known. */
function runbookOf(target: string, i: PageIncident['incident'], { runbook }: LinkBases): string {
  const { section, anchor } = sectionOf(i.topic, target, { startedMs: i.startedMs });
  const [page] = linksOf(runbook === undefined ? {} : { runbook }, i.id, anchor);
  return `${markup(i.runbook.join('; '))}; first steps: ${page === undefined ? markup(section) : link(page.url, section)}`;
}

/** One request that shows it where requests fail; else, as for journeys, the command that repeats the checks. */
function reproduce(target: string, topic: string, samples: PageIncident['samples']): string {
  const failing = samples.map(({ endpoint }) => ({ what: endpoint }));
  return (failing.length === 0 ? null : curlOf(target, topic, failing, false)) ?? reproduceCommand(target, topic);
}

function fired(lines: readonly string[]): string {
  return groupByRule(lines)
    .map(({ rule, limit, rows }) =>
      limit === ''
        ? rows.map(({ found }) => `<p class="card wide">${markup(found)}</p>`).join('')
        : `<section class="card"><div class="row"><h3>${code(rule)}</h3><span class="soft">must be ${markup(limit)}</span></div>
${table(
  [{ label: 'subject' }, { label: 'measured', num: true }, { label: 'samples' }],
  rows.map((row) => [code(row.subject), markup(row.found), markup(row.evidence)]),
  { name: rule },
)}</section>`,
    )
    .join('\n');
}

function timelineOf(timeline: PageIncident['timeline']): string {
  const entries = timeline.map((e) => {
    const delivered = e.deliveries.filter((d) => d.isDelivered).map((d) => d.channel);
    const failed = e.deliveries.filter((d) => !d.isDelivered).map((d) => `${d.channel} (${d.error ?? 'failed'})`);
    const by = e.by === null ? '' : ` by ${markup(e.by)}`;
    const tail = [
      delivered.length > 0 ? `delivered to ${delivered.join(', ')}` : '',
      failed.length > 0 ? `not delivered to ${failed.join(', ')}` : '',
    ]
      .filter(Boolean)
      .join('; ');
    return `<li${CHANGE_TONE[e.kind] === undefined ? '' : ` class="${CHANGE_TONE[e.kind]}"`}>${when(e.at)} <strong>${markup(e.kind)}</strong>${by}: ${markup(e.text)}${tail === '' ? '' : `<br><span class="soft">${markup(tail)}</span>`}</li>`;
  });
  return entries.length === 0 ? empty('No changes.') : `<ul class="card timeline">${entries.join('\n')}</ul>`;
}
