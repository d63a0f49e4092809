import type { Locator, Page, Response } from '@playwright/test';
import { Songs } from './song-rows.ts';

export class SetlistPage {
  readonly #page: Page;
  readonly songs: Songs;
  constructor(page: Page) {
    this.#page = page;
    this.songs = new Songs(page);
  }

  get locked(): Locator {
    return this.#page.getByRole('main').getByText('Locked', { exact: true });
  }
  /** The connection's badge (mysetlist-app.md 2.3). */
  get live(): Locator {
    return this.#page.getByRole('main').getByText('Live updates active');
  }

  /** Entries of the live activity about a song: a vote, or the song being played. */
  async activity(): Promise<string[]> {
    const paragraphs = await this.#page.getByRole('main').getByRole('paragraph').allInnerTexts();
    return paragraphs.filter((text) => /\bvoted (for|on)\b|^Now playing\b/i.test(text));
  }

  async open(showId: string): Promise<void> {
    await this.#page.goto(`/setlists/${showId}`);
  }

  /** The site's answer to the next vote: leaving the page before it would lose the vote. */
  voteAnswer(): Promise<Response> {
    return this.#page.waitForResponse(
      (r) => new URL(r.url()).pathname === '/api/votes' && r.request().method() === 'POST',
    );
  }
}
