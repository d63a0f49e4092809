// One Lighthouse run in a Chrome that is already there, and the figures of its report by row of the budget table.
import type { Page } from 'puppeteer-core';
import lighthouse, { defaultConfig, generateReport, type Result } from 'lighthouse';
import { userAgents } from 'lighthouse/core/config/constants.js';
import desktop from 'lighthouse/core/config/desktop-config.js';
import { USER_AGENT } from '../api/client.ts';
import { CATEGORIES, type Category } from './budgets.ts';
import { weaknesses, type Library } from './libraries.ts';

export type FormFactor = 'mobile' | 'desktop';
/** Row of the budget table -> value in the row's unit; what Lighthouse could not take is absent. */
export type Figures = Readonly<Record<string, number>>;
export type Audit = {
  figures: Figures;
  /** Row -> what the page does wrong there. */
  findings: Readonly<Record<string, string>>;
  benchmarkIndex: number;
  /** Time to Interactive, ms: with FCP it finds the run that stands for all. */
  interactiveMs: number;
  /** Lighthouse's result, of which a report can be made. */
  lhr: Result;
  /** Pictures of the page as it came, oldest first: ms since the start and a JPEG as data URL. */
  frames: { timing: number; data: string }[];
  /** Lighthouse's own code and words for a page that it could not audit. */
  problem?: { code: string; message: string };
  /** The page was still busy when we stopped waiting for it. */
  restless: boolean;
  /** Where the browser was in the end. */
  landedOn: string;
};

/** Lighthouse's browser of that form factor, and who we are. */
export const userAgent = (formFactor: FormFactor): string => `${userAgents[formFactor]} ${USER_AGENT}`;

/** Longest wait for a page to come to rest: its network and its main thread quiet for a second. */
export const REST_DEADLINE_MS = 20_000;
const FIRST_PAINT_DEADLINE_MS = 15_000;

/** Lighthouse audit -> row, where they have different names. */
const METRICS: readonly [audit: string, row: string][] = [
  ['largest-contentful-paint', 'lcp'],
  ['cumulative-layout-shift', 'cls'],
  ['first-contentful-paint', 'fcp'],
  ['total-blocking-time', 'tbt'],
  ['speed-index', 'speed-index'],
  ['server-response-time', 'ttfb'],
];
const RESOURCES = ['script', 'image', 'stylesheet', 'font', 'total'] as const;
const SINGLE: readonly string[] = [
  'errors-in-console',
  'is-on-https',
  'document-title',
  'meta-description',
  'image-alt',
  'label',
  'link-name',
  'button-name',
  'color-contrast',
];
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
    restless: lhr.timing.entries.some(({ name, duration }) => name === 'lh:driver:navigate' && duration >= restMs),
    landedOn: lhr.finalDisplayedUrl ?? '',
  };
}

type Items = { type: string; items?: Record<string, unknown>[] };
const itemsOf = (lhr: Result, id: string): Record<string, unknown>[] =>
  (lhr.audits[id]?.details as Items | undefined)?.items ?? [];

/** Every figure of a report. Exported for the table of recorded runs. */
export function figuresOf(lhr: Result): Pick<Audit, 'figures' | 'findings'> {
  const figures: Record<string, number> = {};
  const findings: Record<string, string> = {};
  for (const [id, row] of METRICS) {
    const value = lhr.audits[id]?.numericValue;
    if (value !== undefined) figures[row] = value;
  }
  for (const category of CATEGORIES) {
    const score = lhr.categories[category]?.score;
    if (score !== null && score !== undefined) figures[`lighthouse-${category}`] = score;
    const missed = lhr.categories[category]?.auditRefs.filter(
      ({ id, weight }) => weight > 0 && (lhr.audits[id]?.score ?? 1) < 0.9,
    );
    if (missed?.length) findings[`lighthouse-${category}`] = missed.map(({ id }) => id).join(', ');
  }
  for (const item of itemsOf(lhr, 'resource-summary')) {
    const type = RESOURCES.find((name) => name === item['resourceType']);
    if (type === undefined) continue;
    figures[`${type}-kb`] = Number(item['transferSize']) / 1_024;
    figures[`${type}-count`] = Number(item['requestCount']);
  }
  for (const id of SINGLE) {
    const single = lhr.audits[id];
    if (!single || single.scoreDisplayMode === 'error') continue;
    // Not applicable (no picture on the page) is no failure.
    figures[id] = single.score ?? 1;
    if (figures[id] < 1) findings[id] = `${single.title}${examples(itemsOf(lhr, id))}`;
  }
  if (lhr.audits['js-libraries']) {
    const weak = weaknesses(itemsOf(lhr, 'js-libraries') as Library[]);
    figures['vulnerable-libraries'] = weak.length === 0 ? 1 : 0;
    if (weak.length > 0) findings['vulnerable-libraries'] = weak.join(', ');
  }
  return { figures, findings };
}

const EXAMPLES = 3;
const EXAMPLE_LENGTH = 120;

/** The first few things that an audit complains about: an element's HTML, a console line, an address. */
function examples(items: readonly Record<string, unknown>[]): string {
  const texts = items.slice(0, EXAMPLES).map((item) => {
    const node = item['node'] as { snippet?: string } | undefined;
    const text = node?.snippet ?? item['description'] ?? item['url'] ?? '';
    return String(text).replace(/\s+/g, ' ').slice(0, EXAMPLE_LENGTH);
  });
  const more = items.length > EXAMPLES ? ` and ${items.length - EXAMPLES} more` : '';
  return texts.length === 0 ? '' : `: ${texts.join(' | ')}${more}`;
}

const framesOf = (lhr: Result): Audit['frames'] =>
  itemsOf(lhr, 'screenshot-thumbnails').flatMap(({ timing, data }) =>
    typeof timing === 'number' && typeof data === 'string' ? [{ timing, data }] : [],
  );

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
