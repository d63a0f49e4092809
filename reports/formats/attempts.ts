// The runs of a check for test-report formats: one entry per attempt, the deciding one last. Pure.
import { isOfEarlierRun } from '../result.ts';
import type { VariantRow } from '../verdict/verdict-format.ts';

export type Attempt = {
  /** 1 is the first. */
  number: number;
  outcome: VariantRow['outcome'];
  durationMs: number;
  /** `code: message`, one line of a finding each. */
  said: string[];
};

/** Oldest first. The last one has the outcome that counts, without what only an earlier one found. */
export function attemptsOf(row: VariantRow): [...Attempt[], Attempt] {
  const earlier = row.earlier ?? [];
  const before = earlier.map(({ outcome, durationMs, failures }, i): Attempt => ({
    number: i + 1,
    outcome,
    durationMs,
    said: failures.map(({ code, message }) => `${code}: ${message}`),
  }));
  const own = earlier.length === 0 ? row.failures : row.failures.filter(({ message }) => !isOfEarlierRun(message));
  const last: Attempt = {
    number: before.length + 1,
    // A warning of what only earlier runs met is a pass of the last one.
    outcome: row.outcome === 'warn' && own.length === 0 && before.length > 0 ? 'pass' : row.outcome,
    durationMs: Math.max(0, row.durationMs - before.reduce((sum, { durationMs }) => sum + durationMs, 0)),
    said: own.map(({ code, message }) => `${code}: ${message}`),
  };
  return [...before, last];
}
