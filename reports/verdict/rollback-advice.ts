// The runbook's Rollback Procedure for one site. Every command can be pasted as it is: where the address of the deployment is not known,
// a sentence says how to find it. Pure.

/** The last deployment before the judged one that passed the gate. `at`: ISO, UTC. */
export type GoodDeployment = { commit: string; address: string; at: string };
export type RollbackAdvice = {
  /** Which deployment to roll back to: a clause that ends without a full stop. */
  which: string;
  /** In order. The last one is the rollback itself, or the list in which its address stands. */
  commands: string[];
  /** The part that no command can do; undefined where the commands do all. */
  byHand: string | undefined;
};

const LIST = 'vercel ls --scope swbams-projects';
const OURS = 'grep mysetlist-sonnet';

const minuteOf = (iso: string): string => `${iso.slice(0, 16).replace('T', ' ')} UTC`;

/** `before`: ISO, UTC, when the failures began or the judged deployment was made; undefined where that is not known. */
export function rollbackAdvice(target: string, good: GoodDeployment | undefined, before?: string): RollbackAdvice {
  const { host } = new URL(target);
  const byHand = `run "vercel alias set", then its address from the list, then ${host}`;
  if (good === undefined)
    return {
      which: `the newest deployment from before ${before === undefined ? 'this one' : minuteOf(before)}`,
      commands: [`${LIST} | ${OURS}`],
      byHand,
    };
  const which = `commit ${good.commit.slice(0, 7)}, which passed the gate at ${minuteOf(good.at)}`;
  const own = URL.canParse(good.address) ? new URL(good.address).host : good.address;
  if (own !== host) return { which, commands: [`vercel alias set ${own} ${host}`], byHand: undefined };
  // The site's own address is the alias, so it cannot be the alias's target. Vercel's list shows no commits, but it can filter by one.
  const filter = /^[0-9a-f]{40}$/.test(good.commit) ? ` -m githubCommitSha=${good.commit}` : '';
  return { which, commands: [`${LIST}${filter} | ${OURS}`], byHand };
}
