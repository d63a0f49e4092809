// More availability probes while a failure, or a mean near its limit, is not decided. Bounded by the rounds that the caller gives.
import { FREE } from '../../contracts/contract.ts';
import { costOf } from '../../contracts/contract-list.ts';
import type { Stage } from '../../kpis.ts';
import type { ApiContext } from './api-context.ts';
import { PROBES, sample, type Probe } from './availability-probes.ts';

/** `ofAll`: rounds of every probe that causes no load behind the site; `ofSuspects`: of those whose endpoint failed more than once. */
type MoreRounds = { ofAll: number; ofSuspects: number };

/** `rounds` samples of each probe, round by round. */
export async function sampleAll(
  context: ApiContext,
  stage: Stage,
  probes: readonly Probe[],
  rounds: number,
): Promise<void> {
  const all = Array.from({ length: rounds }, () => probes).flat();
  await Promise.all(all.map((one) => sample(context, stage, one)));
}

/** Probes until the verdict is clear, as far as `context.wanted` and `context.suspects` ask for it. */
export async function probeUntilDecided(
  context: ApiContext,
  stage: Stage,
  { ofAll, ofSuspects }: MoreRounds,
): Promise<void> {
  const free = PROBES.filter(({ path }) => costOf(path) === FREE);
  let sent = 0;
  const ask = async (probes: readonly Probe[]): Promise<void> => {
    await sampleAll(context, stage, probes, 1);
    sent += probes.length;
  };
  for (let round = 0; round < ofAll && (context.wanted?.() ?? 0) > 0; round += 1) await ask(free);
  for (let round = 0; round < ofSuspects; round += 1) {
    const suspects = new Set(context.suspects?.() ?? []);
    const asked = free.filter(({ endpoint }) => suspects.has(endpoint));
    if (asked.length === 0) break;
    await ask(asked);
  }
  if (sent > 0) context.log?.(`${sent} more probes, because a failure or a mean near its limit was not yet decided`);
}
