import type { Locator, Page } from '@playwright/test';
import { Songs } from './song-rows.ts';

export class ShowPage {
  readonly #page: Page;
  readonly songs: Songs;
  constructor(page: Page) {
    this.#page = page;
    this.songs = new Songs(page);
  }

  heading(headliner: string): Locator {
    return this.#page.getByRole('heading', { level: 1, name: headliner, exact: true });
  }
  get breadcrumb(): Locator {
    return this.#page.getByRole('navigation', { name: 'Breadcrumb' });
  }
  get setlists(): Locator {
    return this.#page.getByRole('heading', { level: 2, name: 'Setlists', exact: true });
  }
  get predicted(): Locator {
    return this.#page.getByRole('tab', { name: /^Predicted \(\d+\)$/ });
  }
  get voteOnSongs(): Locator {
    return this.#page.getByRole('link', { name: 'Vote on Songs' });
  }

  get going(): Locator {
    return this.#page.getByRole('main').getByRole('button', { name: "I'm going" });
  }

  async open(slug: string): Promise<void> {
    await this.#page.goto(`/shows/${slug}`);
  }
}
