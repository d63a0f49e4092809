// How the security checks ask, and what they take for an outage instead of a finding.
import type { ErrorCode, Failure } from '../../reports/result.ts';
import type { Answer, NoAnswer } from '../api/client.ts';
import { unexpected } from '../api/judge.ts';

export type Ask = (
  method: 'GET' | 'POST',
  path: string,
  headers?: Record<string, string>,
  body?: string,
) => Promise<Answer | NoAnswer>;
export type SecurityCheck = { id: string; title: string; find: (ask: Ask, target: URL) => Promise<Failure[]> };

export const found = (code: ErrorCode, message: string): Failure => ({ code, message });

/** What says that the site could not be asked, and nothing about its security: other checks call that out. */
export const OUTAGE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'dns',
  'refused',
  'reset',
  'tls',
  'timeout',
  'truncated',
  'edge-challenge',
  'rate-limited',
  'server-error',
  'tool',
]);

/** The outage that `answer` is, if it is one. */
export function outage(what: string, answer: Answer | NoAnswer): Failure | undefined {
  if (answer.error) return found(answer.error.code, `${what}: ${answer.error.message}`);
  if (answer.status < 400) return undefined;
  const { code, text } = unexpected(answer);
  return OUTAGE.has(code) ? found(code, `${what}: ${text}`) : undefined;
}

/** Nothing but outages: the check could not be judged, and others call the outage out. */
export const outcomeOf = (failures: readonly Failure[]): 'pass' | 'fail' | 'inconclusive' => {
  if (failures.length === 0) return 'pass';
  return failures.every(({ code }) => OUTAGE.has(code)) ? 'inconclusive' : 'fail';
};
