import type { Locator, Page } from '@playwright/test';

export class ArtistPage {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  heading(name: string): Locator {
    return this.#page.getByRole('heading', { level: 1, name, exact: true });
  }
  get breadcrumbHome(): Locator {
    return this.#page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Home' });
  }
  tab(
    name: 'View upcoming shows' | 'View past shows' | 'View setlists' | 'View artist music' | 'About the artist',
  ): Locator {
    return this.#page.getByRole('tab', { name });
  }
  get upcomingShows(): Locator {
    return this.#page.getByRole('tabpanel').getByRole('heading', { level: 3 }).getByRole('link');
  }

  async open(slug: string): Promise<void> {
    await this.#page.goto(`/artists/${slug}`);
  }
}
