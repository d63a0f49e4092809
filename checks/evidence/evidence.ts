// Evidence of a failed check, in addition to Playwright's trace. A passing check spends no time on it.
import { writeFileSync } from 'node:fs';
import type { BrowserContext, TestInfo } from '@playwright/test';
import { within } from '../browser/within.ts';

const TIMEOUT_MS = 3_000;

/**
 * A picture, the accessibility tree and the markup of every open page, and the requests that failed, as files of the test.
 * Playwright's own `only-on-failure` would also take a picture of passing checks, since guards can still fail: 0.3 s each.
 */
export async function leaveEvidence(
  context: BrowserContext,
  failedRequests: readonly string[],
  testInfo: TestInfo,
): Promise<void> {
  const attach = (name: string, path: string, contentType: string): void => {
    testInfo.attachments.push({ name, path, contentType });
  };
  for (const [i, page] of context.pages().entries()) {
    const picture = testInfo.outputPath(`test-failed-${String(i + 1)}.png`);
    const tree = testInfo.outputPath(`aria-${String(i + 1)}.yml`);
    const markup = testInfo.outputPath(`page-${String(i + 1)}.html`);
    // A crashed or closed page has neither. Its failure is already recorded.
    await page.screenshot({ path: picture, timeout: TIMEOUT_MS }).then(
      () => attach('screenshot', picture, 'image/png'),
      () => undefined,
    );
    await page
      .locator('body')
      .ariaSnapshot({ timeout: TIMEOUT_MS })
      .then(
        (text) => {
          writeFileSync(tree, `# ${page.url()}\n${text}\n`);
          attach('aria-snapshot', tree, 'text/yaml');
        },
        () => undefined,
      );
    const text = await within(TIMEOUT_MS, page.content());
    if (text === undefined) continue;
    writeFileSync(markup, text);
    attach('markup', markup, 'text/html');
  }
  const path = testInfo.outputPath('failed-requests.txt');
  writeFileSync(path, failedRequests.length === 0 ? 'none\n' : `${failedRequests.join('\n')}\n`);
  attach('failed-requests', path, 'text/plain');
}
