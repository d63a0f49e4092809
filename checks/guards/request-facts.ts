// Facts about a request for the guards: its line, and the tab and page that sent it.
import type { Page, Request } from '@playwright/test';
import type { RequestAgain } from './guard-checks.ts';

/** Chrome's error for a frame that X-Frame-Options or frame-ancestors forbids. */
export const BLOCKED = 'net::ERR_BLOCKED_BY_RESPONSE';
export const isEmbedded = (request: Request): boolean => {
  try {
    return request.isNavigationRequest() && request.frame().parentFrame() !== null;
  } catch {
    return false;
  }
};

/** Refusals, which a check can cause on purpose, and our own rate limit, which is not an error of the site. */
export const isRefusal = (status: number): boolean => [401, 403, 429].includes(status);

/** Headers with which Next.js asks for a part of a page: without them the same address answers with the whole page. */
const NEXT_HEADER = /^(rsc|next-.*)$/;

/**
 * What to send again after a failure that can be chance: a GET that the server answered with 5xx, or whose connection broke. What only the browser
 * refuses, another client cannot ask again.
 */
export function requestToAskAgain(request: Request, failure: number | string): RequestAgain | undefined {
  const isServers =
    typeof failure === 'number' ? failure >= 500 : /^net::ERR_(CONNECTION|EMPTY|TIMED|SOCKET)/.test(failure);
  if (!isServers || request.method() !== 'GET') return undefined;
  const headers = Object.entries(request.headers()).filter(([name]) => NEXT_HEADER.test(name));
  return { url: request.url(), headers: Object.fromEntries(headers) };
}

export const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);
export const line = (request: Request): string => `${request.method()} ${new URL(request.url()).pathname}`;

/** The tab of a request; a service worker's request and one of a closed tab have none. */
export function tabOf(request: Request): Page | undefined {
  try {
    return request.frame().page();
  } catch {
    return undefined;
  }
}
/** The address of the requesting page. A navigation is reported at its own address. */
export const pageOf = (request: Request): string | undefined =>
  request.isNavigationRequest() ? request.url() : tabOf(request)?.url();
