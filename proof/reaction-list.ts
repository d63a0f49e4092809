// `npm run prove -- --list`: who must notice what, as text.
import { FAULTS } from '../stand-in/faults.ts';
import { BLOCKING_FAULTS, HARMLESS_FAULTS } from './quiet-faults.ts';
import { reactionTo } from './reactions.ts';

const quietText = (fault: string): string => {
  if (BLOCKING_FAULTS.includes(fault)) return 'blocks: every stage is inconclusive, exit code 2';
  const reason = HARMLESS_FAULTS[fault];
  return reason === undefined ? 'no check notices it yet' : `harmless: ${reason}`;
};

/** One paragraph a fault: its id and description, the checks and KPIs that turn red, and those that warn. */
export function reactionList(asked?: readonly string[]): string {
  const faults = FAULTS.filter(({ id }) => asked?.includes(id) ?? true);
  return faults
    .map(({ id, source, description }) => {
      const { noticedBy, warnedBy } = reactionTo(id);
      return [
        `${id} (${source}): ${description}`,
        ...(noticedBy.length > 0 ? [`  red:  ${noticedBy.join(' ')}`] : []),
        ...(warnedBy.length > 0 ? [`  warn: ${warnedBy.join(' ')}`] : []),
        ...(noticedBy.length + warnedBy.length > 0 ? [] : [`  ${quietText(id)}`]),
      ].join('\n');
    })
    .join('\n');
}
