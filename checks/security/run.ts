// Security checks, read-only and safe in production: what must not be possible, and what every answer must carry.
import type { Failure } from '../../reports/result.ts';
import { probe } from '../api/client.ts';
import { inParallel, type ApiContext } from '../api/context.ts';
import { isHere } from '../api/here.ts';
import { found, outage, outcomeOf, type Ask, type SecurityCheck } from './asking.ts';
import { injection } from './injection.ts';
import { openRedirect } from './open-redirect.ts';

/** No session, a forged bearer, a forged cookie: all must be refused alike. */
const STRANGERS: readonly Record<string, string>[] = [
  {},
  { authorization: 'Bearer forged' },
  { cookie: 'sb-project-auth-token=base64-Zm9yZ2Vk' },
];
type Guarded = {
  method: 'GET' | 'POST';
  path: string;
  refusals: readonly number[];
  /** Behind a broken guard this would start work: asked of this machine only. */
  onlyHere?: true;
};
const GUARDED: readonly Guarded[] = [
  { method: 'POST', path: '/api/votes', refusals: [401] },
  { method: 'POST', path: '/api/setlists', refusals: [401] },
  { method: 'GET', path: '/api/user/profile', refusals: [307, 401] },
  { method: 'GET', path: '/api/cron/update-trending', refusals: [401], onlyHere: true },
  { method: 'GET', path: '/api/admin/users', refusals: [401, 403] },
  { method: 'GET', path: '/profile', refusals: [307, 302, 303] },
];
/** mysetlist-app.md 4.4, with the values that count. */
const HEADERS: Readonly<Record<string, RegExp>> = {
  'strict-transport-security': /max-age=\d{7,}/,
  'x-frame-options': /^(DENY|SAMEORIGIN)$/i,
  'x-content-type-options': /^nosniff$/i,
  'referrer-policy': /^(strict-origin|same-origin|no-referrer)/i,
  'content-security-policy': /default-src/,
  'x-request-id': /\S/,
};
const SECRET_FILES = ['/.env', '/.git/config', '/.env.local'];

export const SECURITY_CHECKS: readonly SecurityCheck[] = [
  {
    id: 'security.auth-bypass',
    title: 'Guarded routes refuse strangers, forged bearers and forged cookies',
    find: async (ask, target) => {
      const failures: Failure[] = [];
      for (const { method, path, refusals, onlyHere } of GUARDED) {
        if (onlyHere && !isHere(target)) continue;
        for (const stranger of STRANGERS) {
          const json = method === 'POST' ? { 'content-type': 'application/json' } : {};
          const answer = await ask(method, path, { ...json, ...stranger }, method === 'POST' ? '{}' : undefined);
          const what = `${method} ${path} with ${Object.keys(stranger)[0] ?? 'no session'}`;
          if (refusals.includes(answer.status ?? 0)) continue;
          failures.push(
            outage(what, answer) ??
              found('unexpected-status', `${what}: ${answer.status}, expected ${refusals.join(' or ')}`),
          );
        }
      }
      return failures;
    },
  },
  {
    id: 'security.headers',
    title: 'Pages and APIs carry the security headers, and no X-Powered-By',
    find: async (ask) => {
      const failures: Failure[] = [];
      for (const path of ['/', '/api/trending']) {
        const answer = await ask('GET', path);
        if (answer.error) {
          failures.push(found(answer.error.code, `GET ${path}: ${answer.error.message}`));
          continue;
        }
        const { headers } = answer;
        for (const [name, pattern] of Object.entries(HEADERS)) {
          if (!pattern.test(headers[name] ?? ''))
            failures.push(
              found('header', `GET ${path}: ${name} is ${headers[name] ?? 'missing'}, expected ${pattern.source}`),
            );
        }
        if (headers['x-powered-by'] !== undefined)
          failures.push(found('header', `GET ${path}: X-Powered-By tells "${headers['x-powered-by']}"`));
        if (headers['access-control-allow-origin'] === '*' && headers['access-control-allow-credentials'] === 'true')
          failures.push(found('header', `GET ${path}: CORS * with credentials`));
      }
      return failures;
    },
  },
  injection,
  openRedirect,
  {
    id: 'security.exposure',
    title: 'No secret file is served',
    find: async (ask) => {
      const failures: Failure[] = [];
      for (const path of SECRET_FILES) {
        const answer = await ask('GET', path);
        const down = outage(`GET ${path}`, answer);
        if (down || answer.error) failures.push(...(down ? [down] : []));
        else if (answer.status === 200 && !/text\/html/.test(answer.headers['content-type'] ?? ''))
          failures.push(found('unexpected-status', `GET ${path} is served`));
      }
      return failures;
    },
  },
];

export async function runSecurity(context: ApiContext): Promise<void> {
  const ask: Ask = (method, path, headers, body) =>
    probe({
      method,
      url: new URL(path, context.target),
      ...(headers ? { headers } : {}),
      ...(body === undefined ? {} : { body }),
      signal: context.signal,
    });
  await inParallel(
    SECURITY_CHECKS.filter(({ id }) => context.only?.has(id) ?? true),
    2,
    async (check) => {
      const started = performance.now();
      const failures = await check.find(ask, context.target);
      context.sink({
        kind: 'check',
        at: context.now().toISOString(),
        id: check.id,
        stage: 'security',
        outcome: outcomeOf(failures),
        durationMs: performance.now() - started,
        failures,
        evidence: [],
        rerun: `npm run gate -- --target ${context.target.origin} --only ${check.id}`,
      });
    },
  );
}
