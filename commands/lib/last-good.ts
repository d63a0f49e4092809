// The deployment to go back to, from what the history knows. Pure.
import type { Deployment } from '../../monitoring/window-source.ts';
import type { GoodDeployment } from '../../reports/verdict/what-now.ts';

/** One of two commit ids may be short: 7 digits of the other's 40. */
const isSame = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/**
 * The newest deployment that the gate passed and that is not `judged`, the commit under judgement. Where a row of the same commit has an
 * address of the deployment's own, that one is given: the alias cannot be set to itself. `all`: oldest first.
 */
export function lastGoodOf(
  all: readonly Deployment[],
  target: URL,
  judged: string | undefined,
): GoodDeployment | undefined {
  const good = all.flatMap(({ commit, address, at, verdict }) =>
    commit !== null && (verdict === 'pass' || verdict === 'warn') && !(judged !== undefined && isSame(commit, judged))
      ? [{ commit, address: address ?? target.origin, at: new Date(at).toISOString() }]
      : [],
  );
  const newest = good.at(-1);
  if (newest === undefined) return undefined;
  const isOwn = ({ commit, address }: GoodDeployment): boolean =>
    isSame(commit, newest.commit) && URL.canParse(address) && new URL(address).host !== target.host;
  return good.findLast(isOwn) ?? newest;
}
