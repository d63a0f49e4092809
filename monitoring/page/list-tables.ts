// Tables of endpoints, incidents, runs and deployments. The first page shows their newest rows, other pages all of them.
import { show, showSpan } from '../../common/number-text.ts';
import { kpi } from '../../kpis.ts';
import { markup } from '../../reports/formats/escape.ts';
import { incidentPath, runPath } from '../../reports/site/page-links.ts';
import { table } from '../../reports/site/table.ts';
import type { PageData } from './page-data.ts';
import { code, empty, link, tag, toneOf, when } from './page-frame.ts';
import type { PageIncident } from './read-incidents.ts';
import type { PageKpi } from './read-kpis.ts';

export function endpointTable(data: PageData): string {
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
  const num = ['available', '5xx', 'mean time to first byte', 'maximum', 'probes'].map((label) => ({
    label,
    num: true,
  }));
  return table([{ label: 'endpoint' }, ...num], rows, { isPlain: true, name: 'Endpoints' });
}

/** `root`: the relative path from the page to the site's root, '' or '../'. */
export function incidentTable(of: readonly PageIncident[], root: string): string {
  return table(
    [
      { label: 'incident' },
      { label: 'started' },
      { label: 'duration' },
      { label: 'acknowledged by' },
      { label: 'state' },
    ],
    of.map(({ incident: i }) => [
      link(root + incidentPath(i.id), `${i.severity} ${i.topic}`),
      when(i.startedMs),
      i.state === 'resolved' ? markup(showSpan(Math.max(0, i.lastBadMs - i.startedMs))) : 'not resolved',
      markup(i.acknowledgedBy ?? '-'),
      tag(i.state, i.state === 'resolved' ? '' : i.level === 'critical' ? 'bad' : 'warn'),
    ]),
    { name: 'Incidents' },
  );
}

export function runTable(of: PageData['runs'], root: string): string {
  return table(
    [
      { label: 'run' },
      { label: 'verdict' },
      { label: 'profile' },
      { label: 'duration', num: true },
      { label: 'failing' },
    ],
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

export function deploymentTable(of: PageData['deployments']): string {
  return table(
    [{ label: 'seen' }, { label: 'commit' }, { label: 'verdict of the gate' }],
    of.map((d) => [
      `${when(d.at)}${d.isReturn ? ', live again' : ''}`,
      code((d.commit ?? 'unknown').slice(0, 12)),
      d.verdict === null ? 'not judged' : tag(d.verdict, toneOf(d.verdict)),
    ]),
    { name: 'Deployments' },
  );
}
