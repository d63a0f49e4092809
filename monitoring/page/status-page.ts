// The page people look at: one HTML file, nothing loaded from anywhere, no script.
import { kpi } from '../../kpis.ts';
import { acknowledgeCommand, respondWithin, type NoticeIncident } from '../incidents/incident-notice.ts';
import { markup } from '../../reports/formats/escape.ts';
import { percent, show, showLine, showSpan } from '../../common/number-text.ts';
import type { KpiVerdict, Verdict } from '../../reports/verdict/verdict-format.ts';
import type { Day, PageData } from './status-page-data.ts';
import { htmlDocument } from '../../reports/site/document.ts';
import { table } from '../../reports/site/table.ts';

type Tone = 'good' | 'warn' | 'bad' | '';

const TONES: Readonly<Partial<Record<KpiVerdict | Verdict['verdict'] | Day['level'], Tone>>> = {
  pass: 'good',
  'within-target': 'good',
  warn: 'warn',
  suspected: 'warn',
  'target-missed': 'warn',
  warning: 'warn',
  inconclusive: 'warn',
  breach: 'bad',
  broken: 'bad',
  critical: 'bad',
};
/** A word of a later release has no colour. */
const tone = (word: string): Tone => (TONES as Readonly<Record<string, Tone>>)[word] ?? '';
const tag = (word: string, of: Tone): string => `<span class="tag ${of}">${markup(word)}</span>`;
const when = (at: Date | string | number): string => {
  const iso = new Date(at).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
};

/** The whole page as HTML. */
export function page(data: PageData): string {
  const { host } = new URL(data.target);
  return htmlDocument({
    title: `${host}: synthetic checks`,
    body: `${header(data, markup(host))}
<h2>Last 24 hours</h2>
<div class="cards">${data.kpis.map(card).join('\n')}</div>
<h2>Availability, last ${data.days.length} days</h2>
${days(data)}
<h2>Endpoints, last 24 hours</h2>
${endpoints(data)}
<h2>Incidents</h2>
${data.incidents.length === 0 ? '<p class="card soft">None on record.</p>' : data.incidents.map((i) => incident(i, data.target)).join('\n')}
<h2>Last runs</h2>
${runs(data)}`,
  });
}

function header(data: PageData, host: string): string {
  const open = data.incidents.filter((i) => i.state !== 'resolved');
  const judged = data.kpis.filter((k) => k.judged.verdict !== 'inconclusive');
  const bad = judged.filter((k) => tone(k.judged.verdict) === 'bad');
  const [of, text]: [Tone, string] =
    open.length > 0
      ? ['bad', `${open.length} open ${open.length === 1 ? 'incident' : 'incidents'}`]
      : bad.length > 0
        ? ['bad', `Not keeping: ${bad.map((k) => k.id).join(', ')}`]
        : judged.length < data.kpis.length
          ? ['', judged.length === 0 ? 'No data in the last 24 hours' : 'Not everything could be judged']
          : judged.every((k) => k.judged.verdict === 'pass')
            ? ['good', 'Keeping what the runbook promises']
            : ['warn', 'No incident, but not everything is well'];
  return `<header class="${of}"><h1>${text}</h1><p class="soft wide">${host}, as of ${when(data.generatedAt)}</p></header>`;
}

function card({ id, judged }: PageData['kpis'][number]): string {
  const { title, target, unit } = kpi(id);
  const [name, ...rest] = title.split(': ');
  const word = judged.verdict === 'inconclusive' ? (judged.n === 0 ? 'no data' : 'too few samples') : judged.verdict;
  return `<section class="card"><div class="row"><h3>${markup(name ?? title)}</h3>${tag(word, judged.n === 0 ? '' : tone(judged.verdict))}</div>
<p class="figure">${markup(judged.found === null ? '–' : judged.text)}</p>
<p class="soft">target ${markup(showLine(target, unit))} · n ${judged.n}</p><p class="soft">${markup(rest.join(': '))}</p></section>`;
}

