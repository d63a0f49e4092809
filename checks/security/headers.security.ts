// The security headers of every answer and their required values (mysetlist-app.md 4.4).
import type { Answer } from '../api/probe-client.ts';
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';

const HEADERS: Readonly<Record<string, RegExp>> = {
  'strict-transport-security': /max-age=\d{7,}/,
  'x-frame-options': /^(DENY|SAMEORIGIN)$/i,
  'x-content-type-options': /^nosniff$/i,
  'referrer-policy': /^(strict-origin|same-origin|no-referrer)/i,
  'permissions-policy': /camera=\(\)/,
  'content-security-policy': /default-src/,
  'x-request-id': /\S/,
};

/** Set by the host's configuration, not by the app. On another host they are missing without a risk for visitors. */
const FROM_THE_HOST = new Set(['permissions-policy']);
const PAGES = ['/', '/auth/sign-in', '/api/trending'];

export const headers: SecurityCheck = {
  id: 'security.headers',
  title: 'Pages and APIs send the security headers and no X-Powered-By',
  reddens: ['missing-security-header', 'csp-missing', 'request-id-missing', 'hsts-short', 'powered-by'],
  warns: ['permissions-policy-missing'],
  find: async (ask) =>
    (
      await Promise.all(
        PAGES.map(async (path) => {
          const answer = await ask('GET', path);
          // An outage page comes from the host, so its headers are not the site's.
          const down = outage(`GET ${path}`, answer);
          if (down || answer.error) return down ? [down] : [];
          return flawsOf(path, answer);
        }),
      )
    ).flat(),
};

function flawsOf(path: string, { headers }: Answer): Finding[] {
  const flaws = Object.entries(HEADERS).flatMap(([name, pattern]): Finding[] => {
    if (pattern.test(headers[name] ?? '')) return [];
    const text = `GET ${path}: ${name} is ${headers[name] ?? 'missing'}, expected ${pattern.source}`;
    const isHosts = FROM_THE_HOST.has(name) && !isVercel(headers);
    return [
      isHosts
        ? { ...found('header', `${text}; set by vercel.json, and this host is not Vercel`), level: 'warn' }
        : found('header', text),
    ];
  });
  const powered = headers['x-powered-by'];
  return powered === undefined ? flaws : [...flaws, found('header', `GET ${path}: X-Powered-By is "${powered}"`)];
}

const isVercel = (headers: Record<string, string>): boolean =>
  headers['x-vercel-id'] !== undefined || /^vercel$/i.test(headers['server'] ?? '');
