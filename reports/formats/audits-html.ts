// The audits of a run: a table for the console, and lighthouse/index.html with the filmstrip of each page.
import type { BudgetRecord, CheckRecord, ResultRecord } from '../result.ts';
import { htmlDocument } from '../site/document.ts';
import { table, type Column } from '../site/table.ts';
import { printable, markup } from './escape.ts';

const isBudget = (record: ResultRecord): record is BudgetRecord => record.kind === 'budget';
const isAudit = (record: ResultRecord): record is CheckRecord => record.kind === 'check' && record.stage === 'audits';

const shown = (value: number, unit: BudgetRecord['unit']): string => {
  const digits = unit === 'ms' || unit === 'kB' ? (value < 100 ? 1 : 0) : 3;
  const text = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return unit === 'ms' || unit === 'kB' ? `${text} ${unit}` : text;
};
/** An audit without a figure: it passes or fails. */
const isYesOrNo = ({ op, limit, unit }: BudgetRecord): boolean => unit === 'score' && op === '>=' && limit === 1;
const foundOf = (row: BudgetRecord): string => {
  if (row.median === null) return '-';
  if (isYesOrNo(row) && (row.median === 0 || row.median === 1)) return row.median === 1 ? 'passes' : 'fails';
  return shown(row.median, row.unit);
};
const limitOf = (row: BudgetRecord): string => (isYesOrNo(row) ? 'passes' : `${row.op} ${shown(row.limit, row.unit)}`);
/** Interval of the median and n; empty if all runs agree. */
const boundOf = ({ low, high, samples, unit }: BudgetRecord): string =>
  low === null || high === null || low === high
    ? `n ${samples.length}`
    : `${shown(low, unit)} to ${shown(high, unit)}, n ${samples.length}`;

const SIGN: Record<BudgetRecord['verdict'], string> = { pass: '✓', warn: '!', fail: '✗', inconclusive: '?' };
const TONE: Record<BudgetRecord['verdict'], string> = { pass: 'good', warn: 'warn', fail: 'bad', inconclusive: 'warn' };

const groups = (records: readonly ResultRecord[]): [string, BudgetRecord[]][] => [
  ...Map.groupBy(records.filter(isBudget), ({ subject, variant }) => `${subject} (${variant ?? ''})`),
];

/** Every row of every page and form factor, as lines of text. */
export function auditsTable(records: readonly ResultRecord[]): string {
  const past = new Map<string, string>(
    records.flatMap((r) =>
      r.kind === 'metric' && r.past ? [[`${r.subject} (${r.variant ?? ''}) ${r.kpi}`, r.past.text] as const] : [],
    ),
  );
  const lines = groups(records).flatMap(([page, rows]) => [
    '',
    printable(page),
    `    ${'audit'.padEnd(26)}${'limit'.padEnd(14)}${'found'.padEnd(12)}spread`,
    ...rows.flatMap((row) => [
      `  ${SIGN[row.verdict]} ${row.audit.padEnd(26)}${limitOf(row).padEnd(14)}${foundOf(row).padEnd(12)}${boundOf(row)}`,
      ...(row.reason === undefined ? [] : [`      ${printable(row.reason)}`]),
      ...[past.get(`${page} ${row.audit}`)].flatMap((text) => (text === undefined ? [] : [`      ${text}`])),
    ]),
  ]);
  return lines.join('\n');
}

/** The index page of the Lighthouse reports; it loads only local pictures. */
export function auditsPage(records: readonly ResultRecord[], target: string): string {
  const checks = records.filter(isAudit);
  return htmlDocument({
    title: `${target}: audits`,
    pictures: "'self' data: file:",
    style: 'img{max-width:none;height:200px}details{margin-top:12px}',
    body: `<h1>Lighthouse audits of ${markup(target)}</h1>
${checks.map((check) => section(check, records)).join('\n')}`,
  });
}

function section(check: CheckRecord, records: readonly ResultRecord[]): string {
  const rows = rowsOf(check, records);
  const name = `${check.id} (${check.variant ?? ''})`;
  const files = check.evidence.map((file) => file.replace(/^.*\//, ''));
  const strip = files.find((file) => file.endsWith('.filmstrip.svg'));
  const links = files
    .filter((file) => /\.(html|json)$/.test(file))
    .map((file) => `<a href="${markup(encodeURI(file))}">${markup(file)}</a>`);
  const bad = rows.filter((row) => row.verdict !== 'pass');
  return `<h2>${markup(name)}: ${markup(check.outcome)}</h2>
<div class="card">
${check.failures.map((failure) => `<p>${markup(failure.code)}: ${markup(failure.message)}</p>`).join('\n')}
${strip === undefined ? '' : `<div class="scroll"><img src="${markup(encodeURI(strip))}" alt="${markup(name)} as it came"></div>`}
<p class="soft">${links.join(' · ')}</p>
${bad.length > 0 ? budgets(bad) : ''}
<details><summary>All ${rows.length} rows${headline(rows)}</summary>${budgets(rows)}</details>
</div>`;
}

/** A check's rows are before it in the records: they were written for the same page at the same time. */
const rowsOf = (check: CheckRecord, records: readonly ResultRecord[]): BudgetRecord[] =>
  records.filter(isBudget).filter((row) => row.at === check.at && row.variant === check.variant);

/** The most important figures. */
const HEADLINE = ['lcp', 'cls', 'tbt', 'lighthouse-performance', 'lighthouse-accessibility'];
const headline = (rows: readonly BudgetRecord[]): string => {
  const figures = HEADLINE.flatMap((id) => rows.filter(({ audit }) => audit === id)).map(
    (row) => `${row.audit.replace('lighthouse-', '')} ${foundOf(row)}`,
  );
  return figures.length === 0 ? '' : `: ${markup(figures.join(', '))}`;
};

const COLUMNS: readonly Column[] = [
  { label: 'verdict' },
  { label: 'audit' },
  { label: 'limit', num: true },
  { label: 'found', num: true },
  { label: 'interval of the median' },
  { label: 'why' },
  { label: 'source' },
];

const budgets = (rows: readonly BudgetRecord[]): string =>
  table(
    COLUMNS,
    rows.map((row) => [
      `<span class="tag ${TONE[row.verdict]}">${row.verdict}</span>`,
      ...[row.audit, limitOf(row), foundOf(row), boundOf(row), row.reason ?? '', row.source].map(markup),
    ]),
  );
