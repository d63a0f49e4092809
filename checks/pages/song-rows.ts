import type { Locator, Page } from '@playwright/test';

/** How a net count is written: `+3`, `0`, `-2`. */
export const netText = (net: number): string => (net > 0 ? `+${String(net)}` : String(net));

/** The rows of a setlist, on the show page and on the setlist page. */
export class Songs {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  row(title: string): Locator {
    return this.#page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: this.#page.getByRole('heading', { name: title, exact: true }) });
  }
  get rows(): Locator {
    return this.#page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: this.upvotes })
      .filter({ has: this.#page.getByRole('heading') });
  }
  get titles(): Locator {
    return this.rows.getByRole('heading');
  }
  get upvotes(): Locator {
    return this.#page.getByRole('button', { name: /^Upvote \(\d+ upvotes?\)$/ });
  }
  get downvotes(): Locator {
    return this.#page.getByRole('button', { name: /^Downvote \(\d+ downvotes?\)$/ });
  }
  upvote(title: string): Locator {
    return this.row(title).getByRole('button', { name: /^Upvote/ });
  }
  downvote(title: string): Locator {
    return this.row(title).getByRole('button', { name: /^Downvote/ });
  }
  net(title: string, net: number): Locator {
    return this.row(title).getByText(netText(net), { exact: true });
  }
}
