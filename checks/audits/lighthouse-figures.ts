// The figures of a Lighthouse result by row of the budget table, and what the page does wrong.
import type { Result } from 'lighthouse';
import { CATEGORIES } from './audit-budgets.ts';
import { weaknesses, type Library } from './vulnerable-libraries.ts';

/** Budget row -> value in its unit. Absent: Lighthouse could not measure it. */
export type Figures = Readonly<Record<string, number>>;
/** Row -> what the page does wrong there. */
export type Findings = Readonly<Record<string, string>>;
/** A picture of the page while it loaded: ms since the start, and a JPEG as data URL. */
export type Frame = { timing: number; data: string };

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
/** Single audits that must pass, and are rows of their own. */
export const SINGLE: readonly string[] = [
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
type Items = { type: string; items?: Record<string, unknown>[] };
const itemsOf = (lhr: Result, id: string): Record<string, unknown>[] =>
  (lhr.audits[id]?.details as Items | undefined)?.items ?? [];

/** Every figure of a result. */
export function figuresOf(lhr: Result): { figures: Figures; findings: Findings } {
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

/** The first few findings of an audit: an element's HTML, a console line, an address. */
function examples(items: readonly Record<string, unknown>[]): string {
  const texts = items.slice(0, EXAMPLES).map((item) => {
    const node = item['node'] as { snippet?: string } | undefined;
    const text = node?.snippet ?? item['description'] ?? item['url'] ?? '';
    return String(text).replace(/\s+/g, ' ').slice(0, EXAMPLE_LENGTH);
  });
  const more = items.length > EXAMPLES ? ` and ${items.length - EXAMPLES} more` : '';
  return texts.length === 0 ? '' : `: ${texts.join(' | ')}${more}`;
}

/** Oldest first. */
export const framesOf = (lhr: Result): Frame[] =>
  itemsOf(lhr, 'screenshot-thumbnails').flatMap(({ timing, data }) =>
    typeof timing === 'number' && typeof data === 'string' ? [{ timing, data }] : [],
  );
