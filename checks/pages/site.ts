import type { Locator, Page } from '@playwright/test';

/** What stands on every page: header, drawer, account menu, toasts. */
export class Site {
  readonly #page: Page;
  readonly #isPhone: boolean;
  /** On a phone the account's menu is in the drawer. */
  constructor(page: Page, isPhone: boolean) {
    this.#page = page;
    this.#isPhone = isPhone;
  }

  get main(): Locator {
    return this.#page.getByRole('main');
  }
  get navigation(): Locator {
    return this.#page.getByRole('navigation', { name: 'Main' });
  }
  get signInLinks(): Locator {
    return this.#page.getByRole('banner').getByRole('link', { name: 'Sign in', exact: true });
  }
  /** The header's search box; by placeholder, because R1 has no label for it. */
  get headerSearch(): Locator {
    return this.#page.getByRole('searchbox', { name: 'Search artists...' });
  }
  headerResult(name: string): Locator {
    return this.#page.getByRole('banner').getByRole('link', { name });
  }
  /** Opens the search on narrow screens. */
  get searchButton(): Locator {
    return this.#page.getByRole('button', { name: 'Search...', exact: true });
  }
  get phoneSearch(): Locator {
    return this.#page.getByPlaceholder('Search artists, shows, venues...');
  }
  get menuToggle(): Locator {
    return this.#page.getByRole('button', { name: 'Toggle menu', exact: true });
  }
  phoneResult(name: string): Locator {
    return this.#page.getByRole('dialog', { name: 'Search' }).getByRole('link', { name });
  }
  /** Its name goes on with a description: "Home Discover trending shows". */
  drawerLink(name: string): Locator {
    return this.#page
      .getByRole('navigation', { name: 'Mobile navigation' })
      .getByRole('link', { name: new RegExp(`^${name}\\b`) });
  }
  /** Its name is the account's initials: first letters of the dot-separated parts before the "@", at most two. */
  accountButton(email: string): Locator {
    const parts = (email.split('@')[0] ?? '').split('.');
    const initials = parts.map((part) => part.charAt(0).toUpperCase()).join('');
    return this.#page.getByRole('button', { name: initials.slice(0, 2), exact: true });
  }
  get signOut(): Locator {
    const name = 'Sign out';
    return this.#page.getByRole('menuitem', { name }).or(this.#page.getByRole('button', { name, exact: true }));
  }
  /** R1 mounts two toasters, and every toast appears twice. */
  toast(text: string): Locator {
    return this.#page.getByText(text).first();
  }

  async openAccountMenu(email: string): Promise<void> {
    await (this.#isPhone ? this.menuToggle : this.accountButton(email)).click();
  }

  /** How much wider than the window the page is, in CSS pixels; 0 or less where nothing scrolls sideways. */
  sidewaysPixels(): Promise<number> {
    return this.#page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }
}
