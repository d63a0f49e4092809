import type { Locator, Page } from '@playwright/test';

/** Parts of every page: header, drawer, account menu, toasts. */
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
  /** The header's search box, found by its type: other checks test its name. */
  get headerSearch(): Locator {
    return this.#page.getByRole('banner').getByRole('searchbox');
  }
  /** The message of the main part. R1 also has a second, empty alert. */
  get alert(): Locator {
    return this.main.getByRole('alert').filter({ hasText: /\S/ });
  }
  get headerAlert(): Locator {
    return this.#page.getByRole('banner').getByRole('alert');
  }
  get clearSearch(): Locator {
    return this.#page.getByRole('button', { name: 'Clear search' });
  }
  get phoneDialog(): Locator {
    return this.#page.getByRole('dialog', { name: 'Search' });
  }
  headerResult(name: string): Locator {
    return this.#page.getByRole('banner').getByRole('link', { name });
  }
  /** Opens the search on narrow screens. */
  get searchButton(): Locator {
    return this.#page.getByRole('button', { name: 'Search...', exact: true });
  }
  get phoneSearch(): Locator {
    return this.phoneDialog.locator('input');
  }
  get skipLink(): Locator {
    return this.#page.getByRole('link', { name: 'Skip to main content' });
  }
  get footer(): Locator {
    return this.#page.getByRole('contentinfo');
  }
  get banner(): Locator {
    return this.#page.getByRole('banner');
  }
  get drawer(): Locator {
    return this.#page.getByRole('navigation', { name: 'Mobile navigation' });
  }
  get themeToggle(): Locator {
    return this.#page.getByRole('button', { name: 'Toggle theme' });
  }
  theme(name: 'Light' | 'Dark' | 'System'): Locator {
    return this.#page.getByRole('menuitem', { name, exact: true });
  }
  /** One line per button or link without an accessible name. */
  async namelessParts(): Promise<string[]> {
    const name = /^\s*$/;
    const nameless = this.#page.getByRole('button', { name }).or(this.#page.getByRole('link', { name }));
    const markup = await nameless.evaluateAll((parts) => parts.map((part) => part.outerHTML.slice(0, 80)));
    return [...new Set(markup)].map((part) => `${part} has no name`);
  }
  get menuToggle(): Locator {
    return this.#page.getByRole('button', { name: 'Toggle menu', exact: true });
  }
  phoneResult(name: string): Locator {
    return this.phoneDialog.getByRole('link', { name });
  }
  /** Its name ends with a description: "Home Discover trending shows". */
  drawerLink(name: string): Locator {
    return this.drawer.getByRole('link', { name: new RegExp(`^${name}\\b`) });
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
  /** Places for toasts. */
  get toasters(): Locator {
    return this.#page.getByRole('region', { name: /^Notifications/ });
  }
  /** R1 mounts two toasters, and every toast appears twice. */
  toast(text: string | RegExp): Locator {
    return this.#page.getByText(text).first();
  }

  async openAccountMenu(email: string): Promise<void> {
    await (this.#isPhone ? this.menuToggle : this.accountButton(email)).click();
  }

  /** Paths of the links to this site's own pages, each once. */
  async internalPaths(): Promise<string[]> {
    const paths = await this.#page.locator('a[href]').evaluateAll((links) =>
      links
        .map((link) => new URL((link as HTMLAnchorElement).href))
        .filter((url) => url.origin === location.origin)
        .map((url) => url.pathname + url.search),
    );
    return [...new Set(paths)];
  }

  /** Every picture, including lazy ones below the fold. */
  images(): Promise<{ src: string; loads: boolean }[]> {
    return this.#page.locator('img').evaluateAll((images) =>
      Promise.all(
        (images as HTMLImageElement[]).map(async (image) => {
          image.loading = 'eager';
          const loads = await image.decode().then(
            () => image.naturalWidth > 0,
            () => false,
          );
          return { src: image.currentSrc || image.src, loads };
        }),
      ),
    );
  }

  /** Scales text by `factor`, like a browser's own setting. */
  async zoomText(factor: number): Promise<void> {
    await this.#page.evaluate(
      (size) => {
        document.documentElement.style.fontSize = size;
      },
      `${String(factor * 100)}%`,
    );
  }

  /** Font size of the main part, in CSS pixels. */
  textHeight(): Promise<number> {
    return this.main.first().evaluate((main) => Number.parseFloat(getComputedStyle(main).fontSize));
  }

  /** Brightness of the background: 0 is black, 255 is white. Painted on a canvas, because a colour can be in any colour space. */
  groundBrightness(): Promise<number> {
    return this.#page.evaluate(() => {
      const canvas = document.createElement('canvas');
      const paint = canvas.getContext('2d', { willReadFrequently: true });
      if (paint === null) throw new Error('this browser has no canvas');
      // Behind a transparent background is the browser's own: white or black, by the page's colour scheme.
      paint.fillStyle = 'Canvas';
      for (const element of [undefined, document.documentElement, document.body]) {
        if (element !== undefined) paint.fillStyle = getComputedStyle(element).backgroundColor;
        paint.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0] = paint.getImageData(0, 0, 1, 1).data;
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
  }

  /** How much wider than the window the page is, in CSS pixels; 0 or less if nothing scrolls sideways. */
  sidewaysPixels(): Promise<number> {
    return this.#page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  }
}
