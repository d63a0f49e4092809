// A page is waited for until it reacts, on both dialects of the stand-in; one that never does is reported once and does not hold the check up.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, type Browser, type Page } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import { awaitReactivity, registerReactivity } from '../../../checks/pages/reactivity.ts';
import { startStandIn, type StandInOptions } from '../../../stand-in/server.ts';

let browser: Browser;
before(async () => {
  await registerReactivity();
  const found = findBrowser();
  browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
});
after(() => browser.close());

const email = (page: Page) => page.getByLabel('Email address', { exact: true });

async function visit(options: StandInOptions, look: (page: Page) => Promise<unknown>, waits = true) {
  const site = await startStandIn(options);
  const context = await browser.newContext({ baseURL: site.url });
  context.setDefaultTimeout(10_000);
  const never: string[] = [];
  if (waits) awaitReactivity(context, (path) => never.push(path));
  try {
    const page = await context.newPage();
    await page.goto('/auth/sign-in');
    return { seen: await look(page), never };
  } finally {
    await context.close();
    await site.close();
  }
}

/** Types at once, and reads the field when React has taken the page over. */
async function typed(page: Page): Promise<string> {
  await email(page).fill('somebody@mysetlist.example');
  await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith('__reactContainer$')));
  return email(page).inputValue();
}

test('Text typed into a page before hydration is lost without the wait, and preserved with it', async () => {
  const late: StandInOptions = { markup: 'react', hydrationMs: [700, 700] };
  assert.equal((await visit(late, typed, false)).seen, '');
  assert.deepEqual(await visit(late, typed), { seen: 'somebody@mysetlist.example', never: [] });
});

test('A page that React did not render is not waited for', async () => {
  const { seen, never } = await visit({ markup: 'plain' }, async (page) => {
    await email(page).fill('a@b.example');
    return email(page).inputValue();
  });
  assert.deepEqual([seen, never], ['a@b.example', []]);
});

test('A page that never reacts is reported once, and the check continues', async () => {
  const { seen, never } = await visit({ markup: 'react', hydrationMs: [60_000, 60_000] }, async (page) => {
    await email(page).fill('a@b.example');
    await email(page).fill('c@d.example');
    return email(page).inputValue();
  });
  assert.deepEqual([seen, never], ['c@d.example', ['/auth/sign-in']]);
});
