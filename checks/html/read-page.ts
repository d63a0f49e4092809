// One reading of a page over HTTP for whoever asks "is this the right page": front door, contracts, security, audits.
import { attribute, elementsOf, NestedTooDeep, parsePage, type Element, type Parent } from './parse-page.ts';
import { formsOf, showsField, type Form } from './page-forms.ts';
import { isHidden, lineOf, visibleText } from './visible-text.ts';

export type PageReading = {
  /** Visible text, a line for each block. */
  text: string;
  /** Visible headings as they read, in the order of the document. */
  headings: readonly { level: number; text: string }[];
  title: string;
  /** As the document states it, `` where it states none. */
  lang: string;
  /** Asks search engines to stay away, as Next.js does on a not-found screen. */
  noindex: boolean;
  /** Where a refresh tag leads, `` where it does not say; undefined: there is none. */
  refresh: string | undefined;
  forms: readonly Form[];
  showsEmailField: boolean;
  showsPasswordField: boolean;
  /** `src` of the scripts, as written. */
  scripts: readonly string[];
  /** Names of all elements, also of those that nobody knows. */
  elements: ReadonlySet<string>;
  /** Text of each `loc` element: a sitemap's addresses. */
  locations: readonly string[];
  /** Why the page could not be read; everything else is empty then. */
  problem?: string;
};

const EMPTY: PageReading = {
  text: '',
  headings: [],
  title: '',
  lang: '',
  noindex: false,
  refresh: undefined,
  forms: [],
  showsEmailField: false,
  showsPasswordField: false,
  scripts: [],
  elements: new Set(),
  locations: [],
};
/** The same page is asked for again and again, and most answers are the same to the byte. */
const REMEMBERED = 32;
const readings = new Map<string, PageReading>();

export function readPage(html: string): PageReading {
  const known = readings.get(html);
  if (known) return known;
  const reading = read(html);
  if (readings.size >= REMEMBERED) readings.delete(readings.keys().next().value ?? '');
  readings.set(html, reading);
  return reading;
}

function read(html: string): PageReading {
  try {
    return describe(parsePage(html));
  } catch (error) {
    if (error instanceof NestedTooDeep) return { ...EMPTY, problem: error.message };
    throw error;
  }
}

function describe(document: Parent): PageReading {
  const all = [...elementsOf(document)];
  const hidden = new Set<Parent>();
  for (const element of all)
    if (isHidden(element) || (element.parentNode && hidden.has(element.parentNode))) hidden.add(element);
  const metas = all.filter(({ tagName }) => tagName === 'meta');
  return {
    text: visibleText(document),
    headings: all
      .filter((element) => /^h[1-6]$/.test(element.tagName) && !hidden.has(element))
      .map((element) => ({ level: Number(element.tagName.slice(1)), text: lineOf(element) })),
    title: textOf(all.find(({ tagName, namespaceURI }) => tagName === 'title' && namespaceURI.endsWith('xhtml'))),
    lang: langOf(all.find(({ tagName }) => tagName === 'html')),
    noindex: metas.some(
      (meta) =>
        attribute(meta, 'name')?.toLowerCase() === 'robots' &&
        /\b(noindex|none)\b/i.test(attribute(meta, 'content') ?? ''),
    ),
    refresh: refreshOf(metas),
    forms: formsOf(document),
    showsEmailField: showsField(document, 'email'),
    showsPasswordField: showsField(document, 'password'),
    scripts: all.flatMap((element) => (element.tagName === 'script' ? (attribute(element, 'src') ?? []) : [])),
    elements: new Set(all.map(({ tagName }) => tagName)),
    locations: all.filter(({ tagName }) => tagName === 'loc').map((element) => textOf(element)),
  };
}

const langOf = (root: Element | undefined): string => (root && attribute(root, 'lang')?.trim()) ?? '';

/** The text inside an element that a browser does not show, white space as one space. */
const textOf = (element: Element | undefined): string =>
  (element?.childNodes ?? [])
    .map((child) => ('value' in child ? child.value : ''))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** `1;url=/auth/sign-in`: the address may be quoted. */
function refreshOf(metas: readonly Element[]): string | undefined {
  const tag = metas.find((meta) => attribute(meta, 'http-equiv')?.toLowerCase() === 'refresh');
  const content = tag && (attribute(tag, 'content') ?? '');
  if (content === undefined) return undefined;
  const address = /url\s*=\s*(.*)$/i.exec(content)?.[1]?.trim() ?? '';
  return address.replaceAll(/^["']|["']$/g, '');
}

/** The first heading of the page, whatever its level among one and two: what a visitor knows the page by. */
export const mainHeading = ({ headings }: PageReading): string | undefined =>
  (headings.find(({ level }) => level === 1) ?? headings.find(({ level }) => level === 2))?.text;
