// Requests of the security checks, and which answers are an outage instead of a finding.
import type { ErrorCode, Failure } from '../../reports/result.ts';
import type { Answer, NoAnswer } from '../api/probe-client.ts';
import { unexpected } from '../api/judge-answer.ts';

/** A failure, or with `warn` a flaw that is not against the runbook. */
export type Finding = Failure & { level?: 'warn' };
export type Ask = (
  method: 'GET' | 'POST' | 'OPTIONS',
  path: string,
  headers?: Record<string, string>,
  body?: string,
) => Promise<Answer | NoAnswer>;
export type SecurityContext = { target: URL; account?: { email: string; password: string }; signal?: AbortSignal };
export type SecurityCheck = {
  id: string;
  title: string;
  /** Its section of the runbook; default: the automated security checks. */
  runbook?: string;
  /** Faults of the stand-in that turn it red, and faults that make it warn. */
  reddens: readonly string[];
  warns?: readonly string[];
  /** Runs only if `--only` names it, because it sends more requests than some sites allow. */
  onDemand?: true;
  find: (ask: Ask, context: SecurityContext) => Promise<Finding[]>;
};

/** Whether the answer is an HTML page. */
export const isPage = ({ headers }: Pick<Answer, 'headers'>): boolean => /html/i.test(headers['content-type'] ?? '');

export const found = (code: ErrorCode, message: string): Failure => ({ code, message });

/** Codes of failed requests. They say nothing about security; other checks report them. */
export const OUTAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'dns',
  'refused',
  'reset',
  'tls',
  'tls-expired',
  'tls-wrong-host',
  'tls-untrusted',
  'timeout',
  'truncated',
  'edge-challenge',
  'rate-limited',
  'server-error',
  'tool',
  'no-data',
]);

/** The outage in `answer`, if any. */
export function outage(what: string, answer: Answer | NoAnswer): Failure | undefined {
  if (answer.error) return found(answer.error.code, `${what}: ${answer.error.message}`);
  if (answer.status < 400) return undefined;
  const { code, text } = unexpected(answer);
  return OUTAGE.has(code) ? found(code, `${what}: ${text}`) : undefined;
}

/** A precondition of the check failed; only the check of that precondition reports it. */
export const couldNotPrepare = (what: string, see: string): Failure => ({
  code: 'no-data',
  message: `could not prepare: see ${see} (${what})`,
});

/** Only outages: the check is not judged, and other checks report the outage. */
export const outcomeOf = (findings: readonly Finding[]): 'pass' | 'warn' | 'fail' | 'inconclusive' => {
  const failures = findings.filter(({ level }) => level !== 'warn');
  if (failures.length === 0) return findings.length === 0 ? 'pass' : 'warn';
  return failures.every(({ code }) => OUTAGE.has(code)) ? 'inconclusive' : 'fail';
};
