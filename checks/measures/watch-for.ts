// Looks at a page for a while. Timed by the page's own clock, from the call on: a slow page would have used the time up while it loaded.
import { expect, type Page } from '@playwright/test';

/** Returns when `ms` have passed in the page. Its patience is its own: the usual one for an expectation may be shorter than the watch. */
export async function watchFor(page: Page, ms: number): Promise<void> {
  const from = await page.evaluate(() => performance.now());
  await expect
    .poll(() => page.evaluate((start) => performance.now() - start, from), {
      message: 'time watched, ms',
      timeout: 3 * ms,
    })
    .toBeGreaterThan(ms);
}
