// What no visitor should cause, whatever the check is about: watched in every browser context.
import { isLoopback } from '../../common/loopback.ts';
import type { BrowserContext, ConsoleMessage, Request, Response } from '@playwright/test';
import { within } from '../browser/within.ts';

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
/** Refusals, which may be what a check is about; and our own rate, which is not the site's error. */
const EXPECTED = new Set([401, 403, 429]);

/** Answers counters and imports in the site's place. From a site on loopback nothing leaves the machine. */
export async function intercept(context: BrowserContext, target: URL): Promise<void> {
  const isOwn = (url: URL): boolean => url.origin === target.origin;
  await context.route(
    (url) =>
      COUNTERS.test(url.hostname) ||
      (isOwn(url) && (COUNTER_PATHS.test(url.pathname) || IMPORTS.test(url.pathname))) ||
      (isLoopback(target) && /^https?:$/.test(url.protocol) && !isLoopback(url)),
    (route) => {
      const { pathname } = new URL(route.request().url());
      return IMPORTS.test(pathname)
        ? route.fulfill({ status: 200, json: importAnswer(route.request().postData()) })
        : route.fulfill({ status: 204, body: '' });
    },
  );
}

/** What the real import answers: the page goes on to the slug that is in it. */
export function importAnswer(posted: string | null): object {
  const asked: unknown = posted === null ? {} : JSON.parse(posted);
  const { artistName, slug: known } = asked as { artistName?: unknown; slug?: unknown };
  const name = typeof artistName === 'string' ? artistName : '';
  const slug =
    typeof known === 'string'
      ? known
      : name
          .normalize('NFD')
          .replace(/\p{M}/gu, '')
          .toLowerCase()
          .replace(/[^a-z0-9]+/g, '-')
          .replace(/(^-|-$)/g, '');
  return { success: true, slug, artist: { name, slug } };
}

/** Collects findings, one line each, in the order in which they happened. */
export class Guards {
  readonly #findings = new Set<string>();
  readonly #provoked: RegExp[] = [];
  readonly #reading: Promise<void>[] = [];
  readonly #target: URL;
  /** Every request of the site's own that failed or was refused, also those that no guard minds. */
  readonly failedRequests: string[] = [];

  constructor(target: URL) {
    this.#target = target;
  }

  watch(context: BrowserContext): void {
    context.on('weberror', (e) => this.#findings.add(`page error: ${firstLine(e.error().message)}`));
    context.on('console', (message) => this.#said(message));
    context.on('request', (request) => this.#asked(request));
    context.on('requestfailed', (request) => this.#failed(request));
    context.on('response', (response) => this.#answered(response));
  }

  /** What the check itself brings about is no finding: an outage that it plays, a visit of an address that is not there. */
  provoke(finding: RegExp): void {
    this.#provoked.push(finding);
  }

  /** Everything so far, and the error texts of `texts`, which the open pages show now. */
  async findings(texts: readonly string[]): Promise<string[]> {
    await Promise.all(this.#reading);
    for (const error of ERROR_TEXTS)
      if (texts.some((text) => text.includes(error))) this.#findings.add(`error text on the page: ${error}`);
    return [...this.#findings].filter((finding) => !this.#provoked.some((p) => p.test(finding)));
  }

  #isOwn(url: string): boolean {
    return url === '' || url.startsWith('about:') || (URL.canParse(url) && new URL(url).origin === this.#target.origin);
  }

  #said(message: ConsoleMessage): void {
    const text = message.text();
    if (/Content Security Policy/.test(text)) this.#findings.add(`CSP violation: ${firstLine(text)}`);
    // The request guard tells failed requests with method and status.
    else if (
      message.type() === 'error' &&
      !text.startsWith('Failed to load resource') &&
      this.#isOwn(message.location().url)
    )
      this.#findings.add(`console error: ${firstLine(text)}`);
  }

  /** On a site that is served over plain http its own addresses are no mixture. */
  #asked(request: Request): void {
    const url = new URL(request.url());
    if (url.protocol === 'http:' && !isLoopback(url) && url.origin !== this.#target.origin)
      this.#findings.add(`mixed content: ${line(request)} of ${url.host} without TLS`);
  }

  #failed(request: Request): void {
    const reason = request.failure()?.errorText ?? 'failed';
    if (!this.#isOwn(request.url())) return;
    this.failedRequests.push(`${line(request)} ${reason}`);
    // Leaving a page aborts what is still on its way; what a policy blocks is told by its own guard.
    if (reason !== 'net::ERR_ABORTED' && reason !== 'csp')
      this.#findings.add(`request failed: ${line(request)} ${reason}`);
  }

  #answered(response: Response): void {
    const request = response.request();
    const status = response.status();
    if (!this.#isOwn(response.url())) return;
    if (status >= 400) this.failedRequests.push(`${line(request)} HTTP ${String(status)}`);
    // A page that is refused shows nothing of the site, whatever the check then finds on it.
    if (status >= 400 && (request.isNavigationRequest() || !EXPECTED.has(status)))
      this.#findings.add(`request failed: ${line(request)} HTTP ${String(status)}`);
    if (status === 200 && response.headers()['content-type']?.startsWith('application/json'))
      this.#reading.push(this.#read(request, response));
  }

  async #read(request: Request, response: Response): Promise<void> {
    // A page that has moved on takes its answers with it.
    const body: unknown = await within(PATIENCE_MS, response.json());
    const soft = softFailure(body);
    if (soft !== undefined) this.#findings.add(`soft failure: ${line(request)} answered 200 with ${soft}`);
  }
}

const PATIENCE_MS = 1_000;

/** What a 200 of R1 tells of a failure behind it (mysetlist-app.md 2.4, 2.5, 6.6). */
export function softFailure(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const fields = new Map(Object.entries(body));
  if (fields.get('fallback') === true) return 'fallback: true';
  if (fields.has('error')) return `an error: ${firstLine(String(fields.get('error')))}`;
  const rows = [body, ...[...fields.values()].filter(Array.isArray).flat()] as (Record<string, unknown> | null)[];
  return rows.some((row) => row?.['source'] === 'mock') ? 'invented data (source: mock)' : undefined;
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);
const line = (request: Request): string => `${request.method()} ${new URL(request.url()).pathname}`;
