// What a call of `k6/http` asks for: the hop to send, and the next one where the answer redirects.
import { durationMs } from '../../options.ts';
import type { HopRequest, HopResult } from '../../protocol.ts';
import { zlib } from '../builtin.ts';
import { systemTag, tagged, vu } from '../state.ts';
import { encodeBody } from './body.ts';
import { jar as currentJar, type CookieJar } from './cookies.ts';

export type Url = string | { toString(): string; name: string };
type Expected = NonNullable<HopRequest['expected']>;
export type Params = {
  headers?: Record<string, unknown>;
  tags?: Record<string, unknown>;
  cookies?: Record<string, string | { value: string; replace?: boolean }>;
  jar?: CookieJar;
  redirects?: number;
  timeout?: string | number;
  responseType?: 'text' | 'binary' | 'none';
  responseCallback?: { expected: Expected } | null;
  auth?: string;
  compression?: string;
};
export type Plan = { hop: HopRequest; url: URL; params: Params; redirectsLeft: number; named: boolean };

/** A request that cannot be made. It ends in a response with this code, or an exception where `throw` is on. */
export class BadRequest extends Error {
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}
/** k6's error code of an address that is none. */
export const INVALID_URL_CODE = 1020;

const DEFAULT_EXPECTED: Expected = [[200, 399]];
let expected: Expected | null = DEFAULT_EXPECTED;

export const expectedStatuses = (...list: (number | { min: number; max: number })[]): { expected: Expected } => ({
  expected: list.map((item) => (typeof item === 'number' ? [item, item] : [item.min, item.max])),
});
export const setResponseCallback = (callback: { expected: Expected } | null): void => {
  expected = callback ? callback.expected : null;
};

/** A URL template: its `name` tag is the text with `${}` in the place of values. */
export function url(strings: readonly string[], ...values: unknown[]): { toString(): string; name: string } {
  const full = strings.map((text, i) => text + (i < values.length ? String(values[i]) : '')).join('');
  return { toString: () => full, name: strings.join('${}') };
}

export const jarOf = (params: Params): CookieJar => params.jar ?? currentJar;

/** The request's own cookies, then the jar's; a jar's cookie gives way only to one that says `replace`. */
function withCookies(headers: Record<string, string>, to: URL, params: Params): Record<string, string> {
  const own = Object.entries(params.cookies ?? {}).map(([name, v]) => (typeof v === 'string' ? { name, value: v } : { name, ...v })); // prettier-ignore
  const replaced = new Set(own.filter((c) => 'replace' in c && c.replace === true).map((c) => c.name));
  const kept = jarOf(params).for(to);
  if (own.length === 0 && kept.length === 0) return headers;
  const all = [...own, ...kept.filter((c) => !replaced.has(c.name))];
  const cookie = all.map(({ name, value }) => `${name}=${value}`).join('; ');
  return 'cookie' in headers ? { ...headers, cookie: `${headers['cookie']}; ${cookie}` } : { ...headers, cookie };
}

const COMPRESS: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  gzip: (bytes) => zlib().gzipSync(bytes),
  deflate: (bytes) => zlib().deflateSync(bytes),
  br: (bytes) => zlib().brotliCompressSync(bytes),
  zstd: (bytes) => zlib().zstdCompressSync(bytes),
};

function compressed(body: string | Uint8Array | null, names: string, headers: Record<string, string>): typeof body {
  if (body === null) return null;
  let bytes: Uint8Array = typeof body === 'string' ? Buffer.from(body) : body;
  for (const name of names.split(',').map((n) => n.trim())) {
    const compress = COMPRESS[name];
    if (!compress) throw new Error(`unknown compression algorithm ${name}`);
    bytes = compress(bytes);
  }
  headers['content-encoding'] = names;
  return bytes;
}

