// GitHub workflow commands for the run's page. GitHub shows 10 of a kind per step.
import { messageOf, leadingCauses } from '../verdict/group-causes.ts';
import type { Cause, Verdict } from '../verdict/verdict-format.ts';
import { workflowMessage, workflowProperty } from './escape.ts';

const PER_KIND = 10;
const KIND: Readonly<Record<Cause['verdict'], 'error' | 'warning'>> = {
  breach: 'error',
  broken: 'error',
  inconclusive: 'warning',
  warn: 'warning',
};

/** One command per line; the last of a full kind contains the number of omitted ones. */
export function annotations(verdict: Verdict): string {
  const lines: string[] = [];
  for (const kind of ['error', 'warning'] as const) {
    const of = leadingCauses(verdict.causes).filter((c) => KIND[c.verdict] === kind);
    const shown = of.length > PER_KIND ? of.slice(0, PER_KIND - 1) : of;
    for (const c of shown) {
      lines.push(`::${kind} title=${workflowProperty(`${c.verdict}: ${c.id}`)}::${workflowMessage(messageOf(c))}`);
    }
    if (shown.length < of.length) lines.push(`::${kind}::and ${of.length - shown.length} more, see the summary`);
  }
  return lines.map((l) => `${l}\n`).join('');
}
