// Security checks, read-only and safe in production: forbidden access and required headers.
import { probe } from '../api/probe-client.ts';
import type { ApiContext } from '../api/api-context.ts';
import { runConfirmed } from '../api/confirm-failed.ts';
import { sideBySide } from '../api/side-by-side.ts';
import type { Send } from '../api/rate-limited-sender.ts';
import { outcomeOf, type Ask } from './security-request.ts';
import { SECURITY_CHECKS } from './security-checks.generated.ts';

export async function runSecurity(context: ApiContext): Promise<void> {
  const asking =
    (send: Send): Ask =>
    (method, path, headers, body) =>
      send({
        method,
        url: new URL(path, context.target),
        ...(headers ? { headers } : {}),
        ...(body === undefined ? {} : { body }),
        signal: context.signal,
      });
  const ask = asking(context.send ?? sideBySide(probe));
  const wanted = SECURITY_CHECKS.filter(({ id, onDemand }) => context.only?.has(id) ?? onDemand !== true);
  await runConfirmed(
    wanted,
    async (check) => {
      const findings = await check.find(check.onDemand ? asking(context.straight ?? probe) : ask, context);
      return { outcome: outcomeOf(findings), failures: findings.map(({ code, message }) => ({ code, message })) };
    },
    ({ id }, { outcome, failures, durationMs, attempts, earlier }) =>
      context.sink({
        kind: 'check',
        at: context.now().toISOString(),
        id,
        stage: 'security',
        outcome,
        durationMs,
        ...(attempts === undefined ? {} : { attempts }),
        ...(earlier === undefined ? {} : { earlier }),
        failures,
        evidence: [],
        rerun: `npm run gate -- --target ${context.target.origin} --only ${id}`,
      }),
    // An on-demand check sends so much that a limiter can reject it.
    ({ onDemand }) => onDemand !== true,
  );
}
