// What interrupts a visitor: a dialog of the browser, a download, a page that reloads itself.
import type { BrowserContext, CDPSession, Page } from '@playwright/test';

/** Told of each interruption, with the address of its page. */
export type OnInterruption = (text: string, url: string) => void;

/** How a dialog is told: it stops nobody for good, other than a reload or a download. */
export const DIALOG = 'opens a dialog';
/** One reload may be the answer to a click; a page that has reloaded itself so often does it on its own. */
const MOST_RELOADS = 1;
/** Navigations that a page starts on its own. */
const BY_ITSELF: ReadonlySet<string> = new Set(['reload', 'metaTagRefresh', 'httpHeaderRefresh']);

/** Watches every page of the context. Reloads are seen in Chromium alone. */
export function watchInterruptions(context: BrowserContext, onInterruption: OnInterruption): void {
  context.on('dialog', (dialog) => {
    const isLeaving = dialog.type() === 'beforeunload';
    if (!isLeaving)
      onInterruption(`${DIALOG} (${dialog.type()}): ${dialog.message().slice(0, 80)}`, dialog.page()?.url() ?? '');
    // Whoever listens has to answer it. The page may be gone by then.
    void (isLeaving ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
  });
  context.on('page', (page) => {
    page.on('download', (download) =>
      onInterruption(`starts a download: ${download.suggestedFilename()}`, download.url()),
    );
    void watchReloads(context, page, onInterruption).catch(() => undefined);
  });
}

async function watchReloads(context: BrowserContext, page: Page, onInterruption: OnInterruption): Promise<void> {
  if (context.browser()?.browserType().name() !== 'chromium') return;
  const session: CDPSession = await context.newCDPSession(page);
  let reloads = 0;
  session.on('Page.frameRequestedNavigation', ({ reason, url }) => {
    if (!BY_ITSELF.has(reason) || url !== page.url()) return;
    reloads += 1;
    if (reloads > MOST_RELOADS) onInterruption('reloads itself', url);
  });
  await session.send('Page.enable');
}
