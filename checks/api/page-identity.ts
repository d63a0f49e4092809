// The pages that must exist, and how each is recognised: on a site with soft 404s the status is not enough.
import type { Failure } from '../../reports/result.ts';
import { readPage, type PageReading } from '../html/read-page.ts';
import { wallBefore } from './edge-wall.ts';
import { unexpected } from './judge-answer.ts';
import type { Answer, NoAnswer } from './probe-client.ts';

export type Page = {
  path: string;
  /** The text of its heading, and the deepest level that it may have. */
  heading: string;
  level: 1 | 2;
  /** Form fields that the page must have. */
  fields?: readonly ('email' | 'password')[];
};
export const HOME: Page = { path: '/', heading: 'Crowd-Curated Setlists', level: 1 };
export const SIGN_IN: Page = {
  path: '/auth/sign-in',
  heading: 'Sign in to your account',
  level: 2,
  fields: ['email', 'password'],
};
export const PROBED_PAGES: readonly Page[] = [
  HOME,
  { path: '/trending', heading: 'Trending', level: 1 },
  { path: '/artists', heading: 'Discover Artists', level: 1 },
  SIGN_IN,
];

/** Error screens that arrive with status 200 (mysetlist-app.md 3.9). */
const ERROR_TEXT = /Application Error|Something went wrong|Page not found|Navigation temporarily unavailable/;
const UTF8 = 'utf-8';

export function judgePage(page: Page, answer: Answer | NoAnswer): Failure[] {
  const fail = (code: Failure['code'], text: string): Failure[] => [{ code, message: `GET ${page.path}: ${text}` }];
  if (answer.error) return fail(answer.error.code, answer.error.message);
  if (answer.status !== 200) {
    const { code, text } = unexpected(answer);
    return fail(code, `${text}, expected 200`);
  }
  const type = answer.headers['content-type'] ?? 'none';
  if (!/^text\/html\b/i.test(type)) return fail('content-type', `content type is ${type}, expected text/html`);
  if (isDownload(answer))
    return fail('content-type', 'the page is sent as a download (content-disposition: attachment)');
  const encoding = answer.encoding ?? UTF8;
  if (encoding !== UTF8) return fail('content-type', `the page is encoded as ${encoding}, expected UTF-8`);
  if (answer.body.includes('\ufffd')) return fail('content-type', 'the page has bytes that are not UTF-8');
  const reading = readPage(answer.body);
  const wrong = wrongPage(page, reading);
  if (!wrong) return [];
  const wall = wallBefore(answer);
  return wall === undefined ? fail(wrong.code, wrong.text) : fail('edge-challenge', wall);
}

/** Browsers save such an answer as a file and show no page. */
export const isDownload = ({ headers }: Pick<Answer, 'headers'>): boolean =>
  /^attachment\b/i.test(headers['content-disposition'] ?? '');

function wrongPage(page: Page, reading: PageReading): { code: Failure['code']; text: string } | undefined {
  if (reading.problem !== undefined) return { code: 'semantic', text: reading.problem };
  if (reading.refresh !== undefined) return { code: 'soft-redirect', text: 'a refresh tag instead of the page' };
  if (reading.noindex) return { code: 'soft-404', text: 'the not-found screen with status 200' };
  const error = ERROR_TEXT.exec(reading.text);
  if (error) return { code: 'semantic', text: `shows "${error[0]}"` };
  const headings = reading.headings.filter(({ level }) => level <= page.level).map(({ text }) => text);
  if (!headings.some((text) => text.includes(page.heading))) {
    const seen = headings.length === 0 ? 'has no heading' : `has the heading "${headings[0]?.slice(0, 80)}"`;
    return { code: 'semantic', text: `${seen}, expected "${page.heading}"` };
  }
  const shown = { email: reading.showsEmailField, password: reading.showsPasswordField };
  const missing = page.fields?.find((type) => !shown[type]);
  return missing ? { code: 'semantic', text: `shows no ${missing} field` } : undefined;
}
