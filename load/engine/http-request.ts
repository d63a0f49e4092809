// What a call of `k6/http` asks for: the first hop, and the next one where the answer redirects, as Go's client goes on.
import { isAnyArrayBuffer } from 'node:util/types';
import { EngineError, Refusal } from './codes.ts';
import type { CookieJar } from './cookies.ts';
import type { Hop, HopResult } from './http-exchange.ts';
import { addressOf, BadRequest, type Address } from './http-address.ts';
import { callbackBehind, type Expected } from './http-module.ts';
import { tagsOf } from './k6-modules.ts';
import { durationMs } from './duration.ts';
import type { Values } from './program.ts';
import type { Vu } from './vu.ts';

/** A header's name as Go prints it. */
export const canonical = (name: string): string =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) ? name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (c) => c.toUpperCase()) : name;

export type Plan = {
  hop: Hop;
  address: Address;
  jar: CookieJar;
  headers: ReadonlyMap<string, string>;
  tags: Readonly<Record<string, string>>;
  /** Stands for the address in the tags. */
  name: string | undefined;
  expected: Expected | null;
  responseType: 'text' | 'binary' | 'none';
  /** How many redirects may be followed; undefined where the script does not say. */
  redirects: number | undefined;
  hops: number;
  /** The request as the script made it (`res.request`). */
  asked: { method: string; url: string; body: string; headers: Values; cookies: Values };
};
type Unsent = Omit<Plan, 'hop' | 'asked'>;

