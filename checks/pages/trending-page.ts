import type { Locator, Page } from '@playwright/test';

export type TrendingTab = 'All Trending' | 'Artists' | 'Shows' | 'Venues';

export class TrendingPage {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  get heading(): Locator {
    return this.#page.getByRole('heading', { level: 1, name: 'Trending', exact: true });
  }
  tab(name: TrendingTab): Locator {
    return this.#page.getByRole('tab', { name, exact: true });
  }
  /** Links of the panel that is open, to pages of one kind. */
  links(kind: 'artists' | 'shows' | 'venues'): Locator {
    return this.#page.getByRole('tabpanel').locator(`a[href^="/${kind}/"]`);
  }

  /** The card has no heading; its badge says which span it is about. */
  liveLinks(span: 'Last Hour' | 'Last 6 Hours' | 'Last 24 Hours'): Locator {
    return this.#page.getByRole('region', { name: `Live Trending, ${span}` }).getByRole('link');
  }

  async open(): Promise<void> {
    await this.#page.goto('/trending');
  }
}
