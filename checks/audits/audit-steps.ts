// Steps of an audit: a retry after a crash, and a browser page for one step.
import type { BrowserContext } from 'puppeteer-core';
import { AuditTrouble, troubleOf } from './audit-errors.ts';
import { watchInterruptions } from './audit-interruptions.ts';
import type { Chrome } from './chrome.ts';

/** Retries once if the page's process crashed: the machine may have run out of memory. A second crash is a failure of the page. */
export async function secondChance(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (troubleOf(error).code !== 'page-error') throw error;
    await work().catch((again: unknown) => {
      const trouble = troubleOf(again);
      throw trouble.code === 'page-error' ? new AuditTrouble(trouble.code, `${trouble.message}, twice`) : trouble;
    });
  }
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
      const mustNotInterrupt = await watchInterruptions(page);
      try {
        const done = await step(page);
        mustNotInterrupt();
        return done;
      } catch (error) {
        // The step may have failed because the page interrupted it.
        mustNotInterrupt();
        throw error;
      } finally {
        // A crashed page cannot be closed normally. Its context is closed soon.
        void page.close().catch(() => {});
      }
    },
    context.browser(),
  );
}