/** The address without user name and password: tags must not tell them. */
export function cleanUrl(to: URL): string {
  if (to.username === '' && to.password === '') return to.href;
  const clean = new URL(to);
  clean.username = '****';
  clean.password = to.password === '' ? '' : '****';
  return clean.href;
}

function parse(address: string): URL {
  const parsed = URL.parse(address);
  if (parsed && /^https?:$/.test(parsed.protocol)) return parsed;
  throw new BadRequest(`invalid URL: "${address}"`, INVALID_URL_CODE);
}

/** Tags that name the address; a name of the script's own stands in the place of both (k6 0.41 and later). */
function nameTags(name: string): Record<string, string> {
  const tags: Record<string, string> = {};
  if (systemTag('name')) tags['name'] = name;
  if (systemTag('url')) tags['url'] = name;
  return tags;
}

/** @throws BadRequest. */
export function plan(method: string, target: Url, body?: unknown, given?: Params | null): Plan {
  const params = given ?? {};
  const to = parse(String(target));
  const headers: Record<string, string> = { 'user-agent': String(vu.options['userAgent'] ?? 'Grafana k6/2.2') };
  for (const name in params.headers) headers[name.toLowerCase()] = String(params.headers[name]);
  if (params.auth !== undefined && params.auth !== 'basic') {
    throw new Error(`the embedded engine has no "${params.auth}" authentication: use k6 itself`);
  }
  if (to.username !== '') {
    const pair = `${decodeURIComponent(to.username)}:${decodeURIComponent(to.password)}`;
    headers['authorization'] ??= `Basic ${Buffer.from(pair).toString('base64')}`;
  }
  let sent = encodeBody(body, headers);
  if (params.compression) sent = compressed(sent, params.compression, headers);
  const own = params.tags?.['name'] ?? (typeof target === 'string' ? undefined : target.name);
  const callback = params.responseCallback === undefined ? expected : (params.responseCallback?.expected ?? null);
  const discard = vu.options['discardResponseBodies'] === true;
  const tags = tagged(params.tags, { ...nameTags(own === undefined ? cleanUrl(to) : String(own)) });
  if (systemTag('method')) tags['method'] = method;
  const hop: HopRequest = {
    method,
    origin: to.origin,
    path: to.pathname + to.search,
    headers: withCookies(headers, to, params),
    body: sent,
    timeoutMs: params.timeout === undefined ? 60_000 : durationMs(params.timeout),
    responseType: params.responseType ?? (discard ? 'none' : 'text'),
    tags,
    expected: callback,
  };
  const redirectsLeft = params.redirects ?? Number(vu.options['maxRedirects'] ?? 10);
  return { hop, url: to, params, redirectsLeft, named: own !== undefined };
}

/** Keeps the cookies of an answer; the next hop where it redirects. */
export function follow({ hop, url: from, params, redirectsLeft, named }: Plan, result: HopResult): Plan | undefined {
  for (const header of result.setCookies) jarOf(params).store(from, header);
  if (result.status < 301 || result.status > 308 || redirectsLeft <= 0) return;
  const location = result.headers['location'];
  if (location === undefined || ![301, 302, 303, 307, 308].includes(result.status)) return;
  const next = URL.parse(location, from);
  if (!next) return;
  const keep = result.status >= 307 || hop.method === 'GET' || hop.method === 'HEAD';
  const headers: Record<string, string> = { ...hop.headers };
  delete headers['cookie'];
  if (next.origin !== from.origin) delete headers['authorization'];
  if (!keep) for (const name of ['content-type', 'content-length', 'content-encoding']) delete headers[name];
  const again: HopRequest = {
    ...hop,
    method: keep ? hop.method : 'GET',
    body: keep ? hop.body : null,
    origin: next.origin,
    path: next.pathname + next.search,
    headers: withCookies(headers, next, params),
    tags: { ...hop.tags, ...(named ? {} : nameTags(cleanUrl(next))) },
  };
  return { hop: again, url: next, params, redirectsLeft: redirectsLeft - 1, named };
}
