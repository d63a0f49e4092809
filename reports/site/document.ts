// The frame of every page that a report writes: one HTML file without script, found by no search engine.
import { markup } from '../formats/escape.ts';
import { STYLE } from './style.ts';

export type Document = {
  title: string;
  /** Markup. */
  body: string;
  /** Where pictures may come from, as Content-Security-Policy names it; none without. */
  pictures?: string;
  /** Beside the style of all pages. */
  style?: string;
};

export const htmlDocument = ({ title, body, pictures, style = '' }: Document): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${pictures ? `; img-src ${pictures}` : ''}">
<meta name="robots" content="noindex">
<title>${markup(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body><main>
${body}
</main></body>
</html>
`;
