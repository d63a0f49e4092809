// How the security checks ask, and what they take for an outage instead of a finding.
import type { ErrorCode, Failure } from '../../reports/result.ts';
import type { Answer, NoAnswer } from '../api/probe-client.ts';
import { unexpected } from '../api/judge-answer.ts';

/** A failure, or with `warn` a flaw that breaks no promise of the runbook. */
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
  /** Section of the runbook that it answers to; the automated security checks where it is not given. */
  runbook?: string;
  /** Faults of the stand-in that turn it red, and such that make it warn. */
  reddens: readonly string[];
  warns?: readonly string[];
  /** Runs only where `--only` names it: it is not polite everywhere. */
  onDemand?: true;
  find: (ask: Ask, context: SecurityContext) => Promise<Finding[]>;
};

/** Is the answer an HTML page? */
export const isPage = ({ headers }: Pick<Answer, 'headers'>): boolean => /html/i.test(headers['content-type'] ?? '');

export const found = (code: ErrorCode, message: string): Failure => ({ code, message });

/** What says that the site could not be asked, and nothing about its security: other checks call that out. */
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

/** The outage that `answer` is, if it is one. */
export function outage(what: string, answer: Answer | NoAnswer): Failure | undefined {
  if (answer.error) return found(answer.error.code, `${what}: ${answer.error.message}`);
  if (answer.status < 400) return undefined;
  const { code, text } = unexpected(answer);
  return OUTAGE.has(code) ? found(code, `${what}: ${text}`) : undefined;
}

/** What the check needs first was not there: told once, by the check that is about it. */
export const couldNotPrepare = (what: string, see: string): Failure => ({
  code: 'no-data',
  message: `could not prepare: see ${see} (${what})`,
});

/** Nothing but outages: the check could not be judged, and others call the outage out. */
export const outcomeOf = (findings: readonly Finding[]): 'pass' | 'warn' | 'fail' | 'inconclusive' => {
  const failures = findings.filter(({ level }) => level !== 'warn');
  if (failures.length === 0) return findings.length === 0 ? 'pass' : 'warn';
  return failures.every(({ code }) => OUTAGE.has(code)) ? 'inconclusive' : 'fail';
};
