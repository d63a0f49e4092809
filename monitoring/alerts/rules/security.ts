// R3 Critical: security breach detected. The gate's security checks; only an auth bypass, injection or leaked secrets are a P0.
import { FRESH } from '../../../judging.ts';
import type { CheckReading } from '../../window-source.ts';
import { finding, type Fixed, type Rule } from '../rule.ts';

const PREFIX = 'security.';
/** Auth bypass, injection, leaked secrets. Other failures are warnings. */
const BREACHES: ReadonlySet<string> = new Set(['security.auth-bypass', 'security.injection', 'security.exposure']);
/** Disclosed internals are a breach only if they contain a secret. */
const SECRET = /a secret|a connection string/;

export const isBreach = ({ id, message }: Pick<CheckReading, 'id' | 'message'>): boolean =>
  BREACHES.has(id) || (id === 'security.disclosure' && SECRET.test(message ?? ''));

const fixed = (isPage: boolean): Fixed => ({
  rule: isPage ? 'security.critical' : 'security.warning',
  topic: 'security',
  level: isPage ? 'critical' : 'warning',
  severity: isPage ? 'P0' : 'P2',
  limit: 'the check passes',
  runbook: isPage ? 'R1 P0: major security breach; R3 Critical; R6 Suspected Breach' : 'R6 Security Monitoring',
  // The gate confirms a failure itself, and runs too seldom for a second reading.
  keepMs: 0,
});

export const security: Rule = {
  id: 'security',
  judge: ({ slow, now }) => {
    const newest = new Map<string, CheckReading>();
    for (const check of slow.checks)
      if (check.id.startsWith(PREFIX) && check.at > now - FRESH.checksMs && /^(pass|warn|fail)$/.test(check.outcome))
        newest.set(check.id, check);
    return [...newest.values()].map((check) => {
      const isFailed = check.outcome === 'fail';
      return finding(fixed(isBreach(check)), {
        subject: check.id,
        state: isFailed ? 'firing' : 'ok',
        literal: isFailed ? 'broken' : 'holds',
        found: isFailed ? 1 : 0,
        n: 1,
        text: () => (isFailed ? (check.message ?? 'failed') : 'passed'),
        bound: () => `run of ${new Date(check.at).toISOString()}`,
        firstBadMs: isFailed ? check.at : null,
        lastBadMs: isFailed ? check.at : null,
      });
    });
  },
};
