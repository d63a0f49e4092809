// The security headers that every answer carries, with the values that count (mysetlist-app.md 4.4).
import { found, type Finding, type SecurityCheck } from './security-request.ts';

const HEADERS: Readonly<Record<string, RegExp>> = {
  'strict-transport-security': /max-age=\d{7,}/,
  'x-frame-options': /^(DENY|SAMEORIGIN)$/i,
  'x-content-type-options': /^nosniff$/i,
  'referrer-policy': /^(strict-origin|same-origin|no-referrer)/i,
  'permissions-policy': /camera=\(\)/,
  'content-security-policy': /default-src/,
  'x-request-id': /\S/,
};

export const headers: SecurityCheck = {
  id: 'security.headers',
  title: 'Pages and APIs send the security headers and no X-Powered-By',
  reddens: ['missing-security-header', 'csp-missing', 'request-id-missing', 'hsts-short', 'powered-by'],
  find: async (ask) => {
    const failures: Finding[] = [];
    for (const path of ['/', '/auth/sign-in', '/api/trending']) {
      const answer = await ask('GET', path);
      if (answer.error) {
        failures.push(found(answer.error.code, `GET ${path}: ${answer.error.message}`));
        continue;
      }
      for (const [name, pattern] of Object.entries(HEADERS)) {
        if (!pattern.test(answer.headers[name] ?? ''))
          failures.push(
            found('header', `GET ${path}: ${name} is ${answer.headers[name] ?? 'missing'}, expected ${pattern.source}`),
          );
      }
      if (answer.headers['x-powered-by'] !== undefined)
        failures.push(found('header', `GET ${path}: X-Powered-By tells "${answer.headers['x-powered-by']}"`));
    }
    return failures;
  },
};
