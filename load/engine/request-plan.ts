// What a call of `k6/http` asks for: the hop to send, and the next one where the answer redirects, as Go's client goes on.
import { encodeBody } from './body.ts';
import { address, BadRequest, type Address } from './address.ts';
import type { Hop, HopResult } from './wire.ts';
import { Refusal } from './codes.ts';
import type { CookieJar } from './cookies.ts';
import { callbackBehind, jarBehind } from './http-module.ts';
import { canonical } from './header-names.ts';
import { durationMs } from './options.ts';
import type { Values } from './program.ts';
import { tagsOf } from './api.ts';
import type { Vu } from './vu.ts';

/** Statuses that count as expected, as ranges. */
export type Expected = readonly (readonly [from: number, to: number])[];
export type Plan = {
  hop: Hop;
  url: Address;
  jar: CookieJar;
  headers: Map<string, string>;
  cookies: readonly (readonly [name: string, value: string, replace: boolean])[];
  sent: readonly (readonly [name: string, value: string])[];
  tags: Record<string, string>;
  /** A name of the script's own stands for the address in the tags. */
  name: string | undefined;
  expected: Expected | null;
  responseType: 'text' | 'binary' | 'none';
  redirects: number;
  limitUnset: boolean;
  hops: number;
  throws: boolean;
  /** The request as the script made it (`res.request`). */
  asked: { body: string; headers: Record<string, string[]> };
  /** It cannot be sent, and counts as a failed request. */
  bad: HopResult | undefined;
};

function makeHop(plan: Omit<Plan, 'hop' | 'sent'>, method: string, body: Hop['body'], timeoutMs: number): Plan {
  const { url, headers, cookies, jar, responseType } = plan;
  const replaced = new Set(cookies.filter(([, , replace]) => replace).map(([name]) => name));
  const kept = jar.for(url).filter(({ name }) => !replaced.has(name));
  const sent = [
    ...cookies.map(([name, value]) => [name, value] as const),
    ...kept.map(({ name, value }) => [name, value] as const),
  ];
  const line = [
    ...(headers.has('Cookie') ? [headers.get('Cookie')] : []),
    ...sent.map(([name, value]) => `${name}=${value}`),
  ].join('; ');
  const list: string[] = [];
  for (const [name, value] of headers) if (name !== 'Cookie' && name !== 'Content-Length') list.push(name, value);
  if (line !== '') list.push('Cookie', line);
  if (body === null && /^(POST|PUT|PATCH)$/.test(method)) list.push('Content-Length', '0');
  const query = url.text.indexOf('?');
  const raw = query < 0 ? '' : (url.text.slice(query).split('#')[0] ?? '');
  const hop = {
    method,
    origin: url.origin,
    path: `${url.pathname}${raw}`,
    headers: list,
    body,
    timeoutMs,
    keepBody: responseType !== 'none',
  };
  return { ...plan, hop, sent };
}

const RESPONSE_TYPES = ['text', 'binary', 'none'];

