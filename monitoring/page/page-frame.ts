// The frame of every page of the status site: navigation, script, and helpers for tags, times and links.
import { markup } from '../../reports/formats/escape.ts';
import { htmlDocument } from '../../reports/site/document.ts';
import { PAGE_STYLE } from './page-style.ts';
import type { Tone } from './headline.ts';
import { RANGES } from './read-series.ts';

/** Pages below the folder's root, in the order of the navigation. */
export const PAGES = [
  { path: 'index.html', name: 'Now' },
  ...RANGES.map(({ id, name }) => ({ path: `last-${id}.html`, name })),
  { path: 'journeys.html', name: 'Journeys' },
  { path: 'speed.html', name: 'Page speed' },
  { path: 'load.html', name: 'Load' },
  { path: 'incidents.html', name: 'Incidents' },
  { path: 'runs.html', name: 'Runs' },
] as const;

export type Frame = {
  host: string;
  title: string;
  /** The path of this page, `runs/x.html`. Links are relative to it, so that they work from disk. */
  path: string;
  body: string;
  description: string;
  /** The page shows pictures from the site's folder. */
  hasPictures?: boolean;
};

/** From a page's path to the folder's root. */
export const toRoot = (path: string): string => '../'.repeat(path.split('/').length - 1);

export function framed({ host, title, path, body, description, hasPictures = false }: Frame): string {
  const root = toRoot(path);
  const links = PAGES.map(
    (page) => `<a href="${root}${page.path}"${page.path === path ? ' aria-current="page"' : ''}>${page.name}</a>`,
  );
  return htmlDocument({
    title: `${title} - ${host}`,
    description,
    nav: `<nav aria-label="Pages"><div>${links.join('')}</div></nav>`,
    head: `\n<link rel="alternate" type="application/atom+xml" title="Incidents" href="${root}incidents.atom">`,
    style: PAGE_STYLE,
    pictures: hasPictures ? `'self' data: file:` : 'data:',
    hasScript: true,
    body: `${body}\n<footer class="soft">Times are in UTC and in your time zone. <a href="${root}incidents.atom">Feed of incidents</a> · <a href="${root}badge.svg">Badge</a></footer>`,
  });
}

export const when = (ms: number): string => {
  const iso = new Date(ms).toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 16).replace('T', ' ')} UTC</time>`;
};
export const tag = (word: string, tone: Tone): string =>
  `<span class="tag${tone === '' ? '' : ` ${tone}`}">${markup(word)}</span>`;
export const code = (text: string): string => `<code>${markup(text)}</code>`;
export const link = (href: string, text: string): string => `<a href="${markup(href)}">${markup(text)}</a>`;
export const empty = (text: string): string => `<p class="card soft">${markup(text)}</p>`;

const TONES: Readonly<Record<string, Tone>> = {
  pass: 'good',
  warn: 'warn',
  suspected: 'warn',
  inconclusive: '',
  fail: 'bad',
  breach: 'bad',
  broken: 'bad',
};
/** The colour of a verdict or outcome; an unknown one, from a later release, has none. */
export const toneOf = (word: string): Tone => (Object.hasOwn(TONES, word) ? (TONES[word] ?? '') : '');
