// One Lighthouse run in a Chrome that is already there. Chrome is driven through a pipe: when we die, it dies.
import puppeteer, { type Browser, type Page } from 'puppeteer-core';
import lighthouse from 'lighthouse';
import desktop from 'lighthouse/core/config/desktop-config.js';
import type { KpiId } from '../../kpis.ts';

export type FormFactor = 'mobile' | 'desktop';
export type Figures = Partial<Record<KpiId, number>>;
export type Audit = {
  figures: Figures;
  benchmarkIndex: number;
  html: string;
  json: string;
  problem: string | undefined;
};

/** Flags for a container or a closed network; --no-sandbox only as root, where Chrome refuses to start without it. */
const CHROME_FLAGS = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
const PAGE_LOAD_DEADLINE_MS = 20_000;

/** Lighthouse audit id -> KPI. */
const METRICS: readonly [string, KpiId][] = [
  ['largest-contentful-paint', 'lcp'],
  ['cumulative-layout-shift', 'cls'],
  ['first-contentful-paint', 'fcp'],
  ['total-blocking-time', 'tbt'],
];
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;

export const openChrome = (executablePath: string): Promise<Browser> =>
  puppeteer.launch({
    executablePath,
    pipe: true,
    headless: 'shell',
    args: CHROME_FLAGS,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });

/** What is wrong with `url` as a page to audit, or undefined: redirected, not a 200, a soft 404, or without its heading. */
export async function wrongPage(
  page: Page,
  url: URL,
  heading: string | undefined,
): Promise<{ code: 'soft-404' | 'unexpected-status' | 'soft-redirect' | 'semantic'; message: string } | undefined> {
  const answer = await page.goto(url.href, { waitUntil: 'domcontentloaded', timeout: PAGE_LOAD_DEADLINE_MS });
  const status = answer?.status() ?? 0;
  if (status !== 200) return { code: 'unexpected-status', message: `${url.pathname} answered ${status}, not 200` };
  const landed = new URL(page.url());
  if (landed.pathname !== url.pathname)
    return { code: 'soft-redirect', message: `${url.pathname} led to ${landed.pathname}` };
  const seen = await page.evaluate(() => ({
    noindex: document.querySelector('meta[name=robots]')?.getAttribute('content')?.includes('noindex') ?? false,
    h1: document.querySelector('h1')?.textContent?.trim() ?? '',
  }));
  if (seen.noindex)
    return { code: 'soft-404', message: `${url.pathname} is a not-found page with status 200 (noindex)` };
  if (seen.h1 === '' || (heading !== undefined && seen.h1 !== heading)) {
    return {
      code: 'semantic',
      message: `${url.pathname} shows the heading "${seen.h1}", expected ${heading === undefined ? 'one' : `"${heading}"`}`,
    };
  }
  return undefined;
}

/** Audits `url` once. Figures are in their KPI's unit; a metric that Lighthouse could not take is absent. */
export async function audit(page: Page, url: URL, formFactor: FormFactor): Promise<Audit> {
  const result = await lighthouse(
    url.href,
    {
      output: ['html', 'json'],
      logLevel: 'silent',
      onlyCategories: [...CATEGORIES],
      disableFullPageScreenshot: true,
      maxWaitForLoad: PAGE_LOAD_DEADLINE_MS,
    },
    formFactor === 'desktop' ? desktop : undefined,
    page,
  );
  if (!result) throw new Error(`Lighthouse gave no result for ${url.pathname}`);
  const { lhr, report } = result;
  const figures: Figures = {};
  for (const [id, kpi] of METRICS) {
    const value = lhr.audits[id]?.numericValue;
    if (value !== undefined) figures[kpi] = value;
  }
  for (const category of CATEGORIES) {
    const score = lhr.categories[category]?.score;
    if (score !== null && score !== undefined) figures[`lighthouse-${category}`] = score;
  }
  return {
    figures,
    benchmarkIndex: lhr.environment.benchmarkIndex,
    html: report[0] ?? '',
    json: report[1] ?? '',
    problem: lhr.runtimeError?.message,
  };
}
