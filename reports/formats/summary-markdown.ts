// The GitHub step summary as Markdown: below GitHub's size limit, with a list of the omitted blocks.
import { showSpan } from '../../common/number-text.ts';
import type { Verdict } from '../verdict/verdict-format.ts';
import type { Advice } from '../verdict/what-now.ts';
import { code, markdown } from './escape.ts';
import { summaryBlocks, withSign, type SummaryBlock } from './summary-blocks.ts';

/** GitHub rejects a step summary above 1 MiB. The other steps of the job write into the same file. */
export const SUMMARY_LIMIT_BYTES = 1_000_000;

/**
 * The whole summary. `besideFiles`: it lies in the folder of its run, where pictures are found; on GitHub's page they are not. Blocks that
 * do not fit are left out, least important first, and named at its end.
 */
export function summary(
  verdict: Verdict,
  limitBytes = SUMMARY_LIMIT_BYTES,
  advice?: Advice,
  { besideFiles = true } = {},
): string {
  const head = [
    `## ${withSign(verdict.verdict)} (exit code ${verdict.exitCode})`,
    '',
    `${code(verdict.target)}, profile ${verdict.profile ?? 'unknown'}, ${showSpan(verdict.durationMs)}, run ${code(verdict.runId)}`,
  ];
  const kept: string[] = [...head];
  const cut: string[] = [];
  // 2,000 bytes are reserved for the list of omitted blocks.
  let left = limitBytes - Buffer.byteLength(head.join('\n')) - 2_000;
  const blocks = summaryBlocks(verdict, advice, besideFiles);
  const fitting = new Set<SummaryBlock>();
  for (const block of blocks.toSorted((x, y) => Number(y.isFigures ?? false) - Number(x.isFigures ?? false))) {
    const size = Buffer.byteLength(['', ...block.lines].join('\n')) + 1;
    if (size > left) cut.push(block.name);
    else {
      fitting.add(block);
      left -= size;
    }
  }
  for (const block of blocks) if (fitting.has(block)) kept.push('', ...block.lines);
  if (cut.length > 0) {
    const rest = cut.length > 8 ? `, and ${cut.length - 8} more` : '';
    kept.push(
      '',
      `**Cut to stay below GitHub's limit:** ${cut.slice(0, 8).map(short).join(', ')}${rest}. All of it is in verdict.json.`,
    );
  }
  return `${kept.join('\n')}\n`;
}

const short = (text: string): string => markdown(text.length > 120 ? `${text.slice(0, 119)}…` : text);
