// Makes an external tool's HTML report self-contained: removes its tag manager, and a policy blocks all other outside requests.
import { defaultTreeAdapter as tree, html, parse, serialize, type DefaultTreeAdapterTypes } from 'parse5';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

/** The policy for a report that contains its scripts, styles, pictures and data. */
const POLICY = [
  "default-src 'none'",
  "script-src data: 'unsafe-inline'",
  "style-src data: 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data:',
  'media-src data: blob:',
  'connect-src data: blob:',
  'frame-src data: blob:',
  'worker-src data: blob:',
  "form-action 'none'",
].join('; ');

const SCRIPT_OF_TAG_MANAGER = /\bgtag\(|googletagmanager|google-analytics/;

export class NotSelfContained extends Error {
  override name = 'NotSelfContained';
}

/** The document without scripts of other hosts. Throws NotSelfContained if it loads anything else from outside. */
export function offlineHtml(text: string): string {
  const document = parse(text);
  for (const script of elements(document).filter(({ tagName }) => tagName === 'script')) {
    const isOutside = isRemote(attribute(script, 'src'));
    const isAnalytics = attribute(script, 'src') === undefined && SCRIPT_OF_TAG_MANAGER.test(textOf(script));
    if (isOutside || isAnalytics) tree.detachNode(script);
  }
  const left = elements(document).filter((one) => LOADED.some((name) => isOutside(one, name)));
  if (left.length > 0)
    throw new NotSelfContained(
      `the report loads ${left.map((one) => `${one.tagName} ${LOADED.map((name) => attribute(one, name) ?? '').join('')}`).join(', ')}`,
    );
  const head = elements(document).find(({ tagName }) => tagName === 'head');
  if (head === undefined) throw new NotSelfContained('the report is not an HTML document');
  const policy = tree.createElement('meta', html.NS.HTML, [
    { name: 'http-equiv', value: 'Content-Security-Policy' },
    { name: 'content', value: POLICY },
  ]);
  const [first] = head.childNodes;
  if (first === undefined) tree.appendChild(head, policy);
  else tree.insertBefore(head, policy, first);
  return serialize(document);
}

const LOADED = ['src', 'href', 'data', 'poster'];
/** Links to follow are not part of the document. */
const isOutside = (element: Element, name: string): boolean =>
  element.tagName !== 'a' &&
  attribute(element, name) !== undefined &&
  !/^(data:|#)/.test(attribute(element, name) ?? '');
const isRemote = (address: string | undefined): boolean => /^(https?:)?\/\//i.test(address ?? '');
const attribute = ({ attrs }: Element, name: string): string | undefined => attrs.find((a) => a.name === name)?.value;
const textOf = (element: Element): string => element.childNodes.map((n) => ('value' in n ? n.value : '')).join('');

function elements(node: Node): Element[] {
  const own = 'tagName' in node ? [node] : [];
  const below = 'childNodes' in node ? node.childNodes.flatMap(elements) : [];
  return [...own, ...below];
}
