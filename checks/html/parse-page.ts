// Parses a document as a browser does (parse5 follows the HTML standard, including broken nesting and nested forms); no script runs.
import { defaultTreeAdapter, parse, type DefaultTreeAdapterTypes } from 'parse5';
import { completeReactStream } from './react-stream.ts';

export type Node = DefaultTreeAdapterTypes.ChildNode;
export type Parent = DefaultTreeAdapterTypes.ParentNode;
export type Element = DefaultTreeAdapterTypes.Element;

/** Chrome flattens deeper nesting. A parser without a limit needs time in the square of the depth. */
export const DEEPEST_NESTING = 512;

export class NestedTooDeep extends Error {
  override name = 'NestedTooDeep';
  constructor() {
    super(`its elements are nested deeper than ${DEEPEST_NESTING} levels, the limit of browsers`);
  }
}

/** The document, with React's streamed parts in their places. Throws NestedTooDeep. */
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

/** Every element below `root` in document order, without the content of templates. */
export function* elementsOf(root: Parent): Generator<Element> {
  const open: Node[] = root.childNodes.toReversed();
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!isElement(node)) continue;
    yield node;
    pushReversed(open, node.childNodes);
  }
}

/** Pushes in reverse, so that the first is popped first. No spread: a page can have more nodes than a call allows arguments. */
export function pushReversed<T>(stack: T[], items: readonly T[]): void {
  for (let i = items.length - 1; i >= 0; i -= 1) stack.push(items[i] as T);
}
