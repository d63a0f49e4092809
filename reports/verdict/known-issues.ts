// Known issues of a site, each with an owner. A known issue is a warning until its expiry day; then it fails again. A fixed one
// warns (fails in nightly), so that its entry is removed. Some findings cannot be known issues.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { KpiId, Stage } from '../../kpis.ts';
import type { ErrorCode, Failure } from '../result.ts';

/** Runbook R3: a site that is down, answers 5xx or has no database is an incident, never a known issue. */
export const NEVER_EXCUSED_KPIS: readonly KpiId[] = ['availability', 'error-rate', 'database'];
/** The same, for single checks. */
const NEVER_EXCUSED_CODES: readonly ErrorCode[] = [
  'dns',
  'refused',
  'reset',
  'tls',
  'tls-expired',
  'tls-wrong-host',
  'tls-untrusted',
  'server-error',
  'own-network',
  'machine',
  'tool',
];
/** Stages whose requests count for availability: there a timeout is an outage; elsewhere it can be a covered button. */
const OUTAGE_STAGES: readonly Stage[] = ['front-door', 'contracts', 'load'];

export const isNeverExcused = (stage: Stage, code: ErrorCode): boolean =>
  NEVER_EXCUSED_CODES.includes(code) || (code === 'timeout' && OUTAGE_STAGES.includes(stage));

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'expected a day, YYYY-MM-DD');
const knownIssue = z.strictObject({
  /** A check id, or the id of a KPI. */
  check: z.string(),
  fingerprint: z.string().regex(/^[0-9a-f]{12}$/, 'expected 12 hex digits, as the baseline writes them'),
  /** A description for readers; the fingerprint is compared. */
  finding: z.string(),
  /** KPIs only: the accepted value, in the KPI's unit. A much worse value is a new breach. */
  found: z.number().optional(),
  reason: z.string().trim().min(1, 'say why it is accepted'),
  owner: z.string().trim().min(1, 'say who fixes it'),
  /** The last day (UTC) on which it counts. */
  expires: day,
});
export const knownIssuesFile = z.strictObject({
  schema: z.literal(1),
  target: z.string(),
  issues: z.array(knownIssue),
});
export type KnownIssue = z.infer<typeof knownIssue>;
export type KnownIssuesFile = z.infer<typeof knownIssuesFile>;

/** Longest validity of a new entry; then it must be reviewed. */
export const LONGEST_DAYS = 30;
export const dayAfter = (from: Date, days: number): string =>
  new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);

/** In a list of findings each line is one. Any other message is one finding, by its first line; the rest are values and logs. */
export function findingsOf({ message }: Pick<Failure, 'message'>): string[] {
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const listed = lines.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
  return listed.length > 0 ? listed : [lines[0] ?? ''];
}

/** A finding without variable parts: ids, times, ports, counts and measured values. An HTTP status is kept. */
export const normalised = (finding: string): string =>
  finding
    .replaceAll(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '<id>')
    .replaceAll(/\b\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?\b/g, '<time>')
    .replaceAll(/\bhttps?:\/\/[^\s/"'<>)]+/g, '<origin>')
    .replaceAll(/\b(?=[0-9a-f]*\d)[0-9a-f]{7,}\b/gi, '<hex>')
    .replaceAll(/\b(HTTP|status|answered|returned|expected|[A-Z]{3,6} \/\S*) ([1-5]\d\d)\b(?![.,]?\d)/g, '$1 S$2')
    .replaceAll(/(?<![\w<])\d[\d.,]*\d|(?<![\w<])\d/g, '<n>')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Stable over runs, machines and deployments: 12 hex digits from the check, the code and the finding. */
export const fingerprintOf = (check: string, code: string, finding: string): string =>
  createHash('sha256')
    .update([check, code, normalised(finding)].join('\n'))
    .digest('hex')
    .slice(0, 12);

export type IssueState = 'known' | 'expired' | 'new';

/** Looks up issues for one run. `at` is the run's day, so that judging it again gives the same result. */
export class KnownIssues {
  readonly #issues: readonly KnownIssue[];
  readonly #today: string;

  constructor(issues: readonly KnownIssue[], at: Date) {
    this.#issues = issues;
    this.#today = at.toISOString().slice(0, 10);
  }

  find(check: string, fingerprint: string): { state: IssueState; issue?: KnownIssue } {
    const issue = this.#issues.find((one) => one.check === check && one.fingerprint === fingerprint);
    if (!issue) return { state: 'new' };
    return { state: issue.expires >= this.#today ? 'known' : 'expired', issue };
  }

  of(check: string): readonly KnownIssue[] {
    return this.#issues.filter((one) => one.check === check);
  }
}
