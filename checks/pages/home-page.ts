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
  /** Indices (from 0) of the results that are selected: Enter opens that one. */
  chosenPlaces(): Promise<number[]> {
    return this.suggestions.evaluateAll((options) =>
      options.flatMap((option, i) => (option.getAttribute('aria-selected') === 'true' ? [i] : [])),
    );
  }
  noResult(query: string): Locator {
    return this.#page.getByText(`No results found for "${query}"`);
  }
  /** The titles of the lists. */
  get sections(): Locator {
    return this.#trending.getByRole('heading', { level: 2 });
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
