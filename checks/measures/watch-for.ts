// Watches a page for a time, measured by the page's own clock from the call on, so that loading a slow page does not use up the time.
import { expect, type Page } from '@playwright/test';

/** Returns when `ms` have passed in the page. It has its own timeout: the default timeout of an expectation can be shorter. */
export async function watchFor(page: Page, ms: number): Promise<void> {
  const from = await page.evaluate(() => performance.now());
  await expect
    .poll(() => page.evaluate((start) => performance.now() - start, from), {
      message: 'time watched, ms',
      timeout: 3 * ms,
    })
    .toBeGreaterThan(ms);
}
