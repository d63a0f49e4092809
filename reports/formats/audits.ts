// The audits of a run: a table for the console, and lighthouse/index.html with how each page came to be.
import type { BudgetRecord, CheckRecord, ResultRecord } from '../result.ts';
import { htmlDocument } from '../site/document.ts';
import { printable, markup } from './escape.ts';

const isBudget = (record: ResultRecord): record is BudgetRecord => record.kind === 'budget';
const isAudit = (record: ResultRecord): record is CheckRecord => record.kind === 'check' && record.stage === 'audits';

const shown = (value: number, unit: BudgetRecord['unit']): string => {
  const digits = unit === 'ms' || unit === 'kB' ? (value < 100 ? 1 : 0) : 3;
  const text = value.toLocaleString('en-US', { maximumFractionDigits: digits });
  return unit === 'ms' || unit === 'kB' ? `${text} ${unit}` : text;
};
const foundOf = ({ median, unit }: BudgetRecord): string => (median === null ? '-' : shown(median, unit));
const limitOf = ({ op, limit, unit }: BudgetRecord): string => `${op} ${shown(limit, unit)}`;
/** Interval of the median and n; nothing where all runs agree. */
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

/** The page beside the Lighthouse reports; loads nothing but the pictures beside it. */
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
${bad.length > 0 ? table(bad) : ''}
<details><summary>All ${rows.length} rows</summary>${table(rows)}</details>
</div>`;
}

/** A check's rows stand before it: they were written for the same page at the same moment. */
const rowsOf = (check: CheckRecord, records: readonly ResultRecord[]): BudgetRecord[] =>
  records.filter(isBudget).filter((row) => row.at === check.at && row.variant === check.variant);

function table(rows: readonly BudgetRecord[]): string {
  const body = rows.map((row) => {
    const cells = [row.audit, limitOf(row), foundOf(row), boundOf(row), row.reason ?? '', row.source];
    return `<tr><td><span class="tag ${TONE[row.verdict]}">${row.verdict}</span></td>${cells.map((cell) => `<td>${markup(cell)}</td>`).join('')}</tr>`;
  });
  const head = ['', 'audit', 'limit', 'found', 'interval of the median', 'why', 'source'].map((t) => `<th>${t}</th>`);
  return `<div class="scroll"><table><tbody><tr>${head.join('')}</tr>${body.join('\n')}</tbody></table></div>`;
}
