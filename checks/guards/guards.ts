// Watches every browser context for what no visit should cause. What it sees belongs to the guards' own checks (guard-checks.ts), not to the journey
// that happened to be under way.
import type { BrowserContext, ConsoleMessage, Page, Request, Response } from '@playwright/test';
import { isLoopback } from '../../common/loopback.ts';
import { STORM } from '../../judging.ts';
import { softFailure } from '../api/soft-failure.ts';
import { within } from '../browser/within.ts';
import type { GuardFinding, GuardId } from './guard-checks.ts';

/** Screens and messages that R1 sends with HTTP 200 (mysetlist-app.md 3.4-3.9). */
const ERROR_TEXTS: readonly string[] = [
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

/** Refusals, which may be what a check is about; and our own rate, which is not the site's error. */
const EXPECTED = new Set([401, 403, 429]);
/** An answer's body is waited for no longer than this, ms: a page that has moved on takes its answers with it. */
const BODY_DEADLINE_MS = 1_000;

/** Collects findings, each once a page, in the order in which they happened. */
export class Guards {
  readonly #findings = new Map<string, GuardFinding>();
  readonly #provoked: RegExp[] = [];
  readonly #reading: Promise<void>[] = [];
  readonly #target: URL;
  readonly #asked = new WeakMap<Page, Map<string, number[]>>();
  /** Every request of the site's own that failed or was refused, also those that no guard minds. */
  readonly failedRequests: string[] = [];

  constructor(target: URL) {
    this.#target = target;
  }

  watch(context: BrowserContext): void {
    context.on('weberror', (e) =>
      this.#add('guard.page-errors', `page error: ${firstLine(e.error().message)}`, e.page()?.url()),
    );
    context.on('console', (message) => this.#said(message));
    context.on('request', (request) => this.#sent(request));
    context.on('requestfailed', (request) => this.#failed(request));
    context.on('response', (response) => this.#answered(response));
  }

  /** What the check itself brings about is no finding: an outage that it plays, a visit of an address that is not there. */
  provoke(finding: RegExp): void {
    this.#provoked.push(finding);
  }

  /** A page that did not react to its visitor. */
  neverReacts(path: string): void {
    this.#add('guard.reactions', `the page does not react: ${path}`, path);
  }

  /** A session that the site ended while a check was using it. */
  sessionEnded(): void {
    this.#add('guard.sessions', 'the site ended a session early', undefined);
  }

  /** Failed requests that the check did not bring about, and those that it did: answers that it played in the site's place. */
  requests(): { failed: string[]; played: string[] } {
    const isPlayed = (line: string): boolean => this.#provoked.some((p) => p.test(`request failed: ${line}`));
    return {
      failed: this.failedRequests.filter((line) => !isPlayed(line)),
      played: [...new Set(this.failedRequests.filter(isPlayed))],
    };
  }

  /** Everything so far, and the error texts that the open pages show now. */
  async findings(shown: readonly { page: string; text: string }[]): Promise<GuardFinding[]> {
    await Promise.all(this.#reading);
    for (const { page, text } of shown)
      for (const error of ERROR_TEXTS)
        if (text.includes(error)) this.#add('guard.error-texts', `error text on the page: ${error}`, page);
    return [...this.#findings.values()].filter(({ text }) => !this.#provoked.some((p) => p.test(text)));
  }

  #add(guard: GuardId, text: string, url: string | undefined): void {
    const page = url === undefined ? '' : (URL.parse(url, this.#target)?.pathname ?? '');
    const key = `${guard} ${text} ${page}`;
    if (!this.#findings.has(key)) this.#findings.set(key, { guard, text, page });
  }

  #isOwn(url: string): boolean {
    return url === '' || url.startsWith('about:') || URL.parse(url)?.origin === this.#target.origin;
  }

  #said(message: ConsoleMessage): void {
    const text = message.text();
    const url = message.page()?.url();
    if (/Content Security Policy/.test(text))
      this.#add('guard.policy-violations', `CSP violation: ${firstLine(text)}`, url);
    // The guard of failed requests reports these with method and status.
    else if (
      message.type() === 'error' &&
      !text.startsWith('Failed to load resource') &&
      this.#isOwn(message.location().url)
    )
      this.#add('guard.console-errors', `console error: ${firstLine(text)}`, url);
  }

  #sent(request: Request): void {
    const url = new URL(request.url());
    // On a site that is served over plain http its own addresses are not mixed content.
    if (url.protocol === 'http:' && !isLoopback(url) && url.origin !== this.#target.origin)
      this.#add('guard.mixed-content', `mixed content: ${line(request)} of ${url.host} without TLS`, pageOf(request));
    if (this.#isOwn(request.url()) && !request.isNavigationRequest()) this.#count(request);
  }

  /** The same address asked for again and again by one page, without anything that a visitor did. */
  #count(request: Request): void {
    const page = tabOf(request);
    if (page === undefined) return;
    const times = this.#asked.get(page) ?? new Map<string, number[]>();
    this.#asked.set(page, times);
    const key = `${request.method()} ${request.url()}`;
    const now = performance.now();
    const recent = [...(times.get(key) ?? []).filter((at) => now - at < STORM.windowMs), now];
    times.set(key, recent);
    if (recent.length > STORM.mostRequests)
      this.#add('guard.request-storms', `asked for again and again: ${line(request)}`, pageOf(request));
  }

  #failed(request: Request): void {
    const reason = request.failure()?.errorText ?? 'failed';
    if (!this.#isOwn(request.url())) return;
    this.failedRequests.push(`${line(request)} ${reason}`);
    // Leaving a page aborts what is still on its way; what a policy blocks has a guard of its own.
    if (reason !== 'net::ERR_ABORTED' && reason !== 'csp')
      this.#add('guard.failed-requests', `request failed: ${line(request)} ${reason}`, pageOf(request));
  }

  #answered(response: Response): void {
    const request = response.request();
    const status = response.status();
    if (!this.#isOwn(response.url())) return;
    if (status >= 400) this.failedRequests.push(`${line(request)} HTTP ${String(status)}`);
    // A refused page shows nothing of the site.
    if (status >= 400 && (request.isNavigationRequest() || !EXPECTED.has(status)))
      this.#add('guard.failed-requests', `request failed: ${line(request)} HTTP ${String(status)}`, pageOf(request));
    if (status === 200 && response.headers()['content-type']?.startsWith('application/json'))
      this.#reading.push(this.#read(request, response));
  }

  async #read(request: Request, response: Response): Promise<void> {
    const body: unknown = await within(BODY_DEADLINE_MS, response.json());
    const soft = softFailure(body);
    if (soft !== undefined)
      this.#add('guard.soft-failures', `soft failure: ${line(request)} answered 200 with ${soft}`, pageOf(request));
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 300);
const line = (request: Request): string => `${request.method()} ${new URL(request.url()).pathname}`;

/** The tab of a request; a service worker's request and one whose tab is gone have none. */
function tabOf(request: Request): Page | undefined {
  try {
    return request.frame().page();
  } catch {
    return undefined;
  }
}
/** The address of the page that asked. A navigation is reported at its own address. */
const pageOf = (request: Request): string | undefined =>
  request.isNavigationRequest() ? request.url() : tabOf(request)?.url();
