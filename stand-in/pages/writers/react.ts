// The dialect of a page rendered by React on the server: the same roles and names on other elements. Texts are split by comments,
// headings contain spans and line breaks, lists are `div`s with roles.
import { escape, type Markup } from '../html.ts';

/** Comments and tags; an attribute's value may contain any character except its own quote. */
const TAG = /<!--[\s\S]*?-->|<(\/?)([a-z][a-z0-9]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/gi;
const LISTS: ReadonlySet<string> = new Set(['ul', 'ol']);
const HEADINGS: ReadonlySet<string> = new Set(['h1', 'h2', 'h3', 'h4']);
/** Toasts stay a list: the toast library renders its own elements. */
const KEPT = /data-sonner-toaster/;

export const writeReact = (description: Markup): string => otherElements(splitTexts(description));

/** React separates adjacent texts with an empty comment; a fixed text next to a dynamic one is two texts. */
function splitTexts({ pieces }: Markup): string {
  let html = '';
  let inTag = false;
  let afterText = false;
  for (const piece of pieces) {
    if ('lines' in piece) {
      const [first, second] = piece.lines.map(escape);
      html += `${first}<br/><span>${second}</span>`;
      afterText = false;
      continue;
    }
    const chunk = 'raw' in piece ? piece.raw : escape(piece.text);
    if (chunk === '') continue;
    const startsText = 'text' in piece || !chunk.startsWith('<');
    if (!inTag && afterText && startsText) html += '<!-- -->';
    html += chunk;
    if ('raw' in piece) inTag = chunk.lastIndexOf('<') > chunk.lastIndexOf('>') || (inTag && !chunk.includes('>'));
    afterText = !inTag && !chunk.endsWith('>');
  }
  return html;
}

/** Lists and their items become `div`s; headings get a span around their text. The input is our own markup, so every tag is balanced. */
function otherElements(html: string): string {
  const open: string[] = [];
  return html.replaceAll(TAG, (tag: string, slash: string | undefined, name: string | undefined, rest = '') => {
    if (name === undefined) return tag;
    if (HEADINGS.has(name)) return slash ? `</span>${tag}` : `${tag}<span>`;
    if (!LISTS.has(name) && name !== 'li') return tag;
    if (slash) return `</${open.pop() ?? name}>`;
    if (KEPT.test(rest)) {
      open.push(name);
      return tag;
    }
    open.push('div');
    return /\srole="/.test(rest) ? `<div${rest}>` : `<div role="${name === 'li' ? 'listitem' : 'list'}"${rest}>`;
  });
}
