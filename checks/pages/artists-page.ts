import type { Locator, Page } from '@playwright/test';

export class ArtistsPage {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  get heading(): Locator {
    return this.#page.getByRole('heading', { level: 1, name: 'Discover Artists' });
  }
  /** The first box of the main part, found by position: other checks test its name. */
  get search(): Locator {
    return this.#page.getByRole('main').locator('input').first();
  }
  /** Present for search results only. */
  get view(): Locator {
    return this.#page.getByRole('main').getByRole('button', { name: /^View\b/ });
  }
  noResult(query: string): Locator {
    return this.#page.getByText(`No artists found for "${query}". Try a different search term.`);
  }

  async open(): Promise<void> {
    await this.#page.goto('/artists');
  }
}
