// Interruptions of a visitor: a browser dialog, a download, a page that reloads itself.
import type { BrowserContext, CDPSession, Page } from '@playwright/test';

/** Called for each interruption, with the address of its page. */
export type OnInterruption = (text: string, url: string) => void;

/** The text for a dialog. Unlike a reload or a download, a dialog does not make the page unusable. */
export const DIALOG = 'opens a dialog';
/** One reload can be the answer to a click. With this many reloads the page reloads itself. */
const MOST_RELOADS = 1;
/** Navigations that a page starts on its own. */
const BY_ITSELF: ReadonlySet<string> = new Set(['reload', 'metaTagRefresh', 'httpHeaderRefresh']);

/** Watches every page of the context. Reloads are detected in Chromium only. */
export function watchInterruptions(context: BrowserContext, onInterruption: OnInterruption): void {
  context.on('dialog', (dialog) => {
    const isLeaving = dialog.type() === 'beforeunload';
    if (!isLeaving)
      onInterruption(`${DIALOG} (${dialog.type()}): ${dialog.message().slice(0, 80)}`, dialog.page()?.url() ?? '');
    // A listener must close the dialog. The page may already be closed.
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
