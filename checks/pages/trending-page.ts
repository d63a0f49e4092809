import type { Locator, Page } from '@playwright/test';

export type TrendingTab = 'All Trending' | 'Artists' | 'Shows' | 'Venues';

export const LIVE_SPANS = ['Last Hour', 'Last 6 Hours', 'Last 24 Hours'] as const;
export type LiveSpan = (typeof LIVE_SPANS)[number];

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
  /** Links of the open panel to pages of one kind. */
  links(kind: 'artists' | 'shows' | 'venues'): Locator {
    return this.#page.getByRole('tabpanel').locator(`a[href^="/${kind}/"]`);
  }

  /** The visible title of a card. */
  cardTitle(title: string): Locator {
    return this.#page.getByRole('main').getByText(title, { exact: true });
  }
  /** The same if it is a heading. */
  cardHeading(title: string): Locator {
    return this.#page.getByRole('main').getByRole('heading', { name: title, exact: true });
  }

  /** A card has no heading and possibly no name. It is found by its badge with the time span: the largest element without another badge. */
  liveLinks(span: LiveSpan): Locator {
    const others = LIVE_SPANS.filter((other) => other !== span).map((other) => `not(contains(., "${other}"))`);
    const badge = this.#page.getByRole('main').getByText(span, { exact: true });
    return badge.locator(`xpath=ancestor::*[${others.join(' and ')}][last()]`).getByRole('link');
  }

  async open(): Promise<void> {
    await this.#page.goto('/trending');
  }
}
