// Finds pages that request the same address in a loop.
import type { Page } from '@playwright/test';
import { STORM } from '../../judging.ts';

export class RequestStorms {
  readonly #sent = new WeakMap<Page, Map<string, number[]>>();

  /** Whether this request of the page, at `now` (ms of one clock), is one too many of its kind. */
  isStorm(page: Page, request: string, now: number): boolean {
    const times = this.#sent.get(page) ?? new Map<string, number[]>();
    this.#sent.set(page, times);
    const recent = [...(times.get(request) ?? []).filter((at) => now - at < STORM.windowMs), now];
    times.set(request, recent);
    return recent.length > STORM.mostRequests;
  }
}
