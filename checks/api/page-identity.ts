// The pages that must be there, and how each is known to be itself: status says little on a site with soft 404s.
import type { Failure } from '../../reports/result.ts';
import type { Answer, NoAnswer } from './probe-client.ts';
import { NOINDEX, REFRESH, unexpected } from './judge-answer.ts';

export type Page = { path: string; /** Texts the page must show. */ shows: readonly RegExp[] };
export const HOME: Page = { path: '/', shows: [/<h1[^>]*>[^]*?Crowd-Curated Setlists[^]*?<\/h1>/] };
export const SIGN_IN: Page = {
  path: '/auth/sign-in',
  shows: [/Sign in to your account/, /<input[^>]+type="email"/, /<input[^>]+type="password"/],
};
export const PROBED_PAGES: readonly Page[] = [
  HOME,
  { path: '/trending', shows: [/<h1[^>]*>[^]*?Trending[^]*?<\/h1>/] },
  { path: '/artists', shows: [/<h1[^>]*>[^]*?Discover Artists[^]*?<\/h1>/] },
  SIGN_IN,
];

/** Error screens that arrive with status 200 (mysetlist-app.md 3.9). */
const ERROR_TEXT = /Application Error|Something went wrong|Page not found|Navigation temporarily unavailable/;

export function judgePage(page: Page, answer: Answer | NoAnswer): Failure[] {
  const fail = (code: Failure['code'], text: string): Failure[] => [{ code, message: `GET ${page.path}: ${text}` }];
  if (answer.error) return fail(answer.error.code, answer.error.message);
  if (answer.status !== 200) {
    const { code, text } = unexpected(answer);
    return fail(code, `${text}, expected 200`);
  }
  const type = answer.headers['content-type'] ?? 'none';
  if (!/^text\/html\b/i.test(type)) return fail('content-type', `content type is ${type}, expected text/html`);
  if (REFRESH.test(answer.body)) return fail('soft-redirect', 'a refresh tag instead of the page');
  if (NOINDEX.test(answer.body)) return fail('soft-404', 'the not-found screen with status 200');
  const visible = answer.body.replace(/<script[^]*?<\/script>/gi, '');
  const error = ERROR_TEXT.exec(visible);
  if (error) return fail('semantic', `shows "${error[0]}"`);
  const missing = page.shows.find((pattern) => !pattern.test(visible));
  return missing ? fail('semantic', `does not show ${missing.source}`) : [];
}
