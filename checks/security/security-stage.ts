// Security checks, read-only and safe in production: what must not be possible, and what every answer must carry.
import { probe } from '../api/probe-client.ts';
import { inParallel, type ApiContext } from '../api/api-context.ts';
import type { Send } from '../api/rate-limited-sender.ts';
import { outcomeOf, type Ask, type SecurityCheck } from './security-request.ts';
import { authBypass } from './auth-bypass.ts';
import { cookies } from './session-cookies.ts';
import { cors } from './cors.ts';
import { disclosure } from './disclosure.ts';
import { exposure } from './exposure.ts';
import { headers } from './security-headers.ts';
import { injection } from './injection.ts';
import { openRedirect } from './open-redirect.ts';
import { openRoutes } from './open-routes.ts';
import { rateLimit } from './rate-limit.ts';
import { reflection } from './reflection.ts';
import { transport } from './transport.ts';

export const SECURITY_CHECKS: readonly SecurityCheck[] = [
  authBypass,
  headers,
  cookies,
  injection,
  reflection,
  openRedirect,
  exposure,
  disclosure,
  cors,
  transport,
  openRoutes,
  rateLimit,
];

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
  const ask = asking(context.send ?? probe);
  await inParallel(
    SECURITY_CHECKS.filter(({ id, onDemand }) => context.only?.has(id) ?? onDemand !== true),
    2,
    async (check) => {
      const started = performance.now();
      const findings = await check.find(check.onDemand ? asking(probe) : ask, context);
      context.sink({
        kind: 'check',
        at: context.now().toISOString(),
        id: check.id,
        stage: 'security',
        outcome: outcomeOf(findings),
        durationMs: performance.now() - started,
        failures: findings.map(({ code, message }) => ({ code, message })),
        evidence: [],
        rerun: `npm run gate -- --target ${context.target.origin} --only ${check.id}`,
      });
    },
  );
}
