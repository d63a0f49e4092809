// Looks at a scene in a browser without and with its fault: what a visitor sees must differ.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium, type Browser } from '@playwright/test';
import { BROWSER_FLAGS, findBrowser } from '../../../checks/browser/find-browser.ts';
import type { FaultId } from '../../../stand-in/faults.ts';
import { DIALECTS, type DialectName } from '../../../stand-in/pages/writers/dialects.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';
import { SCENES } from './browser-faults.ts';
import type { Scene } from './visiting-the-stand-in.ts';

let browser: Browser;
const sites = new Map<DialectName, StandIn>();
before(async () => {
  const found = findBrowser();
  browser = await chromium.launch({ args: [...BROWSER_FLAGS], ...(found ? { executablePath: found.path } : {}) });
  for (const markup of DIALECTS) sites.set(markup, await startStandIn({ markup, hydrationMs: [0, 0] }));
});
after(async () => {
  await browser.close();
  await Promise.all([...sites.values()].map((site) => site.close()));
});

async function look(markup: DialectName, faults: FaultId[], { width = 1280, see }: Scene): Promise<unknown> {
  const site = sites.get(markup);
  assert.ok(site);
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

/** One test for each fault and dialect; `chosen` says which. */
export function testScenes(chosen: (id: FaultId, markup: DialectName) => boolean = () => true): void {
  for (const [id, scene] of Object.entries(SCENES) as [FaultId, Scene][]) {
    for (const markup of scene.dialects ?? DIALECTS) {
      if (!chosen(id, markup)) continue;
      test(`a visitor sees ${id} (${markup})`, async () => {
        const healthy = await look(markup, [], scene);
        assert.notDeepEqual(await look(markup, [id], scene), healthy);
      });
    }
  }
}
