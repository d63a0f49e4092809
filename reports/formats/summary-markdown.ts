// The GitHub step summary: Markdown, at most 1 MiB, saying what it cut.
import { showSpan } from '../../common/number-text.ts';
import { toldCauses } from '../verdict/group-causes.ts';
import type { Cause, CheckRow, KpiRow, Verdict } from '../verdict/verdict-format.ts';
import type { Advice } from '../verdict/what-now.ts';
import { shownOf } from './console-report.ts';
import { code, codeCell, markdown, printable } from './escape.ts';

/** GitHub refuses a step summary above 1 MiB; other steps of the job write into the same one. */
export const SUMMARY_LIMIT_BYTES = 1_000_000;

const SIGN: Readonly<Record<string, string>> = {
  pass: '✅',
  done: '✅',
  warn: '⚠️',
  breach: '❌',
  broken: '💥',
  suspected: '❔',
  inconclusive: '❔',
};
const said = (word: string): string => `${SIGN[word] ?? '➖'} ${word}`;
const table = (head: string[], rows: string[][]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

type Block = { name: string; lines: string[] };

/** The whole summary. Blocks that do not fit are left out, from the least important, and named. */
export function summary(verdict: Verdict, limitBytes = SUMMARY_LIMIT_BYTES, advice?: Advice): string {
  const head = [
    `## ${said(verdict.verdict)} (exit code ${verdict.exitCode})`,
    '',
    `${code(verdict.target)}, profile ${verdict.profile ?? 'unknown'}, ${showSpan(verdict.durationMs)}, run ${code(verdict.runId)}`,
  ];
  const blocks = [
    ...(advice === undefined ? [] : [whatNext(advice)]),
    causes(verdict),
    kpis(verdict, (k) => BAD.includes(k.verdict), 'KPIs that need attention'),
    ...failing(verdict),
    kpis(verdict, (k) => !BAD.includes(k.verdict), 'KPIs'),
    stages(verdict),
    filmstrips(verdict),
    allChecks(verdict),
  ];
  const kept: string[] = [...head];
  const cut: string[] = [];
  // The rest is for the sentence that says what was cut.
  let left = limitBytes - Buffer.byteLength(head.join('\n')) - 2_000;
  const full = blocks.filter((b) => b.lines.length > 0);
  // The figures are few: they stand behind the failures, and are not cut for the sake of them.
  const fitting = new Set<Block>();
  for (const block of full.toSorted((x, y) => Number(isFigures(y)) - Number(isFigures(x)))) {
    const size = Buffer.byteLength(['', ...block.lines].join('\n')) + 1;
    if (size > left) cut.push(block.name);
    else {
      fitting.add(block);
      left -= size;
    }
  }
  for (const block of full) if (fitting.has(block)) kept.push('', ...block.lines);
  if (cut.length > 0) {
    const rest = cut.length > 8 ? `, and ${cut.length - 8} more` : '';
    kept.push(
      '',
      `**Cut to stay below GitHub's limit:** ${cut.slice(0, 8).map(short).join(', ')}${rest}. All of it is in verdict.json.`,
    );
  }
  return `${kept.join('\n')}\n`;
}

const isFigures = ({ name }: Block): boolean => name.startsWith('KPIs');
const short = (text: string): string => markdown(text.length > 120 ? `${text.slice(0, 119)}…` : text);

const causes = (v: Verdict): Block => ({
  name: 'causes',
  lines: v.causes.length === 0 ? [] : ['### Causes', '', ...toldCauses(v.causes).map(causeLine)],
});

const causeLine = ({ verdict, id, message, fact = '', also = [] }: Cause): string =>
  also.length === 0
    ? `- **${said(verdict)}** ${code(id)} ${markdown(message)}`
    : `- **${said(verdict)}** ${markdown(fact)}, the cause of ${also.length + 1}: ${[id, ...also].map(code).join(', ')}. ${markdown(message)}`;

const BAD: readonly string[] = ['breach', 'broken', 'suspected', 'inconclusive', 'warn'];

const whatNext = ({ decision, text, commands, tell }: Advice): Block => ({
  name: 'what now',
  lines: [
    `### What now: ${decision}`,
    '',
    markdown(text),
    ...(commands.length === 0
      ? []
      : ['', '```sh', ...commands.map((command) => printable(command).replaceAll('`', '')), '```']),
    ...(tell.length === 0 ? [] : ['', `Tell: ${tell.map(markdown).join('; ')}`]),
  ],
});

const kpis = (v: Verdict, which: (k: KpiRow) => boolean, title: string): Block => ({
  name: title,
  lines: !v.kpis.some(which)
    ? []
    : [
        `### ${title}`,
        '',
        ...table(
          ['KPI', 'limit', 'found', 'n', 'verdict', 'why', 'runbook'],
          v.kpis
            .filter(which)
            .map((k) => [
              codeCell(k.id),
              markdown(k.limit),
              foundOf(k),
              String(k.n),
              said(k.verdict),
              markdown(k.reason),
              markdown(k.source),
            ]),
        ),
      ],
});

const foundOf = (k: KpiRow): string => (k.found === null ? '' : markdown(shownOf(k)));

const failing = (v: Verdict): Block[] =>
  v.checks
    .filter((c) => !['pass', 'not-selected', 'skipped'].includes(c.verdict))
    .map((c) => ({
      name: `check ${c.id}`,
      lines: [`### ${said(c.verdict)} ${code(c.id)}`, '', markdown(c.title), ...variants(c, v.causes)],
    }));

function variants(c: CheckRow, causes: readonly Cause[]): string[] {
  const shared = causes.find(({ id }) => id === c.id);
  const isTold = shared?.sameAs !== undefined;
  if (c.variants.length === 0) return c.reason ? ['', `- ${markdown(c.reason)}`] : [];
  return [
    '',
    ...(isTold ? [`- same cause as ${code(shared.sameAs ?? '')}: ${markdown(shared.fact ?? '')}`] : []),
    ...c.variants
      .filter((x) => x.outcome !== 'pass')
      .flatMap((x) => [
        ...(isTold ? [] : x.failures).map(
          (f) => `- ${x.variant ? `${markdown(x.variant)}, ` : ''}${code(f.code)} ${markdown(f.message)}`,
        ),
        ...x.evidence.map((path) => `- evidence ${code(path)}`),
        `- rerun ${code(x.rerun)}`,
      ]),
  ];
}

const stages = (v: Verdict): Block => ({
  name: 'stages',
  lines: [
    '### Stages',
    '',
    ...table(
      ['stage', 'status', 'time', 'reason'],
      v.stages.map((s) => [s.stage, said(s.status), showSpan(s.durationMs), markdown(s.reason ?? '')]),
    ),
  ],
});

/** How the audited pages came to be: seen where the summary lies beside its run's files; GitHub shows the text instead. */
const filmstrips = (v: Verdict): Block => {
  const strips = v.checks.flatMap((c) =>
    c.variants.flatMap((x) =>
      x.evidence
        .filter((path) => path.endsWith('.filmstrip.svg'))
        .map((path) => ({ name: `${c.id} (${x.variant ?? ''})`, path })),
    ),
  );
  return {
    name: 'filmstrips',
    lines:
      strips.length === 0
        ? []
        : [
            '### Filmstrips',
            '',
            ...strips.map(({ name, path }) => `![${markdown(name)}](<${path.replace(/[<>]/g, '')}>)`),
          ],
  };
};

const allChecks = (v: Verdict): Block => ({
  name: 'list of all checks',
  lines: [
    `<details><summary>All ${v.checks.length} checks</summary>`,
    '',
    ...table(
      ['check', 'verdict', 'time', 'what it proves', 'reason'],
      v.checks.map((c) => [
        codeCell(c.id),
        said(c.verdict),
        showSpan(c.durationMs),
        markdown(c.title),
        markdown(c.reason ?? ''),
      ]),
    ),
    '',
    '</details>',
  ],
});
