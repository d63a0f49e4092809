// docs/runbook-coverage.md: every statement of the runbook and what covers it. A statement without a row, a row without a statement, and an
// unknown name are errors.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHECKS } from '../../checks/index.ts';
import { KPIS } from '../../kpis.ts';
import { RULES } from '../../monitoring/alerts/rules/rule-list.ts';
import { CLOCK_NAMES } from '../../monitoring/incidents/incident-clocks.ts';
import { isCommand } from './command-table.ts';
import { RUNBOOK_COVERAGE, type CoverageRow } from './runbook-coverage-table.ts';
import { ROOT } from './run-folder.ts';

export type Statement = { section: string; heading: string; statement: string };

/**
 * List items and numbered steps, each below its nearest heading; an item of a step is named after the step. Commands in fences belong to their step.
 */
export function statementsOf(markdown: string): Statement[] {
  const statements: Statement[] = [];
  const above = { section: '', h3: '', h4: '' };
  let step = '';
  let isFenced = false;
  for (const line of markdown.split('\n')) {
    if (line.trim().startsWith('```')) isFenced = !isFenced;
    if (isFenced) continue;
    const [, hashes, title = ''] = /^(#{2,4}) (.*)$/.exec(line) ?? [];
    if (hashes !== undefined) {
      if (hashes === '##') Object.assign(above, { section: title, h3: '', h4: '' });
      else if (hashes === '###') Object.assign(above, { h3: title, h4: '' });
      else above.h4 = title;
      step = '';
      continue;
    }
    const [, indent = '', number, marked] = /^(\s*)(?:- (?:\[ \] )?|(\d+)\. )(.*)$/.exec(line) ?? [];
    if (marked === undefined || above.section === 'Table of Contents') continue;
    const text = marked.replaceAll('**', '');
    if (number !== undefined) step = text;
    const statement = indent !== '' && number === undefined && step !== '' ? `${step} / ${text}` : text;
    statements.push({ section: above.section, heading: above.h4 || above.h3, statement });
  }
  return statements;
}

const CHECK_IDS = new Set(CHECKS.map(({ id }) => id));
const KINDS: Readonly<Record<string, (name: string) => boolean>> = {
  check: (name) => CHECK_IDS.has(name),
  KPI: (name) => KPIS.some(({ id }) => id === name),
  rule: (name) => RULES.some(({ id }) => id === name),
  clock: (name) => (CLOCK_NAMES as readonly string[]).includes(name),
  command: isCommand,
};

/** Differences between the runbook and the table, one line each. */
export function coverageMistakes(statements: readonly Statement[], rows: readonly CoverageRow[]): string[] {
  const keyOf = (...of: string[]): string => of.join(' | ');
  const known = rows.map(([section, heading, statement]) => keyOf(section, heading, statement));
  const wanted = statements.map(({ section, heading, statement }) => keyOf(section, heading, statement));
  return [
    ...wanted.filter((key) => !known.includes(key)).map((key) => `no row for: ${key}`),
    ...known.filter((key) => !wanted.includes(key)).map((key) => `not in the runbook: ${key}`),
    ...known
      .filter((key, i) => known.indexOf(key) !== i && wanted.filter((one) => one === key).length < 2)
      .map((key) => `twice: ${key}`),
    ...rows.flatMap(([, , statement, by]) =>
      typeof by === 'string'
        ? by.trim() === ''
          ? [`no reason: ${statement}`]
          : []
        : by.filter((name) => !exists(name)).map((name) => `"${name}" does not exist (${statement})`),
    ),
    ...rows.filter(([, , , by]) => by.length === 0).map(([, , statement]) => `not covered: ${statement}`),
  ];
}

function exists(name: string): boolean {
  const [kind = '', ...rest] = name.split(' ');
  return Object.hasOwn(KINDS, kind) && KINDS[kind]?.(rest.join(' ')) === true;
}

export const readRunbook = (): Statement[] => statementsOf(readFileSync(path.join(ROOT, 'docs/runbook.md'), 'utf8'));

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A KPI that the site does not report reliably is marked here, too. */
function shown(name: string): string {
  const blind = KPIS.find(({ id }) => `KPI ${id}` === name)?.notObservable;
  return `\`${name}\`${blind === undefined ? '' : ` (shown, not judged: ${cell(blind)})`}`;
}

/** Throws if the table has errors. */
export function runbookCoverage(): string {
  const mistakes = coverageMistakes(readRunbook(), RUNBOOK_COVERAGE);
  if (mistakes.length > 0) throw new Error(`commands/lib/runbook-coverage-table.ts:\n${mistakes.join('\n')}`);
  const watched = RUNBOOK_COVERAGE.filter(([, , , by]) => typeof by !== 'string').length;
  const lines = [
    '# Runbook coverage',
    '',
    'Written by `npm run generate` from `commands/lib/runbook-coverage-table.ts`. Do not edit.',
    '',
    `The [runbook](runbook.md) makes ${RUNBOOK_COVERAGE.length} statements: ${watched} are covered, ${RUNBOOK_COVERAGE.length - watched} cannot be observed from outside, each with the reason.`,
    'A rule is an alert rule of the monitor; a clock is one of an incident.',
  ];
  for (const [section, rows] of Map.groupBy(RUNBOOK_COVERAGE, ([name]) => name)) {
    lines.push('', `## ${section}`, '', '| under | statement | covered by |', '| --- | --- | --- |');
    for (const [, heading, statement, by] of rows) {
      const how = typeof by === 'string' ? `not from outside: ${cell(by)}` : by.map(shown).join(', ');
      lines.push(`| ${cell(heading)} | ${cell(statement)} | ${how} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}
