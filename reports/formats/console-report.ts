// The console report at the end of a run, 80 columns wide: KPIs, failures with the command to rerun, stages, verdict.
import { showSpan } from '../../common/number-text.ts';
import { messageOf, leadingCauses } from '../verdict/group-causes.ts';
import { shownOf } from '../verdict/shown-figure.ts';
import type { Cause, CheckRow, KpiRow, LineRow, Verdict } from '../verdict/verdict-format.ts';
import type { Advice } from '../verdict/what-now.ts';
import { plain, WIDTH, wrap } from './fold-line.ts';

export type ConsoleOptions = {
  color?: boolean;
  width?: number;
  advice?: Advice;
  /** Only what was judged, and no checks: what ran has shown them itself. */
  brief?: boolean;
};

const COLOURS = { red: 31, yellow: 33, green: 32, dim: 2, bold: 1 } as const;
type Colour = keyof typeof COLOURS;

const LOOK: Readonly<Record<string, { sign: string; colour: Colour }>> = {
  pass: { sign: '✓', colour: 'green' },
  warn: { sign: '!', colour: 'yellow' },
  breach: { sign: '✗', colour: 'red' },
  suspected: { sign: '?', colour: 'yellow' },
  inconclusive: { sign: '?', colour: 'yellow' },
  broken: { sign: '✗', colour: 'red' },
};
const QUIET = { sign: '·', colour: 'dim' } as const;
const look = (word: string): { sign: string; colour: Colour } => LOOK[word] ?? QUIET;

const cell = (text: string, width: number): string =>
  (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);

/** The report as lines of text, ending with the verdict and the exit code. */
export function consoleReport(
  verdict: Verdict,
  { color = false, width = WIDTH, advice, brief = false }: ConsoleOptions = {},
): string {
  const paint = (text: string, colour: Colour): string => (color ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : text);
  // A line `see PATH` stays whole, so that the path can be copied with a click.
  const indented = (text: string, by: number): string[] =>
    (/^see \S+$/.test(text) ? [plain(text)] : wrap(text, width - by)).map((l) => ' '.repeat(by) + l);
  const heading = (text: string): string[] => ['', paint(text, 'bold')];
  const out: string[] = [];

  out.push(
    ...heading('KPIs'),
    paint(`    ${cell('', 26)}${cell('limit', 14)}${cell('found', 15)}${cell('n', 7)}`, 'dim'),
  );
  for (const k of verdict.kpis.filter((row) => !brief || isJudged(row))) {
    const { sign, colour } = look(k.verdict);
    const columns = `${cell(k.id, 26)}${cell(k.limit, 14)}${cell(shownOf(k), 15)}${cell(String(k.n), 7)}`;
    out.push(`  ${paint(sign, colour)} ${columns}${paint(k.verdict, colour)}`);
    if (!['pass', 'not-observable', 'not-selected'].includes(k.verdict))
      out.push(...explained(k).flatMap((l) => indented(l, 6)));
  }
  const open = unjudged(verdict.kpis);
  if (open) out.push(...indented(open, 4).map((l) => paint(l, 'dim')));

  const notRun = brief ? verdict.kpis.filter((row) => !isJudged(row)).map(({ id }) => id) : [];
  if (notRun.length > 0) out.push(...indented(`not run: ${notRun.join(', ')}`, 4).map((l) => paint(l, 'dim')));

  const count = Map.groupBy(verdict.checks, (c) => c.verdict);
  const counts = [...count].map(([word, of]) => `${of.length} ${word}`).join(', ');
  out.push(...heading(`Checks: ${counts || 'none declared'}`));
  const shown = verdict.checks.filter((row) => !['pass', 'not-selected', 'skipped'].includes(row.verdict));
  for (const c of brief ? [] : shown) {
    const { sign, colour } = look(c.verdict);
    out.push(`  ${paint(sign, colour)} ${cell(plain(c.id), 56)} ${paint(c.verdict, colour)}`, ...indented(c.title, 6));
    out.push(...details(c, verdict.causes).flatMap((l) => indented(l, 6)));
    // Never wrapped, so that it can be copied.
    out.push(...c.variants.filter((v) => v.outcome !== 'pass').map((v) => `      rerun: ${plain(v.rerun)}`));
  }

  out.push(...heading('Stages'));
  for (const s of verdict.stages) {
    const { sign, colour } = look(s.status === 'done' ? 'pass' : s.status);
    const time = s.status === 'done' ? showSpan(s.durationMs) : s.status;
    out.push(`  ${paint(sign, colour)} ${cell(s.stage, 14)}${time}`, ...(s.reason ? indented(s.reason, 6) : []));
  }

  if (verdict.causes.length > 0) out.push(...heading('Causes'));
  const causes = leadingCauses(verdict.causes);
  for (const cause of causes.slice(0, CAUSES)) {
    const { verdict: word, id } = cause;
    const [first = '', ...rest] = wrap(`${word} ${id}: ${messageOf(cause)}`, width - 4);
    out.push(`  ${paint(look(word).sign, look(word).colour)} ${first}`, ...rest.map((l) => `    ${l}`));
  }
  if (causes.length > CAUSES) out.push(`    and ${causes.length - CAUSES} more, all in verdict.json`);

  if (advice) {
    const [first = '', ...rest] = wrap(advice.text, width - 2);
    const tell = advice.tell.length === 0 ? [] : indented(`tell: ${advice.tell.join('; ')}`, 2);
    out.push('', paint(`What now: ${advice.decision}`, 'bold'), `  ${first}`, ...rest.map((l) => `  ${l}`));
    // Never wrapped, so that they can be copied.
    out.push(...advice.commands.map((command) => `  $ ${plain(command)}`), ...tell);
  }

  const { sign, colour } = look(verdict.verdict);
  const took = showSpan(verdict.durationMs);
  out.push(
    '',
    ...wrap(`${verdict.target}, profile ${verdict.profile ?? 'unknown'}, ${took}, run ${verdict.runId}`, width),
  );
  return `${[...out, paint(`${sign} verdict ${verdict.verdict}, exit code ${verdict.exitCode}`, colour)].join('\n')}\n`;
}

