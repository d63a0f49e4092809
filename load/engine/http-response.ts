// What a script gets back from `k6/http`.
import zlib from 'node:zlib';
import { Refusal } from './codes.ts';
import type { Cookie } from './cookies.ts';
import type { BadRequest } from './http-address.ts';
import { noTimings, type HopResult } from './http-connection.ts';
import { canonical, type Plan } from './http-request.ts';
import { select } from './selector.ts';
import { MISSING_METHODS } from './support.ts';
import type { Vu } from './vu.ts';

const OCSP = { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' };
/** Go's time without a date, in milliseconds, as k6 shows a cookie without one. */
const NO_DATE = -6_795_364_578_871;

const CODECS: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: zlib.gunzipSync,
  deflate: zlib.inflateSync,
  br: zlib.brotliDecompressSync,
  zstd: zlib.zstdDecompressSync,
};

/** Decodes the body in place. A broken coding is a failed request, and so is an unknown one. */
export function decode(result: HopResult): void {
  const given = result.headers['content-encoding'] ?? '';
  const codings = result.body.length === 0 ? [] : String(given).split(',');
  for (const coding of codings.reverse().map((name) => name.trim().toLowerCase())) {
    const codec = CODECS[coding];
    const unknown = `unsupported compression type: ${coding}`;
    if (coding === '') continue;
    if (!codec) return void (result.failure = { error: unknown, cause: unknown, code: 1700 });
    try {
      result.body = codec(result.body);
    } catch (error) {
      return void (result.failure = { error: 'invalid response body', cause: (error as Error).message, code: 1701 });
    }
  }
}

const JSON_NULL =
  "the body is null so we can't transform it to JSON - this likely was because of a request error getting the response";

function jsonOf(vu: Vu, body: string | ArrayBuffer | null, selector: string | undefined): unknown {
  if (body === null) throw vu.error(JSON_NULL);
  let value: unknown;
  try {
    value = vu.realm.JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  } catch (error) {
    if (selector !== undefined) return undefined;
    throw vu.error(`cannot parse json due to an error: ${(error as Error).message}`);
  }
  try {
    return selector === undefined ? value : select(value, selector);
  } catch (error) {
    return vu.refuse(error as Refusal);
  }
}

const shown = ({ name, value, domain, path, httpOnly, secure, maxAge, expires = NO_DATE }: Cookie) => ({
  name,
  value,
  domain,
  path,
  http_only: httpOnly,
  secure,
  max_age: maxAge,
  expires,
});
const methods = (vu: Vu, body: string | ArrayBuffer | null): Record<string, unknown> => ({
  json: (selector?: string) => jsonOf(vu, body, selector),
  ...Object.fromEntries(MISSING_METHODS.map((name) => [name, () => vu.refuse(new Refusal(`response.${name}()`))])),
});

/** Of a request that was made; `last` is the hop that was answered. */
export function makeResponse(vu: Vu, last: Plan, result: HopResult, cookies: readonly Cookie[]): object {
  const { status, remote, failure } = result;
  const isAnswer = status !== 0;
  const hasNoBody =
    status === 204 || status === 304 || last.responseType === 'none' || (!isAnswer && result.body.length === 0);
  const body = hasNoBody ? null : last.responseType === 'binary' ? vu.bytes(result.body) : result.body.toString('utf8');
  const headers = Object.entries(result.headers).map(([name, value]) => [canonical(name), [value].flat().join(', ')]);
  return {
    remote_ip: remote.ip,
    remote_port: remote.port,
    url: last.address.text,
    status,
    status_text: result.statusText,
    proto: remote.proto,
    headers: Object.fromEntries(headers) as Record<string, string>,
    cookies: Object.groupBy(cookies.map(shown), ({ name }) => name),
    body,
    timings: result.timings,
    tls_version: remote.tls,
    tls_cipher_suite: remote.cipher,
    ocsp: isAnswer && remote.tls !== '' ? { ...OCSP, status: 'unknown' } : OCSP,
    error: failure?.error ?? '',
    error_code: failure?.code ?? (status >= 400 ? 1_000 + status : 0),
    request: last.asked,
    ...methods(vu, body),
  };
}

/** Of a request that could not be made. */
export const badResponse = (vu: Vu, { message, code }: BadRequest): object => ({
  remote_ip: '',
  remote_port: 0,
  url: '',
  status: 0,
  status_text: '',
  proto: '',
  headers: {},
  cookies: {},
  body: null,
  timings: noTimings(),
  tls_version: '',
  tls_cipher_suite: '',
  ocsp: OCSP,
  error: message,
  error_code: code,
  request: { method: '', url: '', headers: null, body: '', cookies: null },
  ...methods(vu, null),
});
