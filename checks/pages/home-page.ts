import type { Locator, Page } from '@playwright/test';

export class HomePage {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  get heading(): Locator {
    return this.#page.getByRole('heading', { level: 1, name: 'Crowd-Curated Setlists' });
  }
  /** The first box of the main part, found by position: other checks test its name. */
  get search(): Locator {
    return this.#page.getByRole('main').locator('input').first();
  }
  suggestion(name: string): Locator {
    return this.#page.getByRole('option', { name });
  }
  get suggestions(): Locator {
    return this.#page.getByRole('option');
  }
  /** The result at this index (from 0) while it is selected, so that Enter opens it. */
  chosen(place: number): Locator {
    return this.suggestions.nth(place).and(this.#page.getByRole('option', { selected: true }));
  }
  noResult(query: string): Locator {
    return this.#page.getByText(`No results found for "${query}"`);
  }
  section(name: 'Trending Artists' | 'Trending Shows'): Locator {
    return this.#page.getByRole('heading', { level: 2, name, exact: true });
  }
  get artistLinks(): Locator {
    return this.#trending
      .locator('a[href^="/artists/"]')
      .filter({ has: this.#page.getByRole('heading', { level: 3 }) });
  }
  get showLinks(): Locator {
    return this.#trending.locator('a[href^="/shows/"]').filter({ has: this.#page.getByRole('heading', { level: 3 }) });
  }
  /** One of the two at the end of the page: a link, or R1's button instead. */
  call(name: 'Get Started' | 'Learn More'): Locator {
    const main = this.#page.getByRole('main');
    return main.getByRole('link', { name, exact: true }).or(main.getByRole('button', { name, exact: true }));
  }
  get #trending(): Locator {
    return this.#page.getByRole('region', { name: 'Trending content' });
  }

  async open(): Promise<void> {
    await this.#page.goto('/');
  }
}
