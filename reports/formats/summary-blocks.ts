// The blocks of the GitHub step summary, most important first. Each can be left out independently.
import { showSpan } from '../../common/number-text.ts';
import { leadingCauses } from '../verdict/group-causes.ts';
import type { Cause, CheckRow, KpiRow, Verdict } from '../verdict/verdict-format.ts';
import { shownOf } from '../verdict/shown-figure.ts';
import type { Advice } from '../verdict/what-now.ts';
import { code, codeCell, markdown, printable } from './escape.ts';

const SIGN: Readonly<Record<string, string>> = {
  pass: '✅',
  done: '✅',
  warn: '⚠️',
  breach: '❌',
  broken: '💥',
  suspected: '❔',
  inconclusive: '❔',
};
/** A verdict word with its sign. */
export const withSign = (word: string): string => `${SIGN[word] ?? '➖'} ${word}`;
const table = (head: string[], rows: string[][]): string[] =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);

/** `name` is listed if the block is cut. Figures have priority over all other blocks, because they are small. */
export type SummaryBlock = { name: string; lines: string[]; isFigures?: true };

/** All blocks that have something to show, in their order on the page. */
export const summaryBlocks = (verdict: Verdict, advice?: Advice, besideFiles = true): SummaryBlock[] =>
  [
    ...(advice === undefined ? [] : [whatNext(advice)]),
    causes(verdict),
    kpis(verdict, (k) => BAD.includes(k.verdict), 'KPIs that need attention'),
    ...failing(verdict),
    kpis(verdict, (k) => !BAD.includes(k.verdict), 'KPIs'),
    stages(verdict),
    ...(besideFiles ? [filmstrips(verdict)] : []),
    allChecks(verdict),
  ].filter(({ lines }) => lines.length > 0);

const causes = (v: Verdict): SummaryBlock => ({
  name: 'causes',
  lines: v.causes.length === 0 ? [] : ['### Causes', '', ...leadingCauses(v.causes).map(causeLine)],
});

const causeLine = ({ verdict, id, message, fact = '', also = [] }: Cause): string =>
  also.length === 0
    ? `- **${withSign(verdict)}** ${code(id)} ${markdown(message)}`
    : `- **${withSign(verdict)}** ${markdown(fact)}, the cause of ${also.length + 1}: ${[id, ...also].map(code).join(', ')}. ${markdown(message)}`;

const BAD: readonly string[] = ['breach', 'broken', 'suspected', 'inconclusive', 'warn'];

const whatNext = ({ decision, text, commands, tell }: Advice): SummaryBlock => ({
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

const kpis = (v: Verdict, which: (k: KpiRow) => boolean, title: string): SummaryBlock => ({
  name: title,
  isFigures: true,
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
              withSign(k.verdict),
              markdown(k.reason),
              markdown(k.source),
            ]),
        ),
      ],
});

const foundOf = (k: KpiRow): string => (k.found === null ? '' : markdown(shownOf(k)));

const failing = (v: Verdict): SummaryBlock[] =>
  v.checks
    .filter((c) => !['pass', 'not-selected', 'skipped'].includes(c.verdict))
    .map((c) => ({
      name: `check ${c.id}`,
      lines: [`### ${withSign(c.verdict)} ${code(c.id)}`, '', markdown(c.title), ...variants(c, v.causes)],
    }));

function variants(c: CheckRow, causes: readonly Cause[]): string[] {
  const shared = causes.find(({ id }) => id === c.id);
  const isShared = shared?.sameAs !== undefined;
  if (c.variants.length === 0) return c.reason ? ['', `- ${markdown(c.reason)}`] : [];
  return [
    '',
    ...(isShared ? [`- same cause as ${code(shared.sameAs ?? '')}: ${markdown(shared.fact ?? '')}`] : []),
    ...c.variants
      .filter((x) => x.outcome !== 'pass')
      .flatMap((x) => [
        ...(isShared ? [] : x.failures).map(
          (f) => `- ${x.variant ? `${markdown(x.variant)}, ` : ''}${code(f.code)} ${markdown(f.message)}`,
        ),
        ...x.evidence.map((path) => `- evidence ${code(path)}`),
        `- rerun ${code(x.rerun)}`,
      ]),
  ];
}

const stages = (v: Verdict): SummaryBlock => ({
  name: 'stages',
  lines: [
    '### Stages',
    '',
    ...table(
      ['stage', 'status', 'time', 'reason'],
      v.stages.map((s) => [s.stage, withSign(s.status), showSpan(s.durationMs), markdown(s.reason ?? '')]),
    ),
  ],
});

/** How the audited pages were painted. Their paths hold where the summary lies beside the files of its run, and nowhere else. */
const filmstrips = (v: Verdict): SummaryBlock => {
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

const allChecks = (v: Verdict): SummaryBlock => ({
  name: 'list of all checks',
  lines: [
    `<details><summary>All ${v.checks.length} checks</summary>`,
    '',
    ...table(
      ['check', 'verdict', 'time', 'what it proves', 'reason'],
      v.checks.map((c) => [
        codeCell(c.id),
        withSign(c.verdict),
        showSpan(c.durationMs),
        markdown(c.title),
        markdown(c.reason ?? ''),
      ]),
    ),
    '',
    '</details>',
  ],
});
