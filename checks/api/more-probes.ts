// More availability probes while a failure, or a mean near its limit, is not decided. Bounded by the rounds that the caller gives.
import { FREE } from '../../contracts/contract.ts';
import { costOf } from '../../contracts/contract-list.ts';
import { MORE_PROBES } from '../../judging.ts';
import type { Stage } from '../../kpis.ts';
import type { ApiContext } from './api-context.ts';
import { PROBES, sample, type Probe } from './availability-probes.ts';

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

/**
 * Probes until the verdict is clear, at most `most` rounds and MORE_PROBES.longestMs: of all that cause no load behind the site while a failure or
 * a mean is open over all of them (`context.wanted`), then of the endpoints that failed more than once (`context.suspects`).
 */
export async function probeUntilDecided(context: ApiContext, stage: Stage, most: number): Promise<void> {
  const free = PROBES.filter(({ path }) => costOf(path) === FREE);
  const open = (round: number): readonly Probe[] => {
    if ((context.wanted?.(round) ?? 0) > 0) return free;
    const suspects = new Set(context.suspects?.() ?? []);
    return free.filter(({ endpoint }) => suspects.has(endpoint));
  };
  let sent = 0;
  const until = performance.now() + MORE_PROBES.longestMs;
  for (let round = 0; round < most && performance.now() < until; round += 1) {
    const asked = open(round);
    if (asked.length === 0) break;
    await sampleAll(context, stage, asked, 1);
    sent += asked.length;
  }
  if (sent > 0) context.log?.(`${sent} more probes, because a failure or a mean near its limit was not yet decided`);
}
