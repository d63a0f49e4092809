// `npm run prove -- --list`: the fault matrix as text.
import { FAULTS } from '../stand-in/faults.ts';
import { quietText } from './quiet-faults.ts';
import { reactionTo } from './reactions.ts';

/** One paragraph per fault: its id and description, the checks and KPIs that turn red, and those that warn. */
export function reactionList(asked?: readonly string[]): string {
  const faults = FAULTS.filter(({ id }) => asked?.includes(id) ?? true);
  return faults
    .map(({ id, source, description }) => {
      const { noticedBy, warnedBy } = reactionTo(id);
      return [
        `${id} (${source}): ${description}`,
        ...(noticedBy.length > 0 ? [`  red:  ${noticedBy.join(' ')}`] : []),
        ...(warnedBy.length > 0 ? [`  warn: ${warnedBy.join(' ')}`] : []),
        ...(noticedBy.length + warnedBy.length > 0 ? [] : [`  ${quietText(id) ?? 'no check for it yet'}`]),
      ].join('\n');
    })
    .join('\n');
}
