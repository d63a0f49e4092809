// What a message of a page's console says of the site: which guard reports it, and whether a failed request is behind it.
import type { ConsoleMessage } from '@playwright/test';
import type { GuardId, RequestAgain } from './guard-checks.ts';
import { firstLine } from './request-facts.ts';

/**
 * Chrome refuses a style sheet or script of another type, which an error page is. It then reports the request as aborted, as if the visitor had
 * left the page, and never its status: the console's message is all there is.
 */
export function refusedByType(text: string): RequestAgain | undefined {
  const [, what, url] =
    /^Refused to (apply style|execute script) from '([^']+)' because its MIME type/.exec(text) ?? [];
  return url === undefined ? undefined : { url, headers: {}, type: what === 'apply style' ? 'css' : 'javascript' };
}

export type ConsoleFinding = { guard: GuardId; text: string; again?: RequestAgain | undefined };

/** `isOwn`: the site's own address, or none. */
export function consoleFinding(message: ConsoleMessage, isOwn: (url: string) => boolean): ConsoleFinding | undefined {
  const text = message.text();
  if (/Content Security Policy|X-Frame-Options/.test(text))
    return { guard: 'guard.policy-violations', text: `violation: ${firstLine(text)}` };
  // The guard of failed requests reports these with method and status.
  const isRequest = text.startsWith('Failed to load resource');
  if (message.type() !== 'error' || isRequest || !isOwn(message.location().url)) return undefined;
  return { guard: 'guard.console-errors', text: `console error: ${firstLine(text)}`, again: refusedByType(text) };
}
