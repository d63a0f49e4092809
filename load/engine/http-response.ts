// What a script gets back from `k6/http`.
import zlib from 'node:zlib';
import { Refusal } from './codes.ts';
import type { Cookie } from './cookies.ts';
import type { HopResult } from './http-exchange.ts';
import { canonical, type Plan } from './http-request.ts';
import { MISSING_METHODS, SELECT_INSTEAD } from './support.ts';
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

function jsonOf(vu: Vu, body: string | ArrayBuffer | null, selector: unknown): unknown {
  if (selector !== undefined) vu.refuse(new Refusal('selectors of response.json()', '', SELECT_INSTEAD));
  if (body === null) throw vu.error(JSON_NULL);
  try {
    return vu.realm.JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'));
  } catch (error) {
    throw vu.error(`cannot parse json due to an error: ${(error as Error).message}`);
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

/** `last` is the hop that was answered; undefined where no request could be made. */
export function makeResponse(
  vu: Vu,
  last: Plan | undefined,
  result: HopResult,
  cookies: readonly Cookie[] = [],
): object {
  const { status, remote, failure } = result;
  const isAnswer = status !== 0;
  const hasNoBody =
    status === 204 || status === 304 || last?.responseType === 'none' || (!isAnswer && result.body.length === 0);
  const isBinary = last?.responseType === 'binary';
  const body = hasNoBody ? null : isBinary ? vu.bytes(result.body) : result.body.toString('utf8');
  const headers = Object.entries(result.headers).map(([name, value]) => [canonical(name), [value].flat().join(', ')]);
  const missing = MISSING_METHODS.map((name) => [name, () => vu.refuse(new Refusal(`response.${name}()`))]);
  return {
    remote_ip: remote.ip,
    remote_port: remote.port,
    url: last?.address.text ?? '',
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
    request: last?.asked ?? { method: '', url: '', headers: null, body: '', cookies: null },
    json: (selector?: unknown) => jsonOf(vu, body, selector),
    ...(Object.fromEntries(missing) as Record<string, () => never>),
  };
}
