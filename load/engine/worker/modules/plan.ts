// What a call of `k6/http` asks for: the hop to send, and the next one where the answer redirects.
import { durationMs } from '../../options.ts';
import type { HopRequest, HopResult } from '../../protocol.ts';
import { tagged, vu } from '../state.ts';
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
};
export type Plan = { hop: HopRequest; params: Params; redirectsLeft: number };

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

const jarOf = (params: Params): CookieJar => params.jar ?? currentJar;

function withCookies(headers: Record<string, string>, address: string, params: Params): Record<string, string> {
  const extra = Object.entries(params.cookies ?? {}).map(([k, v]) => [k, typeof v === 'string' ? v : v.value]);
  const cookie = jarOf(params).header(new URL(address), Object.fromEntries(extra) as Record<string, string>);
  return cookie && !('cookie' in headers) ? { ...headers, cookie } : headers;
}

function encode(body: unknown, headers: Record<string, string>): string | Uint8Array | null {
  if (body === undefined || body === null) return null;
  if (typeof body === 'string') return body;
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  if (typeof body !== 'object') return String(body as number);
  headers['content-type'] ??= 'application/x-www-form-urlencoded';
  const pairs = Object.entries(body).flatMap(([key, value]) =>
    (Array.isArray(value) ? value : [value]).map((v): [string, string] => [key, String(v)]),
  );
  return new URLSearchParams(pairs).toString();
}

export function plan(method: string, target: Url, body?: unknown, given?: Params | null): Plan {
  const params = given ?? {};
  const address = String(target);
  const headers: Record<string, string> = { 'user-agent': String(vu.options['userAgent'] ?? 'Grafana k6/2.2') };
  for (const [name, value] of Object.entries(params.headers ?? {})) headers[name.toLowerCase()] = String(value);
  if (!/^https?:\/\/[^/]/.test(address) || !URL.canParse(address)) throw new Error(`invalid URL: "${address}"`);
  const sent = method === 'GET' || method === 'HEAD' ? null : encode(body, headers);
  const name = typeof target === 'string' ? address : target.name;
  const callback = params.responseCallback === undefined ? expected : (params.responseCallback?.expected ?? null);
  const discard = vu.options['discardResponseBodies'] === true;
  const hop: HopRequest = {
    method,
    url: address,
    headers: withCookies(headers, address, params),
    body: sent,
    timeoutMs: durationMs(params.timeout ?? '60s'),
    responseType: params.responseType ?? (discard ? 'none' : 'text'),
    tags: tagged({ name, url: name, method, ...params.tags }),
    expected: callback,
  };
  return { hop, params, redirectsLeft: params.redirects ?? Number(vu.options['maxRedirects'] ?? 10) };
}

/** Keeps the cookies of an answer; the next hop where it redirects. */
export function follow({ hop, params, redirectsLeft }: Plan, result: HopResult): Plan | undefined {
  for (const header of result.setCookies) jarOf(params).store(new URL(hop.url), header);
  const location = result.headers['location'];
  if (location === undefined || redirectsLeft <= 0 || ![301, 302, 303, 307, 308].includes(result.status)) return;
  const next = new URL(location, hop.url);
  const keep = result.status === 307 || result.status === 308 || hop.method === 'GET' || hop.method === 'HEAD';
  const headers: Record<string, string> = { ...hop.headers };
  delete headers['cookie'];
  if (next.origin !== new URL(hop.url).origin) delete headers['authorization'];
  const again: HopRequest = {
    ...hop,
    method: keep ? hop.method : 'GET',
    body: keep ? hop.body : null,
    url: next.href,
    headers: withCookies(headers, next.href, params),
    tags: { ...hop.tags, ...(hop.tags['name'] === hop.url ? { name: next.href, url: next.href } : {}) },
  };
  return { hop: again, params, redirectsLeft: redirectsLeft - 1 };
}
