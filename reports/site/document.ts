// The frame of every report page: one HTML file that loads nothing from outside.
import { markup } from '../formats/escape.ts';
import { PAGE_SCRIPT, sourceHash } from './page-script.ts';
import { STYLE } from './style.ts';

export type Document = {
  title: string;
  /** Markup. */
  body: string;
  /** Allowed picture sources, in Content-Security-Policy syntax; default: none. */
  pictures?: string;
  /** In addition to the common style. */
  style?: string;
  /** Markup before <main>: links to the other pages. */
  nav?: string;
  /** Markup in <head>, such as a link to a feed. */
  head?: string;
  /** For a published page: search engines and previews show it. Without it the page has noindex. */
  description?: string;
  /** Local times and staleness need the page's only script. */
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
    // No request is needed, but Lighthouse fetches robots.txt from the page and otherwise reports it as blocked.
    ...(description === undefined ? [] : [`connect-src 'self'`]),
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
