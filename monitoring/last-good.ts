// The deployment to roll back to, from the history. Pure.
import type { GoodDeployment } from '../reports/verdict/rollback-advice.ts';
import type { Deployment, WindowSource } from './window-source.ts';

/** One of the two commit ids may be the short form: the first 7 digits. */
const isSame = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/**
 * The newest deployment that passed the gate, except the commit `judged`. Returns the deployment's own address where a row of the same
 * commit has one, because the alias cannot point to itself. `all`: oldest first.
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

/** How far back a deployment may be to roll back to it. */
const LOOK_BACK_MS = 90 * 86_400_000;

/** The deployment to roll back to at `now`, ms since 1970. The newest deployment in the history is live, so it is not the answer. */
export async function rollbackTarget(
  source: Pick<WindowSource, 'deployments'>,
  target: string,
  now: number,
): Promise<GoodDeployment | undefined> {
  const all = await source.deployments(now - LOOK_BACK_MS, now);
  return lastGoodOf(all, new URL(target), all.at(-1)?.commit ?? undefined);
}
