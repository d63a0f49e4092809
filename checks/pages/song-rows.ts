import type { Locator, Page } from '@playwright/test';

/** The format of a net count: `+3`, `0`, `-2`. */
export const netText = (net: number): string => (net > 0 ? `+${String(net)}` : String(net));

/** The rows of a setlist, on the show page and on the setlist page. */
export class Songs {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  /**
   * The row that shows the song's title: the largest element around it with no other heading. Found by visible text, since rows may
   * have no role and buttons no name; other checks test that.
   */
  row(title: string): Locator {
    return this.#titled(title).locator('xpath=ancestor::*[count(.//h1|.//h2|.//h3|.//h4|.//h5|.//h6) = 1][last()]');
  }
  /** The titles of these songs, in page order. */
  titles(songs: readonly string[]): Locator {
    const escaped = songs.map((title) => title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    return this.#page.getByRole('main').getByRole('heading', { name: new RegExp(`^(${escaped.join('|')})$`) });
  }
  /** The song's row if it is a list item, for the structure check. */
  listed(title: string): Locator {
    const has = this.#page.getByRole('heading', { name: title, exact: true });
    return this.#page.getByRole('main').getByRole('listitem').filter({ has });
  }
  /** By name, for the check of accessible names. */
  get voteButtons(): Locator {
    return this.#page.getByRole('button', { name: /^(Upvote \(\d+ up|Downvote \(\d+ down)votes?\)$/ });
  }
  /** The first button of the row. */
  upvote(title: string): Locator {
    return this.row(title).getByRole('button').first();
  }
  /** The second button of the row. */
  downvote(title: string): Locator {
    return this.row(title).getByRole('button').nth(1);
  }
  net(title: string, net: number): Locator {
    return this.row(title).getByText(netText(net), { exact: true });
  }

  #titled(title: string): Locator {
    return this.#page.getByRole('main').getByRole('heading', { name: title, exact: true });
  }
}
