// Detects when a page reacts to a visitor. A page rendered by React is shown at once and ignores clicks until React has hydrated it. Every action and
// every waiting assertion of a check waits for that first.
import { selectors, type BrowserContext, type Page } from '@playwright/test';
import { patience } from '../browser/patience.ts';

/** The name of the selector engine that matches the page's root element while the page does not react. */
const ENGINE = 'page-without-reaction';

/**
 * Runs in the page. React sets keys on every hydrated DOM node. A landmark counts as hydrated if half of its controls have the
 * keys: embedded content (a map) never has them. A page without React reacts once it is parsed.
 */
const engine = () => {
  const isReactPage = (root: Document): boolean =>
    '__next_f' in window || '__NEXT_DATA__' in window || root.querySelector('script[src*="/_next/"]') !== null;
  const isTakenOver = (element: Element): boolean =>
    Object.keys(element).some((key) => key.startsWith('__reactProps$') || key.startsWith('__reactFiber$'));
  const reacts = (root: Document): boolean => {
    if (root.readyState === 'loading') return false;
    if (!isReactPage(root)) return true;
    return [...root.querySelectorAll('header, main, [role="banner"], [role="main"]')].every((landmark) => {
      const usable = [...landmark.querySelectorAll('a[href], button, input, select, textarea, [role="tab"]')];
      return usable.length === 0 || usable.filter(isTakenOver).length * 2 >= usable.length;
    });
  };
  const waiting = (node: Node): Element[] => {
    const root = node.ownerDocument ?? (node as Document);
    // The wait has ended. The check continues, and its failure is reported as the guard's finding.
    if ('__syntheticGaveUp' in root || reacts(root)) return [];
    return [root.documentElement];
  };
  return { query: (node: Node) => waiting(node)[0] ?? null, queryAll: waiting };
};

let registered: Promise<void> | undefined;

/** Once per process, before the first page; a second call changes nothing. */
export const registerReactivity = (): Promise<void> => (registered ??= selectors.register(ENGINE, engine));

/** Waits until the page reacts. Rejects after `patience.reactionMs`. */
export const untilItReacts = (page: Page): Promise<void> =>
  page.locator(`${ENGINE}=`).waitFor({ state: 'detached', timeout: patience.reactionMs });

/** Makes every page of the context wait until it reacts. `onNever` gets the path of each page that did not react in time. */
export function awaitReactivity(context: BrowserContext, onNever: (path: string) => void): void {
  context.on('page', (page) => void wait(page, onNever).catch(() => undefined));
}

async function wait(page: Page, onNever: (path: string) => void): Promise<void> {
  const root = page.locator(`${ENGINE}=`);
  await page.addLocatorHandler(
    root,
    async () => {
      try {
        await untilItReacts(page);
      } catch {
        if (page.isClosed()) return;
        onNever(new URL(page.url()).pathname);
        await page.evaluate(() => Object.assign(document, { __syntheticGaveUp: true })).catch(() => undefined);
      }
    },
    { noWaitAfter: true },
  );
}
