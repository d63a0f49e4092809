// One Lighthouse run in a Chrome that is already there, and the report of a run.
import type { Page } from 'puppeteer-core';
import lighthouse, { defaultConfig, generateReport, type Result } from 'lighthouse';
import { userAgents } from 'lighthouse/core/config/constants.js';
import desktop from 'lighthouse/core/config/desktop-config.js';
import { USER_AGENT } from '../api/probe-client.ts';
import { CATEGORIES, type Category } from './audit-budgets.ts';
import { figuresOf, framesOf, SINGLE, type Figures, type Findings, type Frame } from './lighthouse-figures.ts';

export type FormFactor = 'mobile' | 'desktop';
export type Audit = {
  figures: Figures;
  findings: Findings;
  benchmarkIndex: number;
  /** Time to Interactive, ms: with FCP it finds the run that stands for all. */
  interactiveMs: number;
  /** Lighthouse's result, of which a report can be made. */
  lhr: Result;
  frames: Frame[];
  /** Lighthouse's own code and words for a page that it could not audit. */
  problem?: { code: string; message: string };
  /** The page was still busy when we stopped waiting for it. */
  neverIdle: boolean;
  /** Where the browser was in the end. */
  landedOn: string;
};

/** Lighthouse's browser of that form factor, and who we are. */
export const userAgent = (formFactor: FormFactor): string => `${userAgents[formFactor]} ${USER_AGENT}`;

/** Longest wait for a page to come to rest: its network and its main thread quiet for a second. */
export const REST_DEADLINE_MS = 20_000;
const FIRST_PAINT_DEADLINE_MS = 15_000;

const KEPT_UNSCORED = new Set([
  'server-response-time',
  'resource-summary',
  'screenshot-thumbnails',
  'js-libraries',
  'interactive',
]);

/** Audits without weight in any score, but for those that are judged or shown: skipping them saves their artifacts, too. */
function unscored(categories: readonly Category[]): string[] {
  const refs = categories.flatMap((id) => defaultConfig.categories?.[id]?.auditRefs ?? []);
  const scored = new Set(refs.filter((ref) => ref.weight > 0).map((ref) => ref.id));
  return [...new Set(refs.map((ref) => ref.id))].filter(
    (id) => !scored.has(id) && !KEPT_UNSCORED.has(id) && !SINGLE.includes(id) && !id.endsWith('-insight'),
  );
}

/** Audits `url` once, in `page`; waits at most `restMs` for it to come to rest. Rejects when Chrome dies or Lighthouse breaks. */
export async function audit(
  page: Page,
  url: URL,
  formFactor: FormFactor,
  categories: readonly Category[] = CATEGORIES,
  restMs = REST_DEADLINE_MS,
): Promise<Audit> {
  const result = await lighthouse(
    url.href,
    {
      // Only the run that stands for all gets a report.
      output: [],
      logLevel: 'silent',
      onlyCategories: [...categories],
      skipAudits: unscored(categories),
      disableFullPageScreenshot: true,
      emulatedUserAgent: userAgent(formFactor),
      maxWaitForLoad: restMs,
      maxWaitForFcp: FIRST_PAINT_DEADLINE_MS,
    },
    formFactor === 'desktop' ? desktop : undefined,
    page,
  );
  if (!result) throw new Error(`Lighthouse gave no result for ${url.pathname}`);
  const { lhr } = result;
  return {
    ...figuresOf(lhr),
    benchmarkIndex: lhr.environment.benchmarkIndex,
    interactiveMs: lhr.audits['interactive']?.numericValue ?? 0,
    lhr,
    frames: framesOf(lhr),
    ...(lhr.runtimeError ? { problem: { code: lhr.runtimeError.code, message: lhr.runtimeError.message } } : {}),
    neverIdle: lhr.timing.entries.some(({ name, duration }) => name === 'lh:driver:navigate' && duration >= restMs),
    landedOn: lhr.finalDisplayedUrl ?? '',
  };
}

/** The categories of a further run: what accessibility, best practices and SEO find does not vary by chance. */
export const varying = (categories: readonly Category[]): readonly Category[] =>
  categories.includes('performance') ? ['performance'] : categories;

/** The report of `run`, with the categories that only the first run has. Says so in its own list of warnings. */
export function reportOf(run: Result, first: Result): { html: string; json: string } {
  const lhr: Result = {
    ...run,
    audits: { ...first.audits, ...run.audits },
    categories: { ...first.categories, ...run.categories },
    runWarnings:
      run === first
        ? run.runWarnings
        : [...run.runWarnings, 'Performance is of the median run; the other categories are of the first run.'],
  };
  return { html: generateReport(lhr, 'html'), json: generateReport(lhr, 'json') };
}
