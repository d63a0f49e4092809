// Splits the whole proof into parts for several runs or machines, and joins their rows. Pure.
import type { ProofRow } from './proof-matrix.ts';
import type { ProofRun } from './proof-runs.ts';

/** Part `part` of `of`; the first is 1. */
export type Shard = { part: number; of: number };

/** Approximate durations of the stages in seconds, on two idle cores: only their ratios matter. */
const SECONDS_OF: Readonly<Record<string, number>> = { journeys: 40, audits: 22, load: 8 };
const SECONDS_OF_A_CHECK = 4;
const SECONDS_TO_START = 4;

const secondsOf = ({ only }: ProofRun): number =>
  SECONDS_TO_START +
  only.reduce((sum, name) => sum + (SECONDS_OF[name] ?? (name.includes('.') ? SECONDS_OF_A_CHECK : 2)), 0);

/**
 * The subjects of one shard, in order. Distributed so that all shards take about the same time: the longest first, each to the shard with the least
 * time. All shards together contain each subject once.
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
  /** Subjects without a row in any part. */
  missing: string[];
  /** Subjects with rows in several parts. The last one counts, so that a repeated part replaces an earlier one. */
  repeated: string[];
};

/** Joins the rows of several proofs. `wanted`: the ids that they must contain together. */
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
