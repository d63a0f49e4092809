import type { Locator, Page } from '@playwright/test';

/** A page has about half as many links and buttons before its main part ends. */
const MOST_STOPS = 80;

/** Presses Tab until `to` has the focus. Throws if it does not get it within MOST_STOPS stops. */
export async function tabTo(page: Page, to: Locator): Promise<void> {
  for (let left = MOST_STOPS; left > 0; left--) {
    if (await to.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab did not reach ${String(to)} within ${String(MOST_STOPS)} stops`);
}
