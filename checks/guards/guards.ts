// Watches every browser context for errors that no visit should cause: findings of the guards' own checks (guard-checks.ts), not of a journey.
import type { BrowserContext, ConsoleMessage, Request, Response } from '@playwright/test';
import { isLoopback } from '../../common/loopback.ts';
import { consoleFinding } from './console-findings.ts';
import { softFailureOf } from './soft-answers.ts';
import { ERROR_SCREEN, ERROR_TEXTS, type ShownPage } from './error-texts.ts';
import { FindingList, withoutEchoes } from './finding-list.ts';
import type { GuardFinding, GuardId, RequestAgain } from './guard-checks.ts';
import { DIALOG, watchInterruptions } from './interruptions.ts';
import { BLOCKED, firstLine, isEmbedded, isRefusal, line, pageOf, requestToAskAgain, tabOf } from './request-facts.ts';
import { RequestStorms } from './request-storms.ts';

/** Collects findings in order, each once per page. */
export class Guards {
  readonly #findings = new FindingList();
  readonly #provoked: RegExp[] = [];
  readonly #reading: Promise<void>[] = [];
  readonly #target: URL;
  readonly #storms = new RequestStorms();
  /** Unusable pages, `guard.x: /path WHY`: the guard is red, and a check that failed on one of them is inconclusive. */
  readonly unusable = new Set<string>();
  /** Answers to requests of pages to the site, of any status. */
  answers = 0;
  /** Every request to the site that failed or was refused, even if no guard reports it. */
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
    watchInterruptions(context, (text, url) => {
      this.#add('guard.interruptions', `the page ${text}`, url);
      if (!text.startsWith(DIALOG)) this.unusable.add(`guard.interruptions: ${this.#pathOf(url)} ${text}`);
    });
  }

  /** Errors that the check itself causes are not findings: a simulated outage, a visit to a missing page. */
  provoke(finding: RegExp): void {
    if (finding.test(''))
      throw new Error(
        `guards.provoke(${String(finding)}) would excuse every finding: name the one that the check causes`,
      );
    this.#provoked.push(finding);
  }

  /** A page that did not react to its visitor. */
  neverReacts(path: string): void {
    this.unusable.add(`guard.reactions: ${path} did not react`);
    this.#add('guard.reactions', `the page does not react: ${path}`, path);
  }

  /** A session that the site ended while a check was using it. */
  sessionEnded(): void {
    this.#add('guard.sessions', 'the site ended a session early', undefined);
  }

  /** `failed`: the site failed them. `played`: the check answered them instead of the site. */
  requests(): { failed: string[]; played: string[] } {
    const isPlayed = (line: string): boolean => this.#provoked.some((p) => p.test(`request failed: ${line}`));
    return {
      failed: this.failedRequests.filter((line) => !isPlayed(line)),
      played: [...new Set(this.failedRequests.filter(isPlayed))],
    };
  }

  /** All findings so far, with the error texts that the open pages show now. */
  async findings(shown: readonly ShownPage[]): Promise<GuardFinding[]> {
    await Promise.all(this.#reading);
    for (const { page, text, heading = '', isTouched = true } of shown) {
      for (const error of ERROR_TEXTS)
        if (text.includes(error) && !this.#findings.hasFailedRequest(this.#pathOf(page)))
          this.#add('guard.error-texts', `error text on the page: ${error}`, page);
      if (!isTouched && ERROR_SCREEN.test(heading))
        this.unusable.add(`guard.error-texts: ${this.#pathOf(page)} shows "${heading}"`);
    }
    const all = this.#findings.all().filter(({ text }) => !this.#provoked.some((p) => p.test(text)));
    return withoutEchoes(all);
  }

  #pathOf(url: string | undefined): string {
    return url === undefined ? '' : (URL.parse(url, this.#target)?.pathname ?? '');
  }

  #add(guard: GuardId, text: string, url: string | undefined, again?: RequestAgain): void {
    this.#findings.add({ guard, text, page: this.#pathOf(url), ...(again && { again }) });
  }

  /** `failure`: the status, or Chrome's error. */
  #addFailed(request: Request, failure: number | string): void {
    const how = typeof failure === 'number' ? `HTTP ${String(failure)}` : failure;
    const text = `request failed: ${line(request)} ${how}`;
    this.#add('guard.failed-requests', text, pageOf(request), requestToAskAgain(request, failure));
  }

  #isOwn(url: string): boolean {
    return url === '' || url.startsWith('about:') || URL.parse(url)?.origin === this.#target.origin;
  }

  #said(message: ConsoleMessage): void {
    const found = consoleFinding(message, (url) => this.#isOwn(url));
    if (found) this.#add(found.guard, found.text, message.page()?.url(), found.again);
  }

  #sent(request: Request): void {
    const url = new URL(request.url());
    // A site served over plain http has no mixed content at its own addresses. Another page that is opened is no content of this one.
    const isPage = request.isNavigationRequest() && !isEmbedded(request);
    if (!isPage && url.protocol === 'http:' && !isLoopback(url) && url.origin !== this.#target.origin)
      this.#add('guard.mixed-content', `mixed content: ${line(request)} of ${url.host} without TLS`, pageOf(request));
    const page = tabOf(request);
    if (page === undefined || !this.#isOwn(request.url()) || request.isNavigationRequest()) return;
    if (this.#storms.isStorm(page, `${request.method()} ${request.url()}`, performance.now()))
      this.#add('guard.request-storms', `requested in a loop: ${line(request)}`, pageOf(request));
  }

  #failed(request: Request): void {
    const reason = request.failure()?.errorText ?? 'failed';
    if (isEmbedded(request) && reason === BLOCKED)
      this.#add(
        'guard.policy-violations',
        `embedded page blocked by its own headers: ${line(request)} of ${new URL(request.url()).host}`,
        tabOf(request)?.url(),
      );
    if (!this.#isOwn(request.url()) || reason === BLOCKED) return;
    this.failedRequests.push(`${line(request)} ${reason}`);
    // Leaving a page aborts its open requests. Requests that a policy blocks have a guard of their own.
    if (reason !== 'net::ERR_ABORTED' && reason !== 'csp') this.#addFailed(request, reason);
  }

  #answered(response: Response): void {
    const request = response.request();
    const status = response.status();
    if (!this.#isOwn(response.url())) return;
    this.answers += 1;
    if (status >= 400) this.failedRequests.push(`${line(request)} HTTP ${String(status)}`);
    if (status >= 500 && request.method() === 'GET' && request.isNavigationRequest() && !isEmbedded(request))
      this.unusable.add(`guard.failed-requests: ${this.#pathOf(request.url())} answered ${String(status)}`);
    // A refused page is an error of the visit, even if a refused API request is not.
    if (status >= 400 && (request.isNavigationRequest() || !isRefusal(status))) this.#addFailed(request, status);
    if (status === 200 && response.headers()['content-type']?.startsWith('application/json'))
      this.#reading.push(softFailureOf(response).then((soft) => this.#hid(soft, request)));
  }

  #hid(failure: string | undefined, request: Request): void {
    if (failure === undefined) return;
    this.#add('guard.soft-failures', `soft failure: ${line(request)} answered 200 with ${failure}`, pageOf(request));
  }
}
