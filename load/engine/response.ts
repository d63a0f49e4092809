// What a script gets back from `k6/http`.
import { decompress } from './body.ts';
import { NO_TIMINGS, type HopResult } from './wire.ts';
import { Refusal } from './codes.ts';
import { NO_DATE, type Cookie } from './cookies.ts';
import type { BadRequest } from './address.ts';
import { canonical } from './header-names.ts';
import type { Plan } from './request-plan.ts';
import { select } from './selector.ts';
import type { Vu } from './vu.ts';

const OCSP = { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' };

/** Decodes in place what the answer says of its coding; a broken coding is a failed request (1701), an unknown one too. */
export function decoded(result: HopResult): void {
  const codings = result.headers['content-encoding'];
  if (typeof codings !== 'string' || codings === '' || result.body.length === 0) return;
  try {
    result.body = Buffer.from(decompress(result.body, codings));
  } catch (error) {
    const message = (error as Error).message;
    Object.assign(result, message.startsWith('unsupported') ? { error: message, cause: message, code: 1700 } : { error: 'invalid response body', cause: message, code: 1701 }); // prettier-ignore
  }
}

const JSON_NULL =
  "the body is null so we can't transform it to JSON - this likely was because of a request error getting the response";

/** Where V8's parser stopped, as Go counts it. */
function jsonError(vu: Vu, text: string, error: Error): Error {
  const lines = text.split('\n');
  const at = /Unexpected end/.test(error.message)
    ? text.length
    : Number(/position (\d+)/.exec(error.message)?.[1] ?? 0);
  const line = text.slice(0, at).split('\n').length;
  const why =
    at >= text.length
      ? 'unexpected end of JSON input'
      : `invalid character '${text[at] ?? ''}' looking for beginning of value`;
  return vu.error(
    `cannot parse json due to an error at line ${Math.min(line, lines.length)}, character ${at - (text.lastIndexOf('\n', at - 1) + 1)} , error: ${why}`,
  );
}

/** `first` is the request as asked, `last` the hop that was answered; both undefined where `bad` says that none was made. */
export function makeResponse(
  vu: Vu,
  first?: Plan,
  last?: Plan,
  result?: HopResult,
  cookies: readonly Cookie[] = [],
  bad?: BadRequest,
): object {
  const { status = 0, error = bad?.message ?? '', code = bad?.code ?? 0 } = result ?? {};
  const nothing =
    status === 204 ||
    status === 304 ||
    first?.responseType === 'none' ||
    (status === 0 && (result?.body.length ?? 0) === 0);
  const body =
    nothing || !result ? null : first?.responseType === 'binary' ? vu.bytes(result.body) : result.body.toString('utf8');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(status === 0 ? {} : (result?.headers ?? {})))
    headers[canonical(name)] = Array.isArray(value) ? value.join(', ') : value;
  const given: Record<string, object[]> = {};
  for (const { name, value, domain, path, httpOnly, secure, maxAge, expires } of cookies) {
    (given[name] ??= []).push({
      name,
      value,
      domain,
      path,
      http_only: httpOnly,
      secure,
      max_age: maxAge,
      expires: expires ?? NO_DATE,
    });
  }
  const missing = (what: string) => (): never => vu.refuse(new Refusal(`response.${what}()`));
  const sent: Record<string, object[]> = {};
  for (const [name, value] of first?.sent ?? []) (sent[name] ??= []).push({ name, value, replace: false });
  const tls = (result?.tls ?? '') !== '';
  return {
    remote_ip: result?.ip ?? '',
    remote_port: result?.port ?? 0,
    url: last?.url.text ?? '',
    status,
    status_text: status === 0 ? '' : (result?.statusText ?? ''),
    proto: status === 0 ? '' : (result?.proto ?? ''),
    headers,
    cookies: given,
    body,
    timings: result?.timings ?? { ...NO_TIMINGS },
    tls_version: tls ? result?.tls : '',
    tls_cipher_suite: tls ? result?.cipher : '',
    ocsp: tls && status !== 0 ? { ...OCSP, status: 'unknown' } : OCSP,
    error,
    error_code: code,
    request: first ? { method: first.hop.method, url: first.url.text, headers: first.asked.headers, body: first.asked.body, cookies: sent } : { method: '', url: '', headers: null, body: '', cookies: null }, // prettier-ignore
    json(selector?: string): unknown {
      if (body === null) throw vu.error(JSON_NULL);
      const text = typeof body === 'string' ? body : Buffer.from(body).toString('utf8');
      let value: unknown;
      try {
        value = vu.realm.JSON.parse(text);
      } catch (problem) {
        if (selector !== undefined) return undefined;
        throw jsonError(vu, text, problem as Error);
      }
      if (selector === undefined) return value;
      try {
        return select(value, selector);
      } catch (problem) {
        if (problem instanceof Refusal) return vu.refuse(problem);
        throw problem;
      }
    },
    html: missing('html'),
    submitForm: missing('submitForm'),
    clickLink: missing('clickLink'),
  };
}
