// A document as a browser parses it (parse5 follows the HTML standard, broken nesting and nested forms included), nothing of it run.
import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { completeReactStream } from './react-stream.ts';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Parent = DefaultTreeAdapterTypes.ParentNode;
export type Element = DefaultTreeAdapterTypes.Element;

/** Chrome flattens what is nested deeper; a parser that follows it all needs time by the square of the depth. */
export const DEEPEST_NESTING = 512;

export class NestedTooDeep extends Error {
  override name = 'NestedTooDeep';
  constructor() {
    super(`its elements are nested deeper than ${DEEPEST_NESTING} levels, where browsers cut the page`);
  }
}

/** The document, with what React streamed put in its place. Throws NestedTooDeep. */
export function parsePage(html: string): Parent {
  let depth = 0;
  const document = parse(html, {
    treeAdapter: {
      ...defaultTreeAdapter,
      onItemPush: () => {
        depth += 1;
        if (depth > DEEPEST_NESTING) throw new NestedTooDeep();
      },
      onItemPop: () => {
        depth -= 1;
      },
    },
  });
  completeReactStream(document);
  return document;
}

export const isElement = (node: Node | Parent): node is Element => 'tagName' in node;
export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

/** Every element below `root` in the order of the document; the content of a template is not part of it. */
export function* elementsOf(root: Parent): Generator<Element> {
  const open: Node[] = root.childNodes.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isElement(node)) continue;
    yield node;
    pushReversed(open, node.childNodes);
  }
}

/** Onto a stack, so that the first comes off first. No spread: a page may have more nodes than a call takes arguments. */
export function pushReversed<T>(stack: T[], items: readonly T[]): void {
  for (let i = items.length - 1; i >= 0; i -= 1) stack.push(items[i] as T);
}
