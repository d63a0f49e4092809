// The structure of a page for a screen reader beyond WCAG: named parts, headings in order, no control inside another one.
import type { Page } from '@playwright/test';
import { brokenRules } from './axe.ts';

/** Roles of parts that a screen reader names when it enters them. */
const NAMED = ['region', 'group', 'tablist', 'img'] as const;
const NAMELESS = /^\s*$/;
/** A control inside a link or a link inside a button: two Tab stops for one element. */
const NESTED = ':is(a[href], button) :is(a[href], button)';

/** One line per finding, without the page's address; empty without findings. */
export async function structureFindings(page: Page): Promise<string[]> {
  const counts = await Promise.all(
    NAMED.map(async (role) => ({ role, count: await page.getByRole(role, { name: NAMELESS }).count() })),
  );
  const nested = await page.locator(NESTED).allInnerTexts();
  return [
    ...counts.filter(({ count }) => count > 0).map(({ role, count }) => `${String(count)} x ${role} without a name`),
    ...[...new Set(nested)].map((text) => `"${text.trim().slice(0, 40)}" is a control inside a control`),
    ...(await brokenRules(page, { only: 'heading-order' })),
  ];
}
