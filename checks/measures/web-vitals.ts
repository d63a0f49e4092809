// Speed of the pages that the checks open: measured in the page, stored in the tab, read when the check ends.
// Needs no extra request or round trip.
import { LEAST_VISITS } from '../../judging.ts';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext } from '@playwright/test';
import { z } from 'zod';
import type { KpiId } from '../../kpis.ts';
import type { MetricRecord } from '../../reports/result.ts';

const KEY = '__synthetic_vitals';
export const VITALS = 'web-vitals';

/** One visit of one page. Milliseconds, except cls; absent if the browser reported none. */
const visit = z.object({
  path: z.string(),
  /** Request sent to first byte. */
  ttfb: z.number().optional(),
  fcp: z.number().optional(),
  lcp: z.number().optional(),
  cls: z.number().optional(),
  inp: z.number().optional(),
});
export type Visit = z.infer<typeof visit>;
export const visits = z.array(visit);

type Watcher = (report: (metric: { value: number }) => void, options: object) => void;

/** Runs in the page, before its own scripts. */
function watch(webVitals: Record<'onLCP' | 'onCLS' | 'onINP' | 'onFCP', Watcher>, key: string): void {
  if (top !== window || !location.protocol.startsWith('http')) return;
  const seen: Record<string, number | string> = { path: location.pathname };
  const all = { reportAllChanges: true };
  webVitals.onFCP((m) => (seen['fcp'] = m.value), all);
  webVitals.onLCP((m) => (seen['lcp'] = m.value), all);
  webVitals.onCLS((m) => (seen['cls'] = m.value), all);
  webVitals.onINP((m) => (seen['inp'] = m.value), all);
  const list = (): unknown[] => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    const earlier = JSON.parse(sessionStorage.getItem(key) ?? '[]') as unknown[];
    // A refused page says nothing about the site's speed.
    if (navigation?.responseStatus !== 200) return earlier;
    return [...earlier, { ...seen, ttfb: navigation.responseStart - navigation.requestStart }];
  };
  let isTouched = false;
  for (const event of ['pointerdown', 'keydown', 'input'])
    addEventListener(event, () => (isTouched = true), { capture: true, once: true });
  // navigator.userActivation cannot be used: Playwright's own evaluations count as a user gesture.
  Object.assign(globalThis, { [key]: list, [`${key}_touched`]: () => isTouched });
  addEventListener('pagehide', () => sessionStorage.setItem(key, JSON.stringify(list())));
}

const LIBRARY = createRequire(import.meta.url)
  .resolve('web-vitals')
  .replace(/[^/\\]*$/, 'web-vitals.iife.js');
const SCRIPT = `${readFileSync(LIBRARY, 'utf8')}\n(${watch.toString()})(webVitals, ${JSON.stringify(KEY)});`;

export async function watchVitals(context: BrowserContext): Promise<void> {
  await context.addInitScript({ content: SCRIPT });
}

/** Evaluated in a page at the end: its tab's measurements, visible text, first heading, and whether a key or button was used. */
export const readPage = (key: string): { visits: unknown; text: string; heading: string; isTouched: boolean } => {
  const seen = globalThis as unknown as Record<string, (() => unknown) | undefined>;
  return {
    visits: seen[key]?.() ?? [],
    text: document.body?.innerText ?? '',
    heading: document.querySelector('h1')?.innerText ?? '',
    isTouched: seen[`${key}_touched`]?.() !== false,
  };
};
export const READ_PAGE_KEY = KEY;

/** The page's name in reports: one for all artists, one for all shows. */
export const pageOf = (path: string): string =>
  path.replace(/^\/(artists|shows|venues)\/[^/]+$/, '/$1/[slug]').replace(/^\/setlists\/[^/]+$/, '/setlists/[id]');

const FIGURES: readonly (readonly [KpiId, keyof Visit])[] = [
  ['response-time', 'ttfb'],
  ['fcp', 'fcp'],
  ['lcp', 'lcp'],
  ['cls', 'cls'],
  ['inp', 'inp'],
];

/** One record per figure and page, with all samples of the run, because one visit varies too much. */
export function vitalRecords(seen: readonly { variant: string; visits: readonly Visit[] }[], at: Date): MetricRecord[] {
  const byPage = Map.groupBy(
    seen.flatMap(({ variant, visits: list }) => list.map((one) => ({ variant, page: pageOf(one.path), one }))),
    ({ variant, page }) => `${page} ${variant}`,
  );
  return [...byPage.values()].flatMap((rows) => {
    const [{ page, variant } = { page: '', variant: '' }] = rows;
    return FIGURES.flatMap(([kpi, field]): MetricRecord[] => {
      const samples = rows.map(({ one }) => one[field]).filter((value) => typeof value === 'number');
      if (samples.length < LEAST_VISITS) return [];
      return [{ kind: 'metric', at: at.toISOString(), stage: 'journeys', kpi, subject: page, variant, samples }];
    });
  });
}