function days({ days: all, budget }: PageData): string {
  const bars = all.map((d) => {
    const said = d.share === null ? 'no data' : `${percent(d.share)} of ${d.n} probes`;
    return `<i class="${d.share === null ? '' : tone(d.level)}" title="${d.date}: ${markup(said)}"></i>`;
  });
  const watched = all.filter((d) => d.share !== null).length;
  const left = budget.allowed - budget.failures;
  const spent =
    budget.n === 0
      ? 'no probes, so no error budget to speak of'
      : `${budget.failures.toLocaleString('en-US')} of ${budget.n.toLocaleString('en-US')} probes failed; the target allows ${budget.allowed.toFixed(1)}: ${
          left >= 0 ? `${percent(left / budget.allowed)} of the error budget is left` : 'the error budget is spent'
        }`;
  const alt = `${watched} of ${all.length} days have data`;
  return `<section class="card"><div class="days" role="img" aria-label="${markup(`${alt}; ${spent}`)}">${bars.join('')}</div>
<div class="row soft"><span>${markup(all[0]?.date ?? '')}</span><span>today</span></div>
<p class="soft">${markup(spent)}. ${markup(alt)}; hatched: none.</p></section>`;
}

function endpoints(data: PageData): string {
  const parts = (id: string): PageData['kpis'][number]['judged']['parts'] =>
    data.kpis.find((k) => k.id === id)?.judged.parts ?? [];
  const rows = parts('availability').map((p) => {
    const time = parts('response-time').find((t) => t.subject === p.subject);
    const error = parts('error-rate').find((e) => e.subject === p.subject);
    return [
      `<code>${markup(p.subject)}</code>`,
      markup(p.text),
      markup(error?.text ?? '–'),
      markup(time?.text ?? '–'),
      String(p.n),
    ];
  });
  if (rows.length === 0) return '<p class="card soft">No probes in the last 24 hours.</p>';
  const num = ['available', '5xx', 'mean to first byte', 'probes'].map((label) => ({ label, num: true }));
  return table([{ label: 'endpoint' }, ...num], rows);
}

function incident(i: NoticeIncident, target: string): string {
  const of: Tone = i.state === 'resolved' ? '' : i.level === 'critical' ? 'bad' : 'warn';
  const took = i.resolvedAt
    ? ` · resolved after ${markup(showSpan(Date.parse(i.resolvedAt) - Date.parse(i.openedAt)))}`
    : '';
  const by = i.acknowledgedBy ? ` · acknowledged by ${markup(i.acknowledgedBy)}` : '';
  const todo = i.state === 'open' ? ` · respond ${markup(respondWithin(i))}` : '';
  const take = i.state === 'open' ? `<p><code>${markup(acknowledgeCommand(target, i.id))}</code></p>` : '';
  return `<section class="card"><div class="row"><h3>${markup(`${i.severity} ${i.level}: ${i.topic}`)}</h3>${tag(i.state, of)}</div>
<p class="soft">${when(i.openedAt)}${took}${by}${todo}</p>
<ul>${i.findings.map((f) => `<li class="soft wide">${markup(f)}</li>`).join('')}</ul>
<p class="soft wide">${markup(i.runbook.join('; '))}</p><p><code>${markup(i.reproduce)}</code></p>${take}</section>`;
}

function runs(data: PageData): string {
  if (data.runs.length === 0) return '<p class="card soft">No runs on record.</p>';
  return table(
    [{ label: 'when' }, { label: 'verdict' }, { label: 'profile' }, { label: 'time', num: true }, { label: 'failing' }],
    data.runs.map((r) => [
      when(r.startedAt),
      tag(r.verdict, tone(r.verdict)),
      markup(r.profile ?? '–'),
      markup(show(r.durationMs / 1_000, 'ratio')) + ' s',
      r.failing.length === 0 ? '–' : r.failing.map((id) => `<code>${markup(id)}</code>`).join('<br>'),
    ]),
  );
}
