// The figures of means, medians and states once more, from the records and the runbook's text: no number and no function is the program's own.
import type { HttpRecord, MetricRecord } from '../../../reports/result.ts';
import type { Given } from './kpi-table.ts';

/** R3: response time below 2 s; a warning above 3 s, critical above 5 s. */
const TIME_LINES = [
  ['critical', '<= 5,000 ms', (ms: number) => ms <= 5_000],
  ['warning', '<= 3,000 ms', (ms: number) => ms <= 3_000],
  ['target', '< 2,000 ms', (ms: number) => ms < 2_000],
] as const;
/** Fewer answers show nothing: of all endpoints, of one. */
const LEAST = { all: 30, one: 5 };
/** 99.9 % of the means of a normal distribution lie within so many standard errors. */
const STANDARD_ERRORS = 3.29;
/** The budgets of the design: by KPI the line, whether a figure meets it, and which of two figures is worse. */
const BUDGETS: Readonly<
  Record<string, { line: string; isMet: (x: number) => boolean; worst: (...of: number[]) => number }>
> = {
  lcp: { line: '<= 2,500 ms', isMet: (ms) => ms <= 2_500, worst: Math.max },
  'lighthouse-performance': { line: '>= 0.9', isMet: (score) => score >= 0.9, worst: Math.min },
};
/** A state that the site reports. */
const STATES = new Map([[1, 'healthy'], [0.5, 'degraded'], [0, 'failed']]); // prettier-ignore

const sum = (of: readonly number[]): number => of.reduce((total, one) => total + one, 0);
const inMs = (ms: number): string =>
  `${new Intl.NumberFormat('en-US', { maximumFractionDigits: ms < 100 ? 1 : 0 }).format(ms)} ms`;
const middleOf = (samples: readonly number[]): number | undefined => {
  const sorted = [...samples].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return sorted.length === 0 ? undefined : sum([sorted[Math.ceil(half) - 1] ?? 0, sorted[Math.floor(half)] ?? 0]) / 2;
};
const groupsOf = <T>(list: readonly T[], key: (one: T) => string): [string, T[]][] => {
  const groups: Record<string, T[]> = {};
  for (const one of list) (groups[key(one)] ??= []).push(one);
  return Object.entries(groups);
};
const row = (...cells: (string | number | undefined)[]): string => cells.map((cell) => cell ?? '').join(' | ');

type Timed = { n: number; mean: number | undefined; verdict: string };
function timed(records: readonly HttpRecord[], least: number): Timed {
  const n = sum(records.map(({ ttfb }) => ttfb.n));
  if (n === 0) return { n, mean: undefined, verdict: 'inconclusive' };
  const total = sum(records.map(({ ttfb }) => ttfb.sumMs));
  const mean = total / n;
  const verdictOf = (): string => {
    if (n < least) return 'inconclusive';
    if (mean < 2_000) return records.some(({ valid }) => valid > 0) ? 'pass' : 'inconclusive';
    // The slowest alone, or chance, may have done it.
    const slowest = Math.max(...records.map(({ ttfb }) => ttfb.maxMs));
    if ((total - slowest) / (n - 1) < 2_000) return 'suspected';
    const spread = Math.sqrt(sum(records.map(({ ttfb }) => (ttfb.sumMs - mean) ** 2)) / (n - 1));
    return records.length === n && mean - 2_000 < (STANDARD_ERRORS * spread) / Math.sqrt(n) ? 'suspected' : 'breach';
  };
  return { n, mean, verdict: verdictOf() };
}

const judgedOrNot = (verdict: string): string => (verdict === 'inconclusive' ? 'not-judged' : verdict);

function linesOfTimes(http: readonly HttpRecord[], visits: readonly MetricRecord[]): string[] {
  const whole = timed(http, LEAST.all);
  const shown = whole.mean === undefined ? 'no data' : inMs(whole.mean);
  const parts = groupsOf(http, ({ endpoint }) => endpoint).map(([subject, of]) => {
    const { n, mean, verdict } = timed(of, LEAST.one);
    return { subject, n, mean, text: mean === undefined ? 'no data' : inMs(mean), verdict: judgedOrNot(verdict) };
  });
  const pages = visits.map(({ subject, samples }) => {
    const mean = middleOf(samples);
    const isJudged = mean !== undefined && samples.length >= LEAST.one;
    const verdict = !isJudged ? 'not-judged' : mean < 2_000 ? 'pass' : 'breach';
    return { subject: `page ${subject}`, n: samples.length, mean, text: isJudged ? inMs(mean) : 'no data', verdict };
  });
  const all = [...parts, ...pages];
  const verdict = ['breach', 'suspected'].find((word) => [whole, ...all].some((one) => one.verdict === word));
  const missed = TIME_LINES.find(([, , isMet]) => whole.mean !== undefined && !isMet(whole.mean))?.[0];
  return [
    row(verdict ?? whole.verdict, whole.mean, shown, whole.n),
    whole.mean === undefined ? 'no-data' : missed === undefined ? 'within-target' : missed === 'target' ? 'target-missed' : missed, // prettier-ignore
    ...TIME_LINES.map(([name, limit, isMet]) => {
      const isJudged = whole.verdict !== 'inconclusive' && whole.mean !== undefined;
      const missing = whole.verdict === 'breach' ? 'breach' : 'suspected';
      return row('line', name, limit, !isJudged ? 'not-judged' : isMet(whole.mean ?? 0) ? 'held' : missing);
    }),
    ...all.map((one) => row('part', one.subject, '', one.n, one.mean, one.text, one.verdict)),
    ...groupsOf(http, ({ source }) => source).map(([source, of]) => {
      const { n, mean } = timed(of, 0);
      return row('source', source, n, mean, mean === undefined ? 'no data' : inMs(mean));
    }),
  ];
}

