// Text as a browser shows it without style sheets: inline elements are joined, blocks and breaks separate, hidden elements are left out.
import { attribute, isElement, pushReversed, type Element, type Node, type Parent } from './parse-page.ts';

/** Elements that are not rendered, or not as text. */
const UNSEEN = new Set(
  `area audio base canvas datalist desc embed head iframe link meta metadata noembed noframes noscript object param rp script source
  style svg:title template textarea title track video`.split(/\s+/),
);
const BLOCKS = new Set(
  `address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4
  h5 h6 header hgroup hr html legend li main menu nav ol optgroup option p pre search section summary table tbody td tfoot th thead tr ul`.split(
    /\s+/,
  ),
);
/** Invisible characters: soft breaks, direction marks, a byte order mark. */
const INVISIBLE = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g;
const DISPLAY_NONE = /^\s*(display\s*:\s*none|visibility\s*:\s*hidden)\s*(!important\s*)?$/i;

/** Whether the element's own markup hides it. Style sheets are not read. */
export function isHidden(element: Element): boolean {
  const { tagName } = element;
  if (UNSEEN.has(tagName)) return true;
  if (attribute(element, 'hidden') !== undefined) return true;
  if (tagName === 'input') return attribute(element, 'type')?.toLowerCase() === 'hidden';
  if (tagName === 'dialog') return attribute(element, 'open') === undefined;
  return (attribute(element, 'style') ?? '').split(';').some((one) => DISPLAY_NONE.test(one));
}

/** The text below `root`, one line per block, with white space collapsed. */
export function visibleText(root: Parent): string {
  const parts: string[] = [];
  // A stack instead of recursion: a page can be nested deeper than the call stack.
  const work: (Node | string)[] = root.childNodes.toReversed();
  for (let item = work.pop(); item !== undefined; item = work.pop()) {
    if (typeof item === 'string') parts.push(item);
    else if (isElement(item)) enter(item, work);
    else if ('value' in item) parts.push(item.value.replaceAll(/[ \t\r\n\f\u00a0]+/g, ' '));
  }
  return parts
    .join('')
    .replaceAll(INVISIBLE, '')
    .normalize('NFC')
    .split('\n')
    .map((line) => line.replaceAll(/ +/g, ' ').trim())
    .filter(Boolean)
    .join('\n');
}

function enter(element: Element, work: (Node | string)[]): void {
  if (element.tagName === 'br' || element.tagName === 'wbr') {
    if (element.tagName === 'br') work.push('\n');
    return;
  }
  if (isHidden(element)) return;
  const isBlock = BLOCKS.has(element.tagName);
  if (isBlock) work.push('\n');
  pushReversed<Node | string>(work, shownChildren(element));
  if (isBlock) work.push('\n');
}

/** A browser shows only the summary of closed details. */
const shownChildren = (element: Element): Node[] =>
  element.tagName === 'details' && attribute(element, 'open') === undefined
    ? element.childNodes.filter((child) => isElement(child) && child.tagName === 'summary')
    : element.childNodes;

/** The visible text of one element on one line. */
export const lineOf = (element: Parent): string => visibleText(element).replaceAll('\n', ' ');
