// What a visitor of the stand-in does in a browser, for the scenes of its faults.
import type { Page } from '@playwright/test';
import type { DialectName } from '../../../stand-in/pages/writers/dialects.ts';
import type { StandIn } from '../../../stand-in/server.ts';

export type Visit = { page: Page; site: StandIn; /** What the page threw or logged as an error. */ errors: string[] };
export type Scene = {
  width?: number;
  /** Absent: in both dialects. */
  dialects?: readonly DialectName[];
  see: (visit: Visit) => Promise<unknown>;
};

export const SHOW = '/shows/silver-harbor-meridian-ballroom-1';
export const KEY = 'mysetlist_anonymous_session';
export const open = async (visit: Visit, path: string): Promise<void> => {
  await visit.page.goto(visit.site.url + path);
  await reacts(visit);
};
/** Until React has left its keys on the page's nodes; a plain page reacts when it has loaded. */
export async function reacts({ page, site }: Visit, timeout = 10_000): Promise<void> {
  if (site.markup === 'plain') return;
  const isOwned = () => Object.keys(document.body).some((key) => key.startsWith('__reactProps$'));
  await page.waitForFunction(isOwned, undefined, { timeout });
}
export const upvote = (page: Page, row = 0) => page.locator('[data-song]').nth(row).locator('[data-vote=up]');
export const net = (page: Page, row = 0) => page.locator('[data-net]').nth(row).innerText();
export const heroSearch = (page: Page) => page.getByPlaceholder('Search artists, shows, or venues...');
export async function styleOf(visit: Visit, path: string, selector: string, property: string): Promise<string> {
  await open(visit, path);
  const element = visit.page.locator(selector).first();
  return element.evaluate((node, name) => getComputedStyle(node).getPropertyValue(name), property);
}
export async function signIn(visit: Visit, returnUrl: string): Promise<void> {
  await open(visit, `/auth/sign-in?returnUrl=${encodeURIComponent(returnUrl)}`);
  await visit.page.getByLabel('Email address').fill(visit.site.account.email);
  await visit.page.getByLabel('Password').fill(visit.site.account.password);
  await visit.page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await visit.page.waitForURL(`**${returnUrl}`);
  await reacts(visit);
}
export async function memberVote(visit: Visit, path: string): Promise<string> {
  await signIn(visit, path);
  const answer = visit.page.waitForResponse((response) => response.url().endsWith('/api/votes'));
  await upvote(visit.page).click();
  await answer;
  // The row is busy from the click until the page has done with the answer.
  await visit.page.waitForFunction(() => !document.querySelector('[data-song][data-busy]'));
  return net(visit.page);
}
export async function showId(site: StandIn): Promise<string> {
  const json = await (await fetch(`${site.url}/api/shows/upcoming?limit=1`)).json();
  return (json as { shows: { id: string }[] }).shows[0]?.id ?? '';
}
/** Whether the values of such entries add up to `enough` before the deadline. */
export const addsUpTo = (page: Page, type: 'layout-shift' | 'longtask', enough: number, deadlineMs: number) =>
  page.evaluate(
    ([type, enough, deadlineMs]) =>
      new Promise<boolean>((done) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            sum += (entry as PerformanceEntry & { value?: number }).value ?? entry.duration;
          }
          if (sum > enough) done(true);
        }).observe({ type, buffered: true });
        setTimeout(() => done(false), deadlineMs);
      }),
    [type, enough, deadlineMs] as const,
  );

/** 'kept' when the page has been open for so long. */
export const kept = (visit: Visit, ms: number): Promise<string> =>
  visit.page.evaluate((wait) => new Promise<string>((done) => setTimeout(() => done('kept'), wait)), ms);
