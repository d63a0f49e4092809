// The whole proof in parts that run one at a time or on several machines, and their rows joined again. Pure.
import type { ProofRow } from './proof-matrix.ts';
import type { ProofRun } from './proof-runs.ts';

/** Part `part` of `of`; the first is 1. */
export type Shard = { part: number; of: number };

/** Seconds that the stages take about, on two quiet cores: they only have to be right to each other. */
const SECONDS_OF: Readonly<Record<string, number>> = { journeys: 40, audits: 20, load: 45 };
const SECONDS_OF_A_CHECK = 4;
const SECONDS_TO_START = 4;

const secondsOf = ({ only }: ProofRun): number =>
  SECONDS_TO_START +
  only.reduce((sum, name) => sum + (SECONDS_OF[name] ?? (name.includes('.') ? SECONDS_OF_A_CHECK : 2)), 0);

/**
 * The subjects of one shard, in their order. Dealt so that all shards take about as long: the dearest first, each to the shard that has least. The
 * shards of one number together hold each subject once.
 */
export function subjectsOfShard<T>(
  subjects: readonly T[],
  runs: (subject: T) => readonly ProofRun[],
  { part, of }: Shard,
): T[] {
  const totals = Array.from({ length: of }, () => 0);
  const shardOf = new Map<T, number>();
  const dear = subjects
    .map((subject) => ({ subject, seconds: runs(subject).reduce((sum, run) => sum + secondsOf(run), 0) }))
    .toSorted((a, b) => b.seconds - a.seconds);
  for (const { subject, seconds } of dear) {
    const least = totals.indexOf(Math.min(...totals));
    totals[least] = (totals[least] ?? 0) + seconds;
    shardOf.set(subject, least + 1);
  }
  return subjects.filter((subject) => shardOf.get(subject) === part);
}

export type Joined = {
  /** In the order of `wanted`. */
  rows: ProofRow[];
  /** No part has a row of it. */
  missing: string[];
  /** Several parts have a row of it; the last one counts, so that a repeated part replaces an earlier one. */
  repeated: string[];
};

/** The rows of several proofs as those of one. `wanted`: the ids that all of them together must hold. */
export function joinedProofs(parts: readonly (readonly ProofRow[])[], wanted: readonly string[]): Joined {
  const byFault = new Map<string, ProofRow>();
  const repeated = new Set<string>();
  for (const row of parts.flat()) {
    if (byFault.has(row.fault)) repeated.add(row.fault);
    byFault.set(row.fault, row);
  }
  return {
    rows: wanted.flatMap((fault) => byFault.get(fault) ?? []),
    missing: wanted.filter((fault) => !byFault.has(fault)),
    repeated: [...repeated],
  };
}
