// Headers of every answer (mysetlist-app.md 4.4), and the policy that allows a page's own scripts.
import { randomUUID } from 'node:crypto';
import type { World } from './world.ts';

const CSP = [
  "default-src 'self'",
  "img-src 'self' data:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');
const SECURITY_HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['X-XSS-Protection', '1; mode=block'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['X-DNS-Prefetch-Control', 'on'],
];
const PERMISSIONS = ['Permissions-Policy', 'camera=(), microphone=(), geolocation=()'] as const;
export function securityHeaders(world: World): (readonly [name: string, value: string])[] {
  const headers = [...SECURITY_HEADERS];
  if (!world.has('missing-security-header')) {
    headers.push(['X-Frame-Options', 'DENY'], ['X-Content-Type-Options', 'nosniff']);
  }
  if (!world.has('permissions-policy-missing')) headers.push(PERMISSIONS);
  const csp = policy(world);
  if (csp !== undefined) headers.push(['Content-Security-Policy', csp]);
  const hstsSeconds = world.has('hsts-short') ? 86_400 : 63_072_000;
  headers.push(['Strict-Transport-Security', `max-age=${hstsSeconds}; includeSubDomains; preload`]);
  if (world.has('powered-by')) headers.push(['X-Powered-By', 'Next.js']);
  if (!world.has('request-id-missing')) headers.push(['X-Request-ID', randomUUID()]);
  return headers;
}

/** The Content-Security-Policy, with the nonce of a page's own scripts; undefined if the site sends none. */
export function policy(world: World, nonce?: string): string | undefined {
  if (world.has('csp-missing')) return undefined;
  const forms = world.has('open-redirect-unprotected') ? CSP.replace("form-action 'self'; ", '') : CSP;
  const base = world.has('mixed-content') ? forms.replace('img-src', 'img-src http:') : forms;
  return nonce === undefined ? base : `${base}; script-src 'self' 'nonce-${nonce}'`;
}
