// Adds the bypass headers of an access control to a browser's requests: to the site's own origin only, also after a redirect.
// One DevTools session of the whole browser pauses every request: pages, popups, frames, workers, each hop of a redirect by itself.
// The handshake of a web socket is no such request: Chrome does not allow extra headers there, and the site's own sockets connect to Supabase.
// Nor is Lighthouse's reading of robots.txt, a DevTools command without headers: its row then does not apply, and counts for nothing.
// (Playwright's `route.continue({ headers })` would carry them along a redirect to another origin.)
import type { CDPSession as PlaywrightSession } from '@playwright/test';
import type { CDPSession as PuppeteerSession } from 'puppeteer-core';

/** A DevTools session of the browser itself, not of a page. */
type BrowserSession = PlaywrightSession | PuppeteerSession;
/** The common interface of both; their own types name each method of the protocol. */
type Plain = {
  send: (method: string, params: object) => Promise<unknown>;
  on: (event: string, listener: (event: Paused) => void) => unknown;
};
type Paused = { requestId: string; request: { url: string; headers: Record<string, string> } };

/** Adds `headers` to every request of the browser to the origin of `target`, from the time it resolves until the browser ends. */
export async function addFirstPartyHeaders(
  session: BrowserSession,
  target: URL,
  headers: Readonly<Record<string, string>>,
): Promise<void> {
  const plain = session as unknown as Plain;
  plain.on('Fetch.requestPaused', ({ requestId, request }) => {
    // A request that its page has aborted is no longer known.
    plain
      .send('Fetch.continueRequest', { requestId, headers: headersFor(request, target, headers) })
      .catch(() => undefined);
  });
  // Every address, because headers can be removed only from a paused request.
  await plain.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] });
}

/** The headers of one request, in the form of the protocol. Pure. */
export function headersFor(
  request: Paused['request'],
  target: URL,
  firstParty: Readonly<Record<string, string>>,
): { name: string; value: string }[] {
  const isOwn = URL.parse(request.url)?.origin === target.origin;
  const own = Object.entries(request.headers).filter(([name]) => !Object.hasOwn(firstParty, name.toLowerCase()));
  return [...own, ...(isOwn ? Object.entries(firstParty) : [])].map(([name, value]) => ({ name, value }));
}
