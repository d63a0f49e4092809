// What a call of `k6/http` asks for: the first request, and the next one where the answer redirects, as Go's client goes on.
import { EngineError, Refusal } from './codes.ts';
import type { CookieJar } from './cookies.ts';
import { durationMs } from './duration.ts';
import { failed, type Hop, type HopResult } from './http-connection.ts';
import type { Failure } from './http-failures.ts';
import { tagsOf } from './k6-modules.ts';
import type { Values } from './program.ts';
import { MISSING_PARAMS } from './support.ts';
import type { Vu } from './vu.ts';

/** A request that cannot be made: none is counted; the script gets a response with this code. */
export class BadRequest extends Error {
  readonly code: number;
  constructor(message: string, code = 0) {
    super(message);
    this.code = code;
  }
}

/** An address; `text` as k6 shows it. `failure`: Go can read it and not send it. */
type Address = { text: string; url: URL; failure?: Failure };
/** Scheme and host, then a path and a query that Go sends as they are. */
const PLAIN = /^https?:\/\/[^/?#@]*(\/[\w\-.~!$&'()*+,;=:@[\]%/]*)?(\?[!-"$-~]*)?(#.*)?$/i;
const NOWHERE = new URL('http://invalid.invalid/');

/** @throws BadRequest where Go cannot read it; Refusal where Go would change it first. */
function addressOf(text: string): Address {
  const [, scheme = '', host = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/(?:[^/?#]*@)?([^/?#]*))?/i.exec(text) ?? [];
  const port = Number(/:(\d+)$/.exec(host)?.[1] ?? 0);
  const wrong = /[ "<>\\^`{|}]/.exec(host)?.[0];
  if (wrong !== undefined)
    throw new BadRequest(`invalid URL: parse ${JSON.stringify(text)}: invalid character ${JSON.stringify(wrong)} in host name`, 1020); // prettier-ignore
  const cannot = (error: string, code = 1000): Address => ({ text, url: NOWHERE, failure: { error, code } });
  if (!/^https?$/i.test(scheme)) return cannot(`unsupported protocol scheme "${scheme.toLowerCase()}"`);
  if (host === '') return cannot('http: no Host in request URL');
  if (port > 65_535) return cannot(`dial tcp: address ${port}: invalid port`, 1210);
  const url = URL.parse(text);
  if (url && PLAIN.test(text) && !/%(?![0-9a-f]{2})/i.test(text)) return { text, url };
  const [what, instead] = url?.username ? ['user name in a URL', 'headers: { Authorization: ... }'] : ['URL that must be escaped first', 'encodeURIComponent(value)']; // prettier-ignore
  throw new Refusal(what, '', instead);
}

/** A header's name as Go prints it. */
export const canonical = (name: string): string =>
  /^[\w!#$%&'*+.^`|~-]+$/.test(name) ? name.toLowerCase().replaceAll(/(^|-)[a-z]/g, (c) => c.toUpperCase()) : name;

export type Request = {
  method: string;
  address: Address;
  headers: ReadonlyMap<string, string>;
  body: string | null;
  timeoutMs: number;
  tags: Readonly<Record<string, string>>;
  keepsBody: boolean;
  /** How many redirects may be followed, and how many were. */
  redirects: number;
  followed: number;
};

/** What goes over the wire. */
export function hopOf({ method, address: { url, text }, headers, body, ...rest }: Request, jar: CookieJar): Hop {
  const own = headers.get('Cookie');
  const kept = jar.for(url).map(({ name, value }) => `${name}=${value}`);
  const cookies = [...(own === undefined ? [] : [own]), ...kept].join('; ');
  const sent = [...headers].filter(([name]) => name !== 'Cookie' && name !== 'Content-Length').flat();
  if (cookies !== '') sent.push('Cookie', cookies);
  if (body === null && /^(POST|PUT|PATCH)$/.test(method)) sent.push('Content-Length', '0');
  const path = `${url.pathname}${/\?[^#]*/.exec(text)?.[0] ?? ''}`;
  return { method, origin: url.origin, path, headers: sent, body, ...rest };
}

function timeoutOf(given: unknown): number {
  try {
    return durationMs(given);
  } catch (error) {
    throw error instanceof EngineError ? new BadRequest(`invalid timeout value: ${error.message}`) : error;
  }
}

const DEFAULT_REDIRECTS = 10;

/** @throws BadRequest, Refusal; an exception of the script's for tags that are none. */
export function requestOf(vu: Vu, method: string, target: unknown, body: unknown, params: Values): Request {
  const { options } = vu.run;
  const missing = Object.keys(MISSING_PARAMS).find((name) => params[name] !== undefined);
  if (missing !== undefined) throw new Refusal(`"${missing}" of a request`, '', MISSING_PARAMS[missing]);
  if (typeof target !== 'string')
    throw new BadRequest(`invalid URL: '#${typeof target === 'number' ? target : target ? 'map[]' : '<nil>'}'`, 1020);
  if (typeof (body ?? '') !== 'string') throw new Refusal('request body that is no text', '', 'JSON.stringify(body)');
  const headers = new Map([['User-Agent', String(options['userAgent'] ?? 'Grafana k6/2.2.0')]]);
  for (const [name, value] of Object.entries(params['headers'] ?? {})) headers.set(canonical(name), String(value));
  const responseType = String(params['responseType'] ?? (options['discardResponseBodies'] ? 'none' : 'text'));
  if (responseType === 'binary') throw new Refusal('responseType "binary"');
  if (responseType !== 'text' && responseType !== 'none')
    throw new BadRequest(`${responseType} does not belong to ResponseType values`);
  return {
    method,
    address: addressOf(target),
    headers,
    body: (body ?? null) as string | null,
    timeoutMs: timeoutOf(params['timeout'] ?? '60s'),
    tags: { ...vu.tags, ...tagsOf(vu, params['tags']) },
    keepsBody: responseType === 'text',
    redirects: Number(params['redirects'] ?? options['maxRedirects'] ?? DEFAULT_REDIRECTS),
    followed: 0,
  };
}

const REDIRECTS = [301, 302, 303, 307, 308];
const OF_BODY = ['Content-Type', 'Content-Encoding', 'Content-Language', 'Content-Location'];

/** Where the answer leads; undefined for nowhere, and where it may go no further. A place that cannot be read makes the result a failed one. */
export function nextRequest(request: Request, result: HopResult): Request | undefined {
  const { location } = result.headers;
  if (!REDIRECTS.includes(result.status) || typeof location !== 'string') return undefined;
  const { method, followed, redirects, address } = request;
  const url = URL.parse(location, address.url);
  if (!url) {
    const error = `failed to parse Location header ${JSON.stringify(location)}`;
    return void Object.assign(result, failed({ error, code: 1000 }));
  }
  if (followed >= redirects) return undefined;
  const keepsBody = result.status >= 307;
  const headers = new Map(request.headers);
  const { hostname, protocol } = address.url;
  const isSameSite = url.hostname === hostname || url.hostname.endsWith(`.${hostname}`);
  const dropped = ['Cookie', 'Host', ...(keepsBody ? [] : OF_BODY), ...(isSameSite ? [] : ['Authorization', 'Www-Authenticate'])]; // prettier-ignore
  for (const name of dropped) headers.delete(name);
  if (protocol === 'http:' || url.protocol === 'https:') headers.set('Referer', address.text);
  const next = { ...request, address: addressOf(url.href), headers, followed: followed + 1 };
  return keepsBody ? next : { ...next, method: method === 'HEAD' ? method : 'GET', body: null };
}
