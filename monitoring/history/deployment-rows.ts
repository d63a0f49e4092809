// Deployments as rows of the history, and the rollbacks among them.
import { isSameCommit } from '../last-good.ts';
import type { Deployment } from '../window-source.ts';
import { orNull, rowReader } from './row-reader.ts';

export const deploymentOf = rowReader<Deployment & { commit: string }>({
  at: ['at', Number],
  commit: ['commit_id', String],
  address: ['address', String],
  verdict: ['verdict', orNull(String)],
  verdictAt: ['verdict_at', orNull(Number)],
});

/** A commit that was live from then on. */
export type Sighting = { at: number; commit: string };
export const sightingOf = rowReader<Sighting>({ at: ['at', Number], commit: ['commit_id', String] });

/** Adds a row for each time at which an older commit became live again. Both lists and the result are oldest first. */
export function withReturns(
  deployments: readonly (Deployment & { commit: string })[],
  live: readonly Sighting[],
): Deployment[] {
  const seen: string[] = [];
  const returns: Deployment[] = [];
  for (const { at, commit } of live) {
    const last = seen.at(-1);
    // Late entries may give the same commit twice in a row.
    if (last !== undefined && isSameCommit(last, commit)) continue;
    const of = deployments.find((one) => isSameCommit(one.commit, commit));
    if (of !== undefined && seen.some((earlier) => isSameCommit(earlier, commit)))
      returns.push({ ...of, at, isReturn: true });
    seen.push(commit);
  }
  return returns.length === 0 ? [...deployments] : [...deployments, ...returns].sort((a, b) => a.at - b.at);
}
