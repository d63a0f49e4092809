// The deployment to roll back to, from the history. Pure.
import type { GoodDeployment } from '../reports/verdict/rollback-advice.ts';
import type { Deployment, WindowSource } from './window-source.ts';

/** One of the two commit ids may be the short form: the first 7 digits. */
export const isSameCommit = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);

/** Verdicts about the deployment. Others (inconclusive, broken) neither make nor unmake a good one. */
const DECIDED: ReadonlySet<string> = new Set(['pass', 'warn', 'breach']);
type Judged = Deployment & { commit: string; verdict: string };
const verdictAtOf = ({ at, verdictAt }: Deployment): number => verdictAt ?? at;

/**
 * The newest deployment that passed the gate, except the commit `judged`, commits whose newest verdict is a breach (also at another
 * address), and commits that people rolled back from. Returns the deployment's own address where a row of the same commit has one, because
 * the alias cannot point to itself. `all`: oldest first.
 */
export function lastGoodOf(
  all: readonly Deployment[],
  target: URL,
  judged: string | undefined,
): GoodDeployment | undefined {
  const decided = all.filter(
    (one): one is Judged => one.commit !== null && one.verdict !== null && DECIDED.has(one.verdict),
  );
  const newestVerdict = (commit: string): Judged =>
    decided
      .filter((one) => isSameCommit(one.commit, commit))
      .reduce((newest, one) => (verdictAtOf(one) >= verdictAtOf(newest) ? one : newest));
  const isGood = (one: Judged): boolean => {
    if (judged !== undefined && isSameCommit(one.commit, judged)) return false;
    const newest = newestVerdict(one.commit);
    return newest.verdict !== 'breach' && !wasLeft(all, one.commit, verdictAtOf(newest));
  };
  const good = decided
    .filter((one) => one.verdict !== 'breach' && isGood(one))
    .map(({ commit, address, at }) => ({ commit, address: address ?? target.origin, at: new Date(at).toISOString() }));
  const newest = good.at(-1);
  if (newest === undefined) return undefined;
  const isOwn = ({ commit, address }: GoodDeployment): boolean =>
    isSameCommit(commit, newest.commit) && URL.canParse(address) && new URL(address).host !== target.host;
  return good.findLast(isOwn) ?? newest;
}

/** Whether people rolled back from a commit after it was judged: whatever its gate found, it was not good. */
function wasLeft(all: readonly Deployment[], commit: string, judgedMs: number): boolean {
  const firstMs = (of: string): number =>
    all.find((one) => one.commit !== null && isSameCommit(one.commit, of))?.at ?? Infinity;
  return all.some(({ at, commit: to, isReturn }, i) => {
    if (isReturn !== true || to === null || at < judgedMs) return false;
    const from = all.slice(0, i).findLast((one) => one.commit !== null)?.commit ?? undefined;
    // Back to a newer commit is no rollback: it was tried again.
    return from !== undefined && isSameCommit(from, commit) && firstMs(to) < firstMs(from);
  });
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
