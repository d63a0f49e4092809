// What would stop a visitor and an audit alike: a dialog of the browser, a page that reloads itself. Answered at once, so that nothing waits for it, and
// named as the page's fault afterwards.
import type { Page } from 'puppeteer-core';
import { AuditTrouble } from './audit-errors.ts';

/** A page may reload once on purpose. */
const MOST_RELOADS = 1;

/** Starts to watch; the function that it resolves with throws AuditTrouble where the page has interrupted its visitor. */
export async function watchInterruptions(page: Page): Promise<() => void> {
  const dialogs: string[] = [];
  let reloads = 0;
  page.on('dialog', (dialog) => {
    dialogs.push(`opens a dialog (${dialog.type()}): ${dialog.message().slice(0, 80)}`);
    // Lighthouse may have answered it already.
    dialog.dismiss().catch(() => undefined);
  });
  const session = await page.createCDPSession();
  session.on('Page.frameRequestedNavigation', ({ reason }) => {
    if (reason === 'reload') reloads += 1;
  });
  await session.send('Page.enable');
  return () => {
    const [dialog] = dialogs;
    const what = dialog ?? (reloads > MOST_RELOADS ? `reloads itself (${reloads} times)` : undefined);
    if (what !== undefined) throw new AuditTrouble('semantic', `${pathOf(page)} ${what}`);
  };
}

const pathOf = (page: Page): string => (URL.canParse(page.url()) ? new URL(page.url()).pathname : page.url());
