// What an audited page must hold, one row each: audit, operator, limit, level, and where the number comes from.
import { kpi, type KpiId, type Line } from '../../kpis.ts';

export const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
export type Category = (typeof CATEGORIES)[number];

export type Budget = Line & {
  /** Stable; the KPI's own id where the row is a KPI. */
  id: string;
  title: string;
  /** ms, kB (1,024 bytes, as Lighthouse counts), count, score (0..1), ratio. */
  unit: 'ms' | 'kB' | 'count' | 'score' | 'ratio';
  /** `fail` is a breach. `warn` is reported and does not fail the run. */
  level: 'fail' | 'warn';
  source: string;
  /** Lighthouse has it only when it runs this category. */
  category: Category;
  /** Set where the row is a KPI of kpis.ts, which then has the limit. */
  kpi?: KpiId;
  /** A slow or busy machine makes it worse: it is judged on runs on an idle machine. */
  timed?: true;
};

const INCUMBENT = "incumbent's apps/web/.lighthouserc.js (it served the development server; the numbers are sound)";
const SUITE = 'suite: what a page of this kind needs, with room';
const MUST = 'design: single audits that must pass';

const ofKpi = (id: KpiId, unit: Budget['unit'], category: Category, timed = true): Budget => {
  const { title, target, source } = kpi(id);
  return { id, title, ...target, unit, level: 'fail', source, category, kpi: id, ...(timed ? { timed: true } : {}) };
};
const score = (category: Category): Budget =>
  ofKpi(`lighthouse-${category}`, 'score', category, category === 'performance');
const size = (what: string, title: string, limit: number): Budget => ({
  id: `${what}-kb`,
  title: `${title}, transferred`,
  op: '<=',
  limit,
  unit: 'kB',
  level: 'fail',
  source: INCUMBENT,
  category: 'performance',
});
const count = (what: string, title: string, limit: number): Budget => ({
  ...size(what, title, limit),
  id: `${what}-count`,
  title: `${title}, requests`,
  unit: 'count',
  level: 'warn',
  source: SUITE,
});
const must = (id: string, title: string, category: Category, source = MUST): Budget => ({
  id,
  title,
  op: '>=',
  limit: 1,
  unit: 'score',
  level: 'fail',
  source,
  category,
});

export const BUDGETS: readonly Budget[] = [
  ofKpi('lcp', 'ms', 'performance'),
  // Layout shift is a sum of distances: the machine does not change it.
  ofKpi('cls', 'ratio', 'performance', false),
  ofKpi('fcp', 'ms', 'performance'),
  ofKpi('tbt', 'ms', 'performance'),
  {
    id: 'speed-index',
    title: 'Speed Index',
    op: '<=',
    limit: 3_000,
    unit: 'ms',
    level: 'warn',
    source: INCUMBENT,
    category: 'performance',
    timed: true,
  },
  {
    id: 'ttfb',
    title: 'Time to first byte of the document',
    ...kpi('response-time').target,
    unit: 'ms',
    level: 'fail',
    source: kpi('response-time').source,
    category: 'performance',
    timed: true,
  },
  score('performance'),
  score('accessibility'),
  score('best-practices'),
  score('seo'),
  size('script', 'Scripts', 400),
  size('image', 'Pictures', 500),
  size('stylesheet', 'Stylesheets', 100),
  size('font', 'Fonts', 100),
  size('total', 'Everything', 1_000),
  count('script', 'Scripts', 40),
  count('image', 'Pictures', 60),
  count('stylesheet', 'Stylesheets', 8),
  count('font', 'Fonts', 6),
  count('total', 'Everything', 120),
  must('errors-in-console', 'No error on the console', 'best-practices'),
  must('is-on-https', 'Everything comes over HTTPS', 'best-practices'),
  must('document-title', 'The document has a title', 'seo'),
  must('meta-description', 'The document has a description', 'seo'),
  must('image-alt', 'Pictures have a text', 'accessibility'),
  must('label', 'Form fields have labels', 'accessibility'),
  must('link-name', 'Links have names', 'accessibility'),
  must('button-name', 'Buttons have names', 'accessibility'),
  must('color-contrast', 'Text stands out from its background', 'accessibility'),
  must(
    'vulnerable-libraries',
    'No library with a published weakness',
    'best-practices',
    'checks/audits/vulnerable-libraries.ts',
  ),
];

/** The rows of these categories, without the exempt ones. */
export const rowsFor = (categories: readonly Category[], exempt: readonly string[] = []): readonly Budget[] =>
  BUDGETS.filter((row) => categories.includes(row.category) && !exempt.includes(row.id));

/** A value with the unit of its row. */
export function show(value: number, unit: Budget['unit']): string {
  const digits = unit === 'ms' ? (value < 100 ? 1 : 0) : unit === 'kB' ? 0 : 3;
  const text = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return unit === 'ms' || unit === 'kB' ? `${text} ${unit}` : text;
}

export const showLimit = ({ op, limit, unit }: Budget): string => `${op} ${show(limit, unit)}`;