const CAUSES = 20;
const isJudged = ({ verdict }: KpiRow): boolean => verdict !== 'not-selected' && verdict !== 'not-observable';

function explained(k: KpiRow): string[] {
  const parts = k.parts.filter((p) => p.verdict === 'breach' || p.verdict === 'suspected');
  const subjects = parts.map(
    (p) => `${p.subject}${p.variant ? ` (${p.variant})` : ''}: ${p.text} of n ${p.n}, ${p.reason}`,
  );
  const runbook = k.verdict === 'breach' || k.verdict === 'suspected' ? [`runbook: ${k.runbookState.text}`] : [];
  return [...(subjects.length > 0 ? subjects : [k.reason]), ...runbook];
}

/** Lines for which the run was too short: printed once, never counted as green. */
function unjudged(kpis: readonly KpiRow[]): string {
  const short = (l: LineRow): boolean => l.verdict === 'not-judged' && !l.required;
  const open = kpis.filter((k) => k.verdict === 'pass' && k.lines.some(short));
  const named = open.flatMap((k) => k.lines.filter(short).map((l) => `${k.id} ${l.name} ${l.limit} (${l.reason})`));
  return named.length === 0 ? '' : `not judged: ${named.join('; ')}`;
}

function details(c: CheckRow, causes: readonly Cause[]): string[] {
  const shared = causes.find(({ id }) => id === c.id);
  if (shared?.sameAs !== undefined) return [`same cause as ${shared.sameAs}: ${shared.fact}`, ...evidenceOf(c)];
  if (c.variants.length === 0) return c.reason ? [c.reason] : [];
  const failed = c.variants.filter((v) => v.outcome !== 'pass');
  const said = failed.flatMap((v) =>
    v.failures.map((f) => `${v.variant ? `${v.variant}: ` : ''}${f.code}: ${f.message}`),
  );
  return [...new Set(said), ...evidenceOf(c)];
}

const evidenceOf = ({ variants }: CheckRow): string[] => [
  ...new Set(variants.filter((v) => v.outcome !== 'pass').flatMap((v) => v.evidence.map((path) => `see ${path}`))),
];
