// The status site in a browser, from disk, as a person opens it. Its links and axe on every kind of page: tests/nightly.
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { PAGE_RULES } from '../../../judging.ts';
import { folder, opened, seenMs } from './status-site-harness.ts';

test('the first page opens without console errors and without external requests', async () => {
  const { page, trouble } = await opened('index.html');
  assert.deepEqual(trouble, []);
  assert.equal(await page.locator('h1').count(), 1);
  await page.context().close();
});

test('the page turns stale by its own clock, exactly after the limit', async () => {
  const { page } = await opened('index.html', {}, seenMs + 60_000);
  const text = await page.locator('h1').textContent();
  assert.match((await page.locator('[data-seen]').textContent()) ?? '', /^last sample 1 min ago$/);
  await page.clock.runFor(PAGE_RULES.staleMs - 2 * 60_000);
  assert.equal(await page.locator('h1').textContent(), text);
  await page.clock.runFor(60_000 + 6_000);
  assert.match(
    (await page.locator('h1').textContent()) ?? '',
    /^No news for 20 min: the monitor or the publishing of this page has stopped$/,
  );
  assert.equal(await page.locator('header.state.bad').count(), 1);
  assert.match(await page.title(), /^Stale: /);
  await page.context().close();
});

test("times are shown in UTC and in the reader's zone; without the script in UTC only", async () => {
  const { page } = await opened('incidents.html', { timezoneId: 'Asia/Tokyo' });
  const first = page.locator('time').first();
  assert.match((await first.textContent()) ?? '', /^2026-03-01 09:02 UTC \(18:02 here\)$/);
  const plain = await opened('incidents.html', { javaScriptEnabled: false });
  assert.match((await plain.page.locator('time').first().textContent()) ?? '', /^2026-03-01 09:02 UTC$/);
  await Promise.all([page.context().close(), plain.page.context().close()]);
});

test('the first screen is small, and a foreign script does not run', async () => {
  assert.ok(statSync(path.join(folder, 'index.html')).size <= 200_000);
  const { page, trouble } = await opened('index.html');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "injected"';
    document.body.append(script);
  });
  assert.doesNotMatch(await page.title(), /injected/);
  assert.match(trouble.join(), /Content Security Policy/);
  assert.match(readFileSync(path.join(folder, 'incidents.atom'), 'utf8'), /<entry>/);
  await page.context().close();
});
