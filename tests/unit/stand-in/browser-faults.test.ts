import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, type Browser } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import type { FaultId } from '../../../stand-in/faults.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';
import { SCENES } from './browser-faults.ts';

let browser: Browser;
let site: StandIn;
before(async () => {
  const found = findBrowser();
  browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
  site = await startStandIn();
});
after(async () => {
  await browser.close();
  await site.close();
});

async function look(faults: FaultId[], { width = 1280, see }: NonNullable<(typeof SCENES)[FaultId]>): Promise<unknown> {
  await fetch(`${site.controlUrl}/reset`, { method: 'POST' });
  site.setFaults(faults);
  const context = await browser.newContext({ viewport: { width, height: 800 } });
  context.setDefaultTimeout(10_000);
  try {
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => void (message.type() === 'error' && errors.push(message.text())));
    return await see({ page, site, errors });
  } finally {
    await context.close();
  }
}

for (const [id, scene] of Object.entries(SCENES) as [FaultId, NonNullable<(typeof SCENES)[FaultId]>][]) {
  test(`a visitor sees ${id}`, async () => {
    const healthy = await look([], scene);
    assert.notDeepEqual(await look([id], scene), healthy);
  });
}
