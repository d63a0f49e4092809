// Does what React's inline script does with a streamed page: a late part is hidden at the end of the body and replaces
// its loading screen. Next.js sends nearly every page this way; without this step the heading of a page would be hidden.
import { defaultTreeAdapter as tree } from 'parse5';
import { attribute, elementsOf, isElement, type Element, type Node, type Parent } from './parse-page.ts';

/** React names a late part `S:1`, the loading screen that it replaces `B:1`, and an empty place for it `P:1`. */
const LATE = 'S:';
const LOADING = 'B:';
const PLACE = 'P:';

export function completeReactStream(document: Parent): void {
  const byId = new Map<string, Element>();
  for (const element of elementsOf(document)) {
    const id = attribute(element, 'id');
    if (id !== undefined && !byId.has(id)) byId.set(id, element);
  }
  for (const [id, late] of byId) {
    if (!id.startsWith(LATE) || attribute(late, 'hidden') === undefined) continue;
    const number = id.slice(LATE.length);
    const loading = byId.get(LOADING + number);
    const place = loading ?? byId.get(PLACE + number);
    if (!place?.parentNode) continue;
    if (loading) removeLoadingScreen(loading);
    for (const child of [...late.childNodes]) {
      tree.detachNode(child);
      tree.insertBefore(place.parentNode, child, place);
    }
    tree.detachNode(place);
    tree.detachNode(late);
  }
}

/** The siblings after the template, up to the comment that ends the boundary; boundaries inside it have comments of their own. */
function removeLoadingScreen(template: Element): void {
  const siblings = template.parentNode?.childNodes ?? [];
  let depth = 0;
  for (const node of siblings.slice(siblings.indexOf(template) + 1)) {
    const mark = commentOf(node);
    if (mark === '/$' && depth === 0) return;
    if (mark === '/$') depth -= 1;
    else if (mark?.startsWith('$')) depth += 1;
    tree.detachNode(node);
  }
}

const commentOf = (node: Node): string | undefined =>
  !isElement(node) && node.nodeName === '#comment' && 'data' in node ? node.data : undefined;
