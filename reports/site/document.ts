// The frame of every page that a report writes: one HTML file that loads nothing from anywhere.
import { markup } from '../formats/escape.ts';
import { PAGE_SCRIPT, sourceHash } from './page-script.ts';
import { STYLE } from './style.ts';

export type Document = {
  title: string;
  /** Markup. */
  body: string;
  /** Where pictures may come from, as Content-Security-Policy names it; none without. */
  pictures?: string;
  /** Beside the style of all pages. */
  style?: string;
  /** Markup before <main>: the way to the other pages. */
  nav?: string;
  /** Markup in <head>, such as a link to a feed. */
  head?: string;
  /** For a page that is published: search engines and previews show it. Without it the page is hidden from them. */
  description?: string;
  /** Local times and staleness need the one script that a page may have. */
  hasScript?: boolean;
};

export function htmlDocument(of: Document): string {
  const { title, body, pictures, style = '', nav = '', head = '', description, hasScript = false } = of;
  const styles = `${STYLE}${style}`;
  const policy = [
    `default-src 'none'`,
    `style-src ${sourceHash(styles)}`,
    ...(hasScript ? [`script-src ${sourceHash(PAGE_SCRIPT)}`] : []),
    ...(pictures ? [`img-src ${pictures}`] : []),
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  const robots =
    description === undefined
      ? '<meta name="robots" content="noindex">'
      : `<meta name="description" content="${markup(description)}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
${robots}
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${markup(title)}</title>${head}
<style>${styles}</style>
</head>
<body>${nav}<main>
${body}
</main>${hasScript ? `\n<script>${PAGE_SCRIPT}</script>` : ''}
</body>
</html>
`;
}
