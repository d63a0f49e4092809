import type { Locator, Page } from '@playwright/test';
import { redactText } from '../../common/redact-text.ts';
import { patience } from '../browser/patience.ts';
import { PreparationError } from '../visitor/preparation.ts';

export class SignInPage {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }

  get heading(): Locator {
    return this.#page.getByRole('heading', { level: 2, name: 'Sign in to your account' });
  }
  get email(): Locator {
    return this.#page.getByLabel('Email address', { exact: true });
  }
  get password(): Locator {
    return this.#page.getByLabel('Password', { exact: true });
  }
  /** Exact and in `main`: "Sign in with Spotify" and the header's links contain the same text. */
  get submit(): Locator {
    return this.#page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true });
  }
  /** R1 also has a second, empty alert. */
  get error(): Locator {
    return this.#page.getByRole('main').getByRole('alert').filter({ hasText: /\S/ });
  }

  async open(returnUrl?: string): Promise<void> {
    await this.#page.goto(
      returnUrl === undefined ? '/auth/sign-in' : `/auth/sign-in?${new URLSearchParams({ returnUrl }).toString()}`,
    );
  }

  /** The browser's validation message before sending; undefined if the field is valid. */
  complaint(field: Locator): Promise<'valueMissing' | 'typeMismatch' | undefined> {
    return field.evaluate((input) => {
      const { validity } = input as HTMLInputElement;
      return validity.valueMissing ? 'valueMissing' : validity.typeMismatch ? 'typeMismatch' : undefined;
    });
  }

  /** A page that clears typed text makes sign-in impossible; journey.login.typed-text reports it. */
  async #mustHold(email: string): Promise<void> {
    if ((await this.email.inputValue()) === email && (await this.password.inputValue()) !== '') return;
    throw new PreparationError('journey.login.typed-text', 'the sign-in page cleared the typed text');
  }

  async signIn(email: string, password: string): Promise<void> {
    await this.email.fill(email);
    await fillSecret(this.password, password);
    await this.#mustHold(email);
    // The click ends when the next page is loaded: two answers in sequence, possibly slow.
    await this.submit.click({ timeout: patience.pageMs });
  }
}

/** A `fill` that fails quotes what it typed; this one does not. Throws as `fill` does. */
async function fillSecret(field: Locator, secret: string): Promise<void> {
  try {
    await field.fill(secret);
  } catch (error) {
    if (process.env['REDACT'] === 'off' || !(error instanceof Error)) throw error;
    error.message = redactText(error.message, [secret]);
    error.stack = redactText(error.stack ?? '', [secret]);
    throw error;
  }
}
