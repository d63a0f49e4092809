import type { Locator, Page } from '@playwright/test';

export type TrendingTab = 'All Trending' | 'Artists' | 'Shows' | 'Venues';

const KINDS = ['artists', 'shows', 'venues'] as const;
type Kind = (typeof KINDS)[number];

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
  /** The kinds of pages that the open panel links to, in the order of KINDS. */
  async listed(): Promise<Kind[]> {
    const links = this.#page.getByRole('tabpanel').getByRole('link');
    const paths = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    return KINDS.filter((kind) => paths.some((path) => path.startsWith(`/${kind}/`)));
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
