import { expect, type Locator, type Page } from '@playwright/test';
import { needs } from '../visitor/preparation.ts';

export type ArtistTab =
  'View upcoming shows' | 'View past shows' | 'View setlists' | 'View artist music' | 'About the artist';

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
  tab(name: ArtistTab): Locator {
    return this.#page.getByRole('tab', { name });
  }
  panel(name: ArtistTab): Locator {
    return this.#page.getByRole('tabpanel', { name });
  }
  get panels(): Locator {
    return this.#page.getByRole('tabpanel');
  }
  showLink(slug: string): Locator {
    return this.#page.getByRole('tabpanel').getByRole('heading').locator(`a[href="/shows/${slug}"]`);
  }
  get follow(): Locator {
    return this.#page.getByRole('button', { name: 'Follow', exact: true });
  }
  get upcomingShows(): Locator {
    return this.#page.getByRole('tabpanel').getByRole('heading', { level: 3 }).getByRole('link');
  }

  async open(slug: string): Promise<void> {
    await this.#page.goto(`/artists/${slug}`);
  }
}

/** That a way to the artist ends on the page of that artist. A page without its heading, or with the not-found screen, is its own check's finding. */
export async function expectArtistPage(page: Page, name: string): Promise<void> {
  await expect(page).toHaveURL(/\/artists\/[^/]+$/);
  const own = page.getByRole('heading', { level: 1 }).filter({ hasNotText: /not found/i });
  await needs('journey.artist.content', () => expect(own.first(), 'the heading of the artist').toBeVisible());
  await expect(new ArtistPage(page).heading(name)).toBeVisible();
}
