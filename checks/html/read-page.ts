// Reads a page over HTTP. Front door, contracts, security and audits use it to check that it is the right page.
import { attribute, elementsOf, NestedTooDeep, parsePage, type Element, type Parent } from './parse-page.ts';
import { formsOf, showsField, type Form } from './page-forms.ts';
import { isHidden, lineOf, visibleText } from './visible-text.ts';

export type PageReading = {
  /** Visible text, one line per block. */
  text: string;
  /** Visible headings in document order. */
  headings: readonly { level: number; text: string }[];
  title: string;
  /** As in the document; `` if there is none. */
  lang: string;
  /** Has noindex, as Next.js sets on a not-found screen. */
  noindex: boolean;
  /** The target of a refresh tag, `` if it names none; undefined: no refresh tag. */
  refresh: string | undefined;
  forms: readonly Form[];
  showsEmailField: boolean;
  showsPasswordField: boolean;
  /** `src` of the scripts, as written. */
  scripts: readonly string[];
  /** Names of all elements, including unknown ones. */
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
/** A cache: the same page is requested many times, and most answers are identical. */
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

/** The text of an element that a browser does not show, with white space collapsed. */
const textOf = (element: Element | undefined): string =>
  (element?.childNodes ?? [])
    .map((child) => ('value' in child ? child.value : ''))
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** `1;url=/auth/sign-in`: the address can be quoted. */
function refreshOf(metas: readonly Element[]): string | undefined {
  const tag = metas.find((meta) => attribute(meta, 'http-equiv')?.toLowerCase() === 'refresh');
  const content = tag && (attribute(tag, 'content') ?? '');
  if (content === undefined) return undefined;
  const address = /url\s*=\s*(.*)$/i.exec(content)?.[1]?.trim() ?? '';
  return address.replaceAll(/^["']|["']$/g, '');
}

/** The first heading of level 1 or 2: it identifies the page for a visitor. */
export const mainHeading = ({ headings }: PageReading): string | undefined =>
  (headings.find(({ level }) => level === 1) ?? headings.find(({ level }) => level === 2))?.text;
