// What no visitor should cause, whatever the check is about: watched in every browser context.
import type { BrowserContext, Page, Request, Response } from '@playwright/test';

export const GUARD_HEADLINE = 'The site did what no visit should cause:';

/** Screens and messages that R1 sends with HTTP 200 (mysetlist-app.md 3.4-3.9). */
export const ERROR_TEXTS: readonly string[] = [
  'Something went wrong',
  'Application Error',
  'Navigation temporarily unavailable',
  'Page not found',
  'Artist Not Found',
  'Show Not Found',
  'Unable to Load Artists',
  'Unable to Load Shows',
  'Unable to load trending',
  'Error loading trending content',
  'Error Loading Trending Data',
  'Failed to load trending',
  'Failed to sync artist data',
  'Failed to search artists',
];

/** Analytics and error reporting: a synthetic visit must not count as a visitor. */
const COUNTERS =
  /(^|\.)(google-analytics\.com|googletagmanager\.com|doubleclick\.net|sentry\.io|vercel-insights\.com|vercel-scripts\.com|posthog\.com|facebook\.net)$/;
const COUNTER_PATHS =
  /^\/(monitoring|_vercel\/(insights|speed-insights)|api\/analytics\/(vitals|metrics|events?))(\/|$)/;
/** Opening an artist or choosing a search result starts an import at Spotify and Ticketmaster (mysetlist-app.md 2.5). */
const IMPORTS = /^\/api\/artists\/(auto-import|sync|sync-shows)$/;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;
/** Refusals, which may be what a check is about; and our own rate, which is not the site's error. */
const EXPECTED = new Set([401, 403, 429]);

/** Answers counters and imports in the site's place. From a site on loopback nothing leaves the machine. */
export async function intercept(context: BrowserContext, target: URL): Promise<void> {
  const isOwn = (url: URL): boolean => url.origin === target.origin;
  await context.route(
    (url) =>
      COUNTERS.test(url.hostname) ||
      (isOwn(url) && (COUNTER_PATHS.test(url.pathname) || IMPORTS.test(url.pathname))) ||
      (LOOPBACK.test(target.hostname) && /^https?:$/.test(url.protocol) && !LOOPBACK.test(url.hostname)),
    (route) => {
      const { pathname } = new URL(route.request().url());
      return IMPORTS.test(pathname)
        ? route.fulfill({ status: 200, json: { success: true, imported: 0 } })
        : route.fulfill({ status: 204, body: '' });
    },
  );
}

/** Collects findings, one line each, in the order in which they happened. */
export class Guards {
  readonly #findings = new Set<string>();
  readonly #origin: string;

  constructor(context: BrowserContext, target: URL) {
    this.#origin = target.origin;
    context.on('weberror', (e) => this.#findings.add(`page error: ${firstLine(e.error().message)}`));
    context.on('console', (message) => {
      // The request guard tells these with method and status.
      if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
      if (!this.#isOwn(message.location().url)) return;
      this.#findings.add(`console error: ${firstLine(message.text())}`);
    });
    context.on('requestfailed', (request) => this.#failed(request));
    context.on('response', (response) => this.#answered(response));
  }

  /** Everything so far, and the error texts that the open pages show now. */
  async findings(pages: readonly Page[]): Promise<string[]> {
    for (const page of pages) {
      const text = await page
        .locator('body')
        .innerText({ timeout: 1_000 })
        .catch(() => '');
      for (const error of ERROR_TEXTS) if (text.includes(error)) this.#findings.add(`error text on the page: ${error}`);
    }
    return [...this.#findings];
  }

  #isOwn(url: string): boolean {
    return url === '' || url.startsWith('about:') || (URL.canParse(url) && new URL(url).origin === this.#origin);
  }

  #failed(request: Request): void {
    const reason = request.failure()?.errorText ?? 'failed';
    // Leaving a page aborts what is still on its way.
    if (reason !== 'net::ERR_ABORTED' && this.#isOwn(request.url()))
      this.#findings.add(`request failed: ${line(request)} ${reason}`);
  }

  #answered(response: Response): void {
    const request = response.request();
    const status = response.status();
    if (!this.#isOwn(response.url())) return;
    // A page that is refused shows nothing of the site, whatever the check then finds on it.
    if (status >= 400 && (request.isNavigationRequest() || !EXPECTED.has(status)))
      this.#findings.add(`request failed: ${line(request)} HTTP ${String(status)}`);
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);
const line = (request: Request): string => `${request.method()} ${new URL(request.url()).pathname}`;
