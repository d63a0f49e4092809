// The KPIs of the last 24 hours as cards: large ones for the first three, small ones for the states.
import { showLine, showSpan } from '../../common/number-text.ts';
import { kpi } from '../../kpis.ts';
import { markup } from '../../reports/formats/escape.ts';
import { kpiLook, type Tone } from './headline.ts';
import { tag } from './page-frame.ts';
import type { PageKpi } from './read-kpis.ts';

/** Shows the measured value, the target, the alert lines and the number of samples. Green: the samples prove that the target is met. */
export function kpiCard({ id, judged }: PageKpi): string {
  const { title, target, unit, alerts } = kpi(id);
  const [name = title, what = ''] = title.split(': ');
  const { tone, word } = kpiLook(judged);
  const lines = alerts.map((a) => `${a.level} ${showLine(a, unit)} over ${showSpan(a.windowMs)}`);
  return `<section class="card kpi${tone === '' ? '' : ` ${tone}`}"><div class="row"><h3>${markup(name)}</h3>${tag(word, tone)}</div>
<p class="figure">${markup(judged.found === null ? '-' : judged.text)}</p>
<dl class="facts"><dt>target</dt><dd>${markup(showLine(target, unit))}</dd><dt>alert line</dt><dd>${lines.map(markup).join('<br>')}</dd><dt>samples</dt><dd>${judged.n.toLocaleString('en-US')}</dd></dl>
<p class="soft">${markup(what)}</p>${why(judged, tone)}</section>`;
}

/** One sentence about the limit that decides the state. The endpoint table shows which endpoints miss it. */
function why({ lines, reason, parts, n }: PageKpi['judged'], tone: Tone): string {
  if (tone === 'good') return '';
  const word = tone === 'bad' ? 'breach' : tone === 'warn' ? 'suspected' : 'not-judged';
  const line = lines.find(({ verdict }) => verdict === word);
  const bad = parts.filter(({ verdict }) => verdict === 'breach').length;
  const text = line ? `${line.limit}: ${line.reason}` : bad > 0 ? `${bad} of ${parts.length} endpoints breach` : reason;
  return n === 0 ? '' : `<p class="soft wide">${markup(text)}</p>`;
}

export function smallKpiCard({ id, judged }: PageKpi): string {
  const { title } = kpi(id);
  const [name = title] = title.split(': ');
  const { tone, word } = kpiLook(judged);
  const parts = judged.parts.filter((p) => p.verdict !== 'pass').map((p) => `${p.subject} ${p.text}`);
  return `<section class="card small"><div class="row"><h3>${markup(name)}</h3>${tag(tone === 'good' ? judged.text : word, tone)}</div>${
    parts.length === 0 ? '' : `<p class="soft">${markup(parts.join(', '))}</p>`
  }</section>`;
}
