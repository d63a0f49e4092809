// Every page of the status site in a browser, from disk: links, console errors, external requests, axe.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Page } from '@playwright/test';
import { address, DAY, folder, NOW, opened } from '../unit/monitoring/status-site-harness.ts';

test('all links work, no console errors, no external requests, no axe violations', async () => {
  const { page, trouble } = await opened('index.html', { viewport: { width: 390, height: 844 } });
  const known = new Set(['index.html']);
  const audited = new Set<string>();
  for (const file of known) {
    if (!file.endsWith('.html')) continue;
    await page.goto(address(file));
    assert.deepEqual(trouble, [], file);
    const links = await page
      .locator('a[href], link[rel=alternate]')
      .evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href));
    for (const link of links) {
      assert.ok(link.startsWith(address('')), `${file} links to ${link}`);
      const relative = path.relative(folder, decodeURIComponent(new URL(link).pathname));
      assert.ok(statSync(path.join(folder, relative)).isFile(), `${file} links to ${relative}`);
      known.add(relative);
    }
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${file} is ${wide} px wider than a phone`);
    // One page of each kind: the others are built by the same function.
    const kind = file.startsWith('last-') ? 'last-' : file.includes('/') ? path.dirname(file) : file;
    if (audited.has(kind)) continue;
    audited.add(kind);
    assert.deepEqual(await axe(page), [], file);
  }
  const of = (name: string): string[] => [...known].filter((file) => path.dirname(file) === name);
  assert.ok(
    of('incidents').length === 2 && of('runs').length >= 5 && known.has('last-90-days.html'),
    [...known].join(' '),
  );
  assert.equal(audited.size, 9);
  await page.context().close();
});

const axe = async (page: Page): Promise<string[]> =>
  // A chart is one image with a name. Its parts (700 in a calendar) have none.
  (await new AxeBuilder({ page }).exclude('svg.chart > *').analyze()).violations.map(
    (v) => `${v.id}: ${v.nodes[0]?.html}`,
  );

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing on the first page, ${colorScheme}, also when it has become stale`, async () => {
    const { page } = await opened('index.html', { colorScheme, viewport: { width: 1280, height: 900 } });
    assert.deepEqual(await axe(page), []);
    const old = await opened('index.html', { colorScheme, viewport: { width: 1280, height: 900 } }, NOW + DAY);
    assert.equal(await old.page.locator('header.state.bad').count(), 1);
    assert.deepEqual(await axe(old.page), []);
    await Promise.all([page.context().close(), old.page.context().close()]);
  });
