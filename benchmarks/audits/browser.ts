// The browser that benchmarks use. Commands find or install one; a benchmark takes what is there.
import { findBrowser } from '../../checks/browser/find-browser.ts';

/** Throws where there is none. */
export function browserPath(): string {
  const found = findBrowser();
  if (found === undefined) throw new Error('no browser: `npm run doctor` says how to get one');
  return found.path;
}