type Part = { subject: string; variant?: string; n: number; found: number | undefined; text: string; verdict: string };
const LINE_OF: Readonly<Record<string, string>> = { breach: 'breach', inconclusive: 'not-judged', warn: 'suspected' };

/** The worst part decides; a part without data comes before one that only warns. */
function linesOfParts(
  parts: readonly Part[],
  line: string,
  found: number | undefined,
  shown: string,
  state: string,
): string[] {
  if (parts.length === 0) return [row('inconclusive', '', 'no data', 0), 'no-data'];
  const verdict = ['breach', 'inconclusive', 'warn'].find((word) => parts.some((one) => one.verdict === word));
  return [
    row(verdict ?? 'pass', found, shown, sum(parts.map(({ n }) => n))),
    found === undefined ? 'no-data' : state,
    row('line', 'target', line, LINE_OF[verdict ?? ''] ?? 'held'),
    ...parts.map((one) => row('part', one.subject, one.variant, one.n, one.found, one.text, one.verdict)),
  ];
}

function linesOfMedians(id: string, metrics: readonly MetricRecord[]): string[] {
  const budget = BUDGETS[id];
  if (budget === undefined) throw new Error(`the derivation has no budget of ${id}`);
  const text = (found: number | undefined): string =>
    found === undefined ? 'no data' : id === 'lcp' ? inMs(found) : String(found);
  const parts = metrics.map(({ subject, variant, samples, past }): Part => {
    const found = middleOf(samples);
    const verdict =
      found === undefined ? 'inconclusive' : !budget.isMet(found) ? 'breach' : past?.worse ? 'warn' : 'pass';
    return { subject, ...(variant && { variant }), n: samples.length, found, text: text(found), verdict };
  });
  const known = parts.flatMap(({ found }) => found ?? []);
  const found = known.length === 0 ? undefined : budget.worst(...known);
  return linesOfParts(parts, budget.line, found, text(found), found !== undefined && budget.isMet(found) ? 'within-target' : 'target-missed'); // prettier-ignore
}

/** R3 Critical: the database connection failed; external APIs failed completely, so one of several only warns. */
function linesOfStates(id: string, metrics: readonly MetricRecord[]): string[] {
  const worst = metrics.map(({ samples }) => samples.toSorted((a, b) => a - b)[0]);
  const isComplete = id === 'database' || worst.every((state) => state === 0);
  const parts = metrics.map(({ subject, samples }, i): Part => {
    const found = worst[i];
    const verdict =
      found === undefined ? 'inconclusive' : found === 1 ? 'pass' : found === 0 && isComplete ? 'breach' : 'warn';
    return { subject, n: samples.length, found, text: STATES.get(found ?? NaN) ?? 'no data', verdict };
  });
  const known = worst.filter((state) => state !== undefined);
  const found = known.length === 0 ? undefined : Math.min(...known);
  const state = found === 0 ? 'critical' : found === 1 ? 'within-target' : 'target-missed';
  return linesOfParts(parts, 'healthy', found, STATES.get(found ?? NaN) ?? 'no data', state);
}

/** The lines of the table without their reasons. Ratios are derived in judge-kpis.test.ts. */
export function derivedLines({ kind, kpi: { id }, http, metrics }: Given): string[] {
  if (kind === 'times') return linesOfTimes(http, metrics);
  if (kind === 'medians') return linesOfMedians(id, metrics);
  if (kind === 'states') return linesOfStates(id, metrics);
  const samples = metrics.flatMap((one) => one.samples);
  if (samples.length === 0) return [row('not-observable', '', 'no data', 0), 'no-data'];
  const reported = samples.map((one) => String(Math.round(one * 1_000) / 1_000)).join(', ');
  return [row('not-observable', sum(samples) / samples.length, `reported: ${reported}`, samples.length), 'no-data'];
}
