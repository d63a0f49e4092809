// Steps of an audit that stand for themselves: finding the page, and a page of the browser for one step.
import type { BrowserContext } from 'puppeteer-core';
import { AuditTrouble, troubleOf } from './audit-errors.ts';
import type { AuditPage, Found } from './audited-pages.ts';
import type { Chrome } from './chrome.ts';

/** @throws AuditTrouble where the site has no such page. */
export async function find(page: AuditPage, target: URL): Promise<Found> {
  if (typeof page.find === 'object') return page.find;
  return page.find(target).catch((error: unknown) => {
    throw new AuditTrouble('no-data', troubleOf(error).message);
  });
}

/** Runs `step` in a new page of the context, which is closed afterwards. */
export function inPage<T>(
  chrome: Chrome,
  context: BrowserContext,
  deadlineMs: number,
  what: string,
  step: (page: Awaited<ReturnType<BrowserContext['newPage']>>) => Promise<T>,
): Promise<T> {
  return chrome.within(
    deadlineMs,
    what,
    async () => {
      const page = await context.newPage();
      try {
        return await step(page);
      } finally {
        // A crashed page cannot be closed in an orderly way; its context is closed soon.
        void page.close().catch(() => {});
      }
    },
    context.browser(),
  );
}
