// Flaws of a target that are known and waited for. An entry lets its check fail in exactly this way until it expires;
// a check that passes in spite of its entry fails too, so that the list never outlives the flaw.

/** The annotation of a check that shows a known flaw. */
export const KNOWN_ISSUE = 'known-issue';

export type KnownIssue = {
  /** The check that may show the flaw. */
  check: string;
  /** What a guard's line, or the message of the check's own error, must hold. */
  finding: RegExp;
  /** Host names on which the flaw is known. */
  hosts: readonly string[];
  reason: string;
  owner: string;
  /** Last day (UTC, YYYY-MM-DD) on which the entry counts. */
  expires: string;
};

/** None: the real site's flaws are red until somebody takes them on and writes a day beside them. */
export const KNOWN_ISSUES: readonly KnownIssue[] = [];

export type Sorted = { open: string[]; known: string[]; stale: KnownIssue[] };

/**
 * Splits a check's findings into what fails it and what is known. stale: entries for this check and host that have expired
 * or that nothing matched any more.
 */
export function sortFindings(
  check: string,
  host: string,
  findings: readonly string[],
  now: Date,
  issues: readonly KnownIssue[] = KNOWN_ISSUES,
): Sorted {
  const today = now.toISOString().slice(0, 10);
  const mine = issues.filter((issue) => issue.check === check && issue.hosts.includes(host));
  const valid = mine.filter((issue) => issue.expires >= today);
  const isKnown = (finding: string): boolean => valid.some((issue) => issue.finding.test(finding));
  return {
    open: findings.filter((f) => !isKnown(f)),
    known: findings.filter(isKnown),
    stale: mine.filter((issue) => issue.expires < today || !findings.some((f) => issue.finding.test(f))),
  };
}
