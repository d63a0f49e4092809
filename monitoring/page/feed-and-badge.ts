// The Atom feed of incidents and the badge (SVG).
import { markup } from '../../reports/formats/escape.ts';
import { incidentPath, pageLink } from '../../reports/site/page-links.ts';
import { problemTexts } from '../notify/problem-texts.ts';
import type { Headline } from './headline.ts';
import type { PageData } from './page-data.ts';

/** RFC 4287. `base`: where the page is published; without it the links are relative, as the format allows. */
export function atomFeed(data: PageData, base: string | undefined): string {
  const { host } = new URL(data.target);
  const to = (path: string): string => markup(pageLink(base, path) ?? path);
  const iso = (ms: number): string => new Date(ms).toISOString();
  const changed = ({ incident: i, timeline }: PageData['incidents'][number]): number =>
    timeline.at(-1)?.at ?? i.resolvedMs ?? i.openedMs;
  const entries = data.incidents.slice(0, 50).map((one) => {
    const { incident: i } = one;
    return `<entry><id>tag:${markup(host.replace(/:\d+$/, ''))},2026:${markup(i.id)}</id><title>${markup(`${i.severity} ${problemTexts(i, []).broken}: ${i.state}`)}</title>
<updated>${iso(changed(one))}</updated><published>${iso(i.openedMs)}</published><link href="${to(incidentPath(i.id))}"/>
<summary>${markup(i.lines[0] ?? i.topic)}</summary></entry>`;
  });
  const updated = Math.max(0, ...data.incidents.map(changed));
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>tag:${markup(host.replace(/:\d+$/, ''))},2026:incidents</id><title>${markup(`Incidents of ${host}`)}</title>
<updated>${iso(updated === 0 ? data.nowMs : updated)}</updated><author><name>Synthetic checks of ${markup(host)}</name></author><link href="${to('index.html')}"/><link rel="self" href="${to('incidents.atom')}"/>
${entries.join('\n')}
</feed>
`;
}

const WORDS = { good: 'meets its runbook', warn: 'suspected', bad: 'failing', '': 'unknown' } as const;
const COLOURS = { good: '#1a7f4b', warn: '#9a5700', bad: '#b92a2a', '': '#59616d' } as const;

/** The badge cannot turn stale by itself, so its title has the build time. */
export function badge({ tone }: Headline, nowMs: number): string {
  const word = WORDS[tone];
  const left = 70;
  const right = 14 + 7 * word.length;
  const width = left + right;
  const at = `${new Date(nowMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="MySetlist: ${word}, as of ${at}"><title>MySetlist: ${word}, as of ${at}</title>
<rect width="${left}" height="20" rx="3" fill="#3b424d"/><rect x="${left - 4}" width="${right + 4}" height="20" rx="3" fill="${COLOURS[tone]}"/><rect x="${left - 4}" width="4" height="20" fill="${COLOURS[tone]}"/>
<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11"><text x="8" y="14">MySetlist</text><text x="${left + 4}" y="14">${word}</text></g></svg>
`;
}
