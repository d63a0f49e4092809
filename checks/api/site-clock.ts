// Whose clock is wrong? A machine whose clock is an hour off would judge every timestamp of the site as an hour old.
import { CLOCK_RULES } from '../../judging.ts';
import type { Answer } from './probe-client.ts';

/** The site's own time by its Date header (and the seconds that a cache has kept it), where it differs much from ours; else undefined. */
export function differingSiteTime({ headers }: Answer, now: Date): { at: Date; text: string } | undefined {
  const date = Date.parse(headers['date'] ?? '');
  const age = Number(headers['age'] ?? 0);
  const at = date + (Number.isFinite(age) && age > 0 ? age * 1_000 : 0);
  if (!Number.isFinite(at) || Math.abs(at - now.getTime()) <= CLOCK_RULES.mostDifferenceMs) return undefined;
  const minutes = Math.round((now.getTime() - at) / 60_000);
  return {
    at: new Date(at),
    text: `this machine's clock is ${Math.abs(minutes)} min ${minutes > 0 ? 'ahead of' : 'behind'} the site's Date header; its times were judged by that header`,
  };
}
