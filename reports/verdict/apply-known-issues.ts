// Applies known issues to the rows of a verdict: a known breach becomes a warning with its reason; expired and new ones stay breaches,
// and fixed ones are reported. Pure.
import { holds, kpi as kpiOf, type KpiId, type Profile } from '../../kpis.ts';
import { KNOWN_ISSUE_RULES } from '../../judging.ts';
import type { Failure } from '../result.ts';
import {
  findingsOf,
  fingerprintOf,
  isNeverExcused,
  NEVER_EXCUSED_KPIS,
  type KnownIssue,
  type KnownIssues,
} from './known-issues.ts';
import type { CheckRow, KnownRow, KpiRow, PartRow } from './verdict-format.ts';

const rowOf = (state: KnownRow['state'], { fingerprint, owner, expires }: KnownIssue): KnownRow => ({
  state,
  fingerprint,
  owner,
  expires,
});
const until = ({ expires, owner, reason }: KnownIssue): string => `known until ${expires} (${owner}): ${reason}`;
const expired = ({ expires, owner }: KnownIssue): string => `was known until ${expires} (${owner}), which has passed`;
const gone = ({ fingerprint, owner, finding }: KnownIssue): string =>
  `known issue ${fingerprint} of ${owner} is fixed. Remove its entry: ${finding}`;

/** One finding of a check, and its known issue. */
type Seen = {
  failure: Failure;
  finding: string;
  fingerprint: string;
  state: KnownRow['state'] | 'new';
  issue?: KnownIssue;
};

function seenIn(row: CheckRow, issues: KnownIssues): Seen[] {
  const failures = row.variants.filter(({ outcome }) => outcome === 'fail').flatMap((variant) => variant.failures);
  return failures.flatMap((failure) =>
    findingsOf(failure).map((finding): Seen => {
      const fingerprint = fingerprintOf(row.id, failure.code, finding);
      const never = isNeverExcused(row.stage, failure.code);
      return { failure, finding, fingerprint, ...(never ? { state: 'new' } : issues.find(row.id, fingerprint)) };
    }),
  );
}

/** The row with its known issues. `profile` decides the verdict of an entry without a finding. */
export function applyToCheck(row: CheckRow, issues: KnownIssues, profile: Profile | undefined): CheckRow {
  if (issues.of(row.id).length === 0) return row;
  if (row.verdict === 'pass' || row.verdict === 'warn') return withGone(row, issues.of(row.id), profile);
  if (row.verdict !== 'breach') return row; // it did not run completely, so its findings are unknown
  const seen = seenIn(row, issues);
  const known = seen.flatMap(({ state, issue }) => (issue && state !== 'new' ? [rowOf(state, issue)] : []));
  const open = seen.find(({ state }) => state !== 'known');
  if (seen.length === 0 || known.length === 0) return row;
  if (open) {
    const note = open.state === 'expired' && open.issue ? `${expired(open.issue)}: ` : '';
    return { ...row, reason: `${note}${open.finding}`, known };
  }
  const others = row.variants.map(({ outcome }) => outcome);
  const verdict = others.includes('broken') ? 'broken' : others.includes('inconclusive') ? 'inconclusive' : 'warn';
  const [first] = seen;
  return {
    ...row,
    verdict,
    reason: first?.issue ? until(first.issue) : (row.reason ?? ''),
    variants: row.variants.map((one) => (one.outcome === 'fail' ? { ...one, outcome: 'warn' as const } : one)),
    known,
  };
}

function withGone<Row extends CheckRow | KpiRow>(
  row: Row,
  issues: readonly KnownIssue[],
  profile: Profile | undefined,
): Row {
  const [first] = issues;
  if (!first) return row;
  return {
    ...row,
    verdict: profile === 'nightly' ? 'breach' : 'warn',
    reason: gone(first),
    known: issues.map((issue) => rowOf('vanished', issue)),
  };
}

export const partFinding = ({ subject, variant }: Pick<PartRow, 'subject' | 'variant'>): string =>
  variant === undefined ? subject : `${subject} (${variant})`;
/** The breaching parts of a KPI, or the whole KPI. */
export const breachingParts = (row: KpiRow): Pick<PartRow, 'subject' | 'variant' | 'found'>[] => {
  const parts = row.parts.filter(({ verdict }) => verdict === 'breach');
  return parts.length > 0 ? parts : [{ subject: 'overall', found: row.found }];
};

/** Much worse than accepted is a new breach: by more than the margin, in the breaching direction. */
function isWorse(id: KpiId, found: number | null, { found: accepted }: KnownIssue): boolean {
  if (found === null || accepted === undefined) return false;
  const { op } = kpiOf(id).target;
  const margin = Math.abs(accepted) * KNOWN_ISSUE_RULES.worseShare;
  return !holds(
    found,
    op === '<' || op === '<=' ? { op: '<=', limit: accepted + margin } : { op: '>=', limit: accepted - margin },
  );
}

/** As applyToCheck, for a KPI. Availability, error rate and database cannot be known issues. */
export function applyToKpi(row: KpiRow, issues: KnownIssues, profile: Profile | undefined): KpiRow {
  const mine = issues.of(row.id);
  if (mine.length === 0 || NEVER_EXCUSED_KPIS.includes(row.id)) return row;
  if (row.verdict === 'pass') return withGone(row, mine, profile);
  if (row.verdict !== 'breach') return row;
  const seen = breachingParts(row).map((part) => {
    const found = issues.find(row.id, fingerprintOf(row.id, 'kpi', partFinding(part)));
    const worse = found.issue !== undefined && isWorse(row.id, part.found, found.issue);
    return { ...found, part, state: worse ? ('new' as const) : found.state, worse };
  });
  const known = seen.flatMap(({ state, issue }) => (issue && state !== 'new' ? [rowOf(state, issue)] : []));
  const open = seen.find(({ state }) => state !== 'known');
  if (open) {
    const { issue, part, worse } = open;
    const note = issue
      ? `${partFinding(part)} ${worse ? `is worse than the ${issue.found} that is known` : expired(issue)}; `
      : '';
    return { ...row, reason: `${note}${row.reason}`, ...(known.length > 0 ? { known } : {}) };
  }
  const [first] = seen;
  return { ...row, verdict: 'warn', reason: `${first?.issue ? until(first.issue) : ''}; ${row.reason}`, known };
}