/** @throws BadRequest, Refusal; an exception of the script's for tags that are none. */
export function firstHop(
  vu: Vu,
  method: string,
  target: unknown,
  body: unknown,
  given: Values | undefined | null,
  callback: Expected | null,
): Plan {
  const { options } = vu.shared;
  const params = given ?? {};
  const throws = (params['throw'] ?? options['throw']) === true;
  const no = (message: string, code = 0): never => {
    throw new BadRequest(message, code, throws);
  };
  const template =
    typeof target === 'object' && target !== null && 'clean_url' in target
      ? (target as unknown as { name: string; url: string })
      : undefined;
  if (typeof target !== 'string' && !template) no(`invalid URL: '#${target === null || target === undefined ? '<nil>' : typeof target === 'object' ? 'map[]' : String(target as number)}'`, 1020); // prettier-ignore
  const { url, bad } = address(template ? template.url : String(target));
  const headers = new Map([
    ['User-Agent', typeof options['userAgent'] === 'string' ? options['userAgent'] : 'Grafana k6/2.2.0'],
  ]);
  const sent = encodeBody(body, headers);
  if (sent === undefined) return no(`unknown request body type ${typeof body}`);
  for (const [name, value] of Object.entries((params['headers'] ?? {}) as Values))
    headers.set(canonical(name), String(value));
  const shown = typeof sent === 'string' ? sent : sent === null ? '' : Buffer.from(sent).toString('latin1');
  const asked = { body: shown, headers: Object.fromEntries([...headers].map(([name, value]) => [name, [value]])) };
  if (String((params['compression'] as string | undefined) ?? '') !== '')
    throw new Refusal('"compression" of a request');
  const auth = params['auth'];
  if (auth === 'digest' || auth === 'ntlm') throw new Refusal(`"${auth}" authentication`);
  if (url.username !== '' && !headers.has('Authorization')) headers.set('Authorization', `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`); // prettier-ignore
  const responseType = (params['responseType'] ??
    (options['discardResponseBodies'] === true ? 'none' : 'text')) as Plan['responseType'];
  if (!RESPONSE_TYPES.includes(responseType)) no(`${responseType} does not belong to ResponseType values`);
  let timeoutMs = 60_000;
  try {
    if (params['timeout'] !== undefined) timeoutMs = durationMs(params['timeout']);
  } catch (error) {
    no(`invalid timeout value: ${(error as Error).message}`);
  }
  const own = params['responseCallback'];
  if (own !== undefined && own !== null && !callbackBehind(own)) no('unsupported responseCallback');
  const cookies = Object.entries((params['cookies'] ?? {}) as Values)
    .filter(([, v]) => v !== undefined && v !== null)
    .map(([name, v]): [string, string, boolean] => {
      const { value, replace } = v as { value?: unknown; replace?: unknown };
      return typeof v === 'object'
        ? [name, String((value as string | undefined) ?? ''), Boolean(replace)]
        : [name, String(v as string), false];
    });
  const tags = { ...vu.tags, ...tagsOf(vu, params['tags']) };
  const name = tags['name'] ?? (template && template.name !== template.url ? template.name : undefined);
  const limit = params['redirects'] ?? options['maxRedirects'];
  return makeHop({
    url, bad, headers, cookies, jar: jarBehind(params['jar']) ?? vu.jar, tags, name,
    expected: own === undefined ? callback : (callbackBehind(own) ?? null),
    responseType, redirects: Number(limit ?? 10), limitUnset: limit === undefined, hops: 1, throws, asked,
  }, method, sent, timeoutMs); // prettier-ignore
}

/** Where the answer leads: undefined for nowhere, 'limit' where it may go no further, BadRequest where it cannot. */
export function nextHop(plan: Plan, { status, headers }: HopResult): Plan | undefined | 'limit' | BadRequest {
  const location = headers['location'];
  if (![301, 302, 303, 307, 308].includes(status) || typeof location !== 'string') return undefined;
  const relative = !/^[a-z][a-z0-9+.-]*:/i.test(location);
  const { url: from, hop } = plan;
  const resolved = URL.parse(location, from.href);
  if (resolved === null) return new BadRequest(`failed to parse Location header ${JSON.stringify(location)}`);
  if (plan.hops > plan.redirects) return 'limit';
  if (relative) [resolved.username, resolved.password] = [from.username, from.password];
  const keep = status >= 307 || hop.method === 'HEAD';
  const left = new Map(plan.headers);
  left.delete('Cookie');
  if (status < 307)
    for (const name of ['Content-Type', 'Content-Encoding', 'Content-Language', 'Content-Location']) left.delete(name);
  const same = resolved.hostname === from.hostname || resolved.hostname.endsWith(`.${from.hostname}`);
  if (!same) for (const name of ['Authorization', 'Www-Authenticate']) left.delete(name);
  if (!(from.protocol === 'https:' && resolved.protocol === 'http:'))
    left.set('Referer', from.text.replace(/^([^/]*\/\/)[^@/]*@/, '$1'));
  left.delete('Host');
  const { url, bad } = address(resolved.href);
  return makeHop(
    { ...plan, url, bad, headers: left, hops: plan.hops + 1 },
    keep ? hop.method : 'GET',
    status >= 307 ? hop.body : null,
    hop.timeoutMs,
  );
}
