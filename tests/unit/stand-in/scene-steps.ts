// Steps of a visit, and what is read after them, for the scenes of faults of single steps.
import type { Locator, Page } from '@playwright/test';
import { open, type Scene } from './visiting-the-stand-in.ts';

export const PHONE = 390;
export const ARTIST = '/artists/silver-harbor';

/** Opens `path`, does the steps, and reads something. */
export const after =
  (path: string, ...[read, ...steps]: ((page: Page) => unknown)[]): Scene['see'] =>
  async (visit) => {
    await open(visit, path);
    for (const step of steps.toReversed()) await step(visit.page);
    return read?.(visit.page);
  };
export const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
export const says = (text: string) => (page: Page) => page.getByText(text).count();
export const focus = (page: Page): Promise<string> =>
  page.evaluate(
    () => `${document.activeElement?.tagName} ${document.activeElement?.id} ${document.activeElement?.className}`,
  );
export const address = (page: Page): string => new URL(page.url()).pathname;
export const press = (key: string) => (page: Page) => page.keyboard.press(key);
/** What a click on a link leads to. */
export const follow = (link: (page: Page) => Locator) => async (page: Page) => {
  const gone = page.waitForURL((url) => url.pathname !== address(page), { timeout: 1_500 }).catch(() => undefined);
  await link(page).click();
  await gone;
};