function hopOf(plan: Unsent, method: string, body: Hop['body'], timeoutMs: number): Hop {
  const { headers, responseType } = plan;
  const { url, text } = plan.address;
  const own = headers.get('Cookie');
  const kept = plan.jar.for(url).map(({ name, value }) => `${name}=${value}`);
  const cookies = [...(own === undefined ? [] : [own]), ...kept].join('; ');
  const sent = [...headers].filter(([name]) => name !== 'Cookie' && name !== 'Content-Length').flat();
  if (cookies !== '') sent.push('Cookie', cookies);
  if (body === null && /^(POST|PUT|PATCH)$/.test(method)) sent.push('Content-Length', '0');
  const query = /\?[^#]*/.exec(text)?.[0] ?? '';
  const path = `${url.pathname}${query}`;
  return { method, origin: url.origin, path, headers: sent, body, timeoutMs, keepsBody: responseType !== 'none' };
}

const escaped = (text: string): string =>
  encodeURIComponent(text)
    .replaceAll(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
const fieldsOf = (form: object): string =>
  Object.entries(form)
    .flatMap(([name, value]) => [value as unknown].flat().map((one) => [name, String(one ?? '')] as const))
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map((pair) => pair.map(escaped).join('='))
    .join('&');

/** The bytes or text to send. An object is sent as a form. @throws BadRequest for what k6 cannot send. */
function bodyOf(body: unknown, headers: Map<string, string>): Hop['body'] {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (isAnyArrayBuffer(body)) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body !== 'object' || Array.isArray(body)) throw new BadRequest(`unknown request body type ${typeof body}`);
  headers.set('Content-Type', 'application/x-www-form-urlencoded');
  return fieldsOf(body);
}

function timeoutOf(given: unknown): number {
  try {
    return durationMs(given);
  } catch (error) {
    throw error instanceof EngineError ? new BadRequest(`invalid timeout value: ${error.message}`) : error;
  }
}

/** @throws BadRequest, Refusal; an exception of the script's for tags that are none. */
export function firstHop(
  vu: Vu,
  method: string,
  target: unknown,
  body: unknown,
  params: Values,
  callback: Expected | null,
): Plan {
  const { options } = vu.run;
  const { compression = '', auth, responseCallback } = params;
  const template = typeof target === 'object' && target !== null && 'clean_url' in target ? (target as unknown as { name: string; url: string }) : undefined; // prettier-ignore
  if (typeof target !== 'string' && !template)
    throw new BadRequest(`invalid URL: '#${typeof target === 'number' ? target : target ? 'map[]' : '<nil>'}'`, 1020);
  const address = addressOf(template?.url ?? String(target));
  const { username, password } = address.url;
  const headers = new Map([['User-Agent', String(options['userAgent'] ?? 'Grafana k6/2.2.0')]]);
  const sent = bodyOf(body, headers);
  for (const [name, value] of Object.entries(params['headers'] ?? {})) headers.set(canonical(name), String(value));
  const shown = Object.fromEntries([...headers].map(([name, value]) => [name, [value]]));
  const missing = ['cookies', 'jar'].find((name) => (params[name] ?? undefined) !== undefined);
  if (missing !== undefined) throw new Refusal(`"${missing}" of a request`, '', "headers: { Cookie: 'name=value' }");
  if (compression !== '') throw new Refusal('"compression" of a request');
  if (auth === 'digest' || auth === 'ntlm') throw new Refusal(`"${auth}" authentication`);
  const credentials = [username, password].map(decodeURIComponent).join(':');
  if (username !== '' && !headers.has('Authorization')) headers.set('Authorization', `Basic ${btoa(credentials)}`);
  const responseType = (params['responseType'] ?? (options['discardResponseBodies'] ? 'none' : 'text')) as Plan['responseType']; // prettier-ignore
  if (!['text', 'binary', 'none'].includes(responseType))
    throw new BadRequest(`${responseType} does not belong to ResponseType values`);
  if (responseCallback && !callbackBehind(responseCallback)) throw new BadRequest('unsupported responseCallback');
  const tags = { ...vu.tags, ...tagsOf(vu, params['tags']) };
  const limit = params['redirects'] ?? options['maxRedirects'];
  const plan: Unsent = {
    address,
    jar: vu.jar,
    headers,
    tags,
    name: tags['name'] ?? (template && template.name !== template.url ? template.name : undefined),
    expected: responseCallback === undefined ? callback : (callbackBehind(responseCallback) ?? null),
    responseType,
    redirects: limit === undefined ? undefined : Number(limit),
    hops: 1,
  };
  const asked = {
    method,
    url: address.text,
    body: typeof sent === 'string' ? sent : Buffer.from(sent ?? []).toString('latin1'),
    headers: shown,
    cookies: Object.groupBy(
      vu.jar.for(address.url).map(({ name, value }) => ({ name, value, replace: false })),
      ({ name }) => name,
    ),
  };
  return { ...plan, hop: hopOf(plan, method, sent, timeoutOf(params['timeout'] ?? '60s')), asked };
}

const REDIRECTS = [301, 302, 303, 307, 308];
const DEFAULT_REDIRECTS = 10;

/** Where the answer leads: undefined for nowhere, 'limit' where it may go no further. @throws BadRequest where it cannot. */
export function nextHop(plan: Plan, { status, headers }: HopResult): Plan | 'limit' | undefined {
  const { location } = headers;
  if (!REDIRECTS.includes(status) || typeof location !== 'string') return undefined;
  const { url: from, text } = plan.address;
  const url = URL.parse(location, from);
  if (!url) throw new BadRequest(`failed to parse Location header ${JSON.stringify(location)}`, 1000);
  if (plan.hops > (plan.redirects ?? DEFAULT_REDIRECTS)) return 'limit';
  if (!/^[a-z][a-z0-9+.-]*:/i.test(location)) [url.username, url.password] = [from.username, from.password];
  const keepsBody = status >= 307;
  const left = new Map(plan.headers);
  const bodyHeaders = ['Content-Type', 'Content-Encoding', 'Content-Language', 'Content-Location'];
  const isSameSite = url.hostname === from.hostname || url.hostname.endsWith(`.${from.hostname}`);
  const dropped = ['Cookie', 'Host', ...(keepsBody ? [] : bodyHeaders), ...(isSameSite ? [] : ['Authorization', 'Www-Authenticate'])]; // prettier-ignore
  for (const name of dropped) left.delete(name);
  if (from.protocol === 'http:' || url.protocol === 'https:')
    left.set('Referer', text.replace(/^([^/]*\/\/)[^@/]*@/, '$1'));
  const { method, body, timeoutMs } = plan.hop;
  const next = { ...plan, address: addressOf(url.href), headers: left, hops: plan.hops + 1 };
  return { ...next, hop: hopOf(next, keepsBody || method === 'HEAD' ? method : 'GET', keepsBody ? body : null, timeoutMs) }; // prettier-ignore
}
