// The module `k6/http` for one VU: asyncRequest with its redirects, its samples, and the response that a script gets.
import zlib from 'node:zlib';
import { Refusal } from './codes.ts';
import { parseCookie } from './cookies.ts';
import { HttpClient } from './http-client.ts';
import { failed, type HopResult } from './http-connection.ts';
import { BadRequest, canonical, hopOf, nextRequest, requestOf, type Request } from './http-request.ts';
import type { Values } from './program.ts';
import { MISSING_IN_RESPONSE, SELECT_INSTEAD } from './support.ts';
import type { Task } from './task.ts';
import type { Vu } from './vu.ts';

const CODECS: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = { gzip: zlib.gunzipSync, deflate: zlib.inflateSync, br: zlib.brotliDecompressSync, zstd: zlib.zstdDecompressSync }; // prettier-ignore

/** Decodes the body in place. A broken coding is a failed request, and so is an unknown one. */
function decode(result: HopResult): void {
  const codings = result.body.length === 0 ? [] : String(result.headers['content-encoding'] ?? '').split(',');
  for (const coding of codings.reverse().map((name) => name.trim().toLowerCase())) {
    const codec = CODECS[coding];
    if (coding === '') continue;
    if (!codec) return void (result.failure = { error: `unsupported compression type: ${coding}`, code: 1700 });
    try {
      result.body = codec(result.body);
    } catch {
      return void (result.failure = { error: 'invalid response body', code: 1701 });
    }
  }
}

const errorCode = ({ status, failure }: HopResult): number => failure?.code ?? (status >= 400 ? 1_000 + status : 0);
const MEASURED = ['duration', 'blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'] as const;

/** The samples of one exchange, tagged as k6 tags them. */
function measure(vu: Vu, { method, address: { text }, tags: own }: Request, result: HopResult): void {
  const { status, timings, failure, remote } = result;
  const isExpected = !failure && status >= 200 && status < 400;
  const shown = own['name'] ?? text;
  const tags: Record<string, string> = { ...own, name: shown, url: shown, method, status: String(failure ? 0 : status), expected_response: String(isExpected) }; // prettier-ignore
  const code = errorCode(result);
  if (code > 0) tags['error_code'] = String(code);
  if (failure) tags['error'] = failure.error;
  if (remote.proto !== '' && !failure) tags['proto'] = remote.proto;
  if (remote.tls !== '') tags['tls_version'] = remote.tls;
  const { registry } = vu.run;
  registry.add('http_reqs', 1, tags);
  for (const part of MEASURED) registry.add(`http_req_${part}`, timings[part], tags);
  registry.add('http_req_failed', isExpected ? 0 : 1, tags);
}

const JSON_NULL =
  "the body is null so we can't transform it to JSON - this likely was because of a request error getting the response";

export function httpModule(vu: Vu): Values {
  const missing = MISSING_IN_RESPONSE.map((name): [string, PropertyDescriptor] => [
    name,
    { enumerable: true, get: () => vu.refuse(new Refusal(`response.${name}`)) },
  ]);
  const lacking = Object.fromEntries(missing);

  /** `last` is the request that was answered; undefined where none could be made. */
  function responseTo(last: Request | undefined, result: HopResult): object {
    const { status, remote, failure } = result;
    const hasNoBody = status === 204 || status === 304 || last?.keepsBody === false;
    const body = hasNoBody || (status === 0 && result.body.length === 0) ? null : result.body.toString('utf8');
    const headers = Object.entries(result.headers).map(([name, value]) => [canonical(name), [value].flat().join(', ')]);
    const cookies = [result.headers['set-cookie'] ?? []].flat().flatMap((header) => parseCookie(header) ?? []);
    const response = {
      remote_ip: remote.ip,
      remote_port: remote.port,
      url: last?.address.text ?? '',
      status,
      status_text: result.statusText,
      proto: remote.proto,
      headers: Object.fromEntries(headers) as Record<string, string>,
      cookies: Object.groupBy(cookies, ({ name }) => name),
      body,
      timings: result.timings,
      tls_version: remote.tls,
      error: failure?.error ?? '',
      error_code: errorCode(result),
      json(selector?: unknown): unknown {
        if (selector !== undefined) vu.refuse(new Refusal('selectors of response.json()', '', SELECT_INSTEAD));
        if (body === null) throw vu.error(JSON_NULL);
        try {
          return vu.realm.JSON.parse(body);
        } catch (error) {
          throw vu.error(`cannot parse json due to an error: ${(error as Error).message}`);
        }
      },
    };
    return Object.defineProperties(response, lacking);
  }

  async function follow(task: Task, first: Request): Promise<object> {
    const client = (vu.client ??= new HttpClient(vu.run.isInsecure()));
    for (let request = first; ;) {
      const { failure, url } = request.address;
      const { lateMs } = vu;
      vu.lateMs = 0;
      const result = failure ? failed(failure) : await client.exchange(hopOf(request, vu.jar), task.stops);
      vu.bytes.sent += result.sentBytes;
      vu.bytes.received += result.receivedBytes;
      if (result.status !== 0) {
        result.timings.waiting += lateMs;
        result.timings.duration += lateMs;
      }
      decode(result);
      for (const header of [result.headers['set-cookie'] ?? []].flat()) {
        const cookie = parseCookie(header);
        if (cookie) vu.jar.store(url, cookie);
      }
      const next = nextRequest(request, result);
      if (!task.cancelled) measure(vu, request, result);
      if (next) request = next;
      else {
        if (result.failure && !task.cancelled) logFailure(`${request.method} ${request.address.text}: ${result.failure.error}`); // prettier-ignore
        return responseTo(request, result);
      }
    }
  }
  const logFailure = (message: string): void =>
    vu.run.log('warning', `Request Failed error=${JSON.stringify(message)}`);

  async function request(task: Task, method: string, target: unknown, body: unknown, params: Values): Promise<object> {
    try {
      return await follow(task, requestOf(vu, method, target, body, params));
    } catch (error) {
      if (error instanceof Refusal) return vu.refuse(error);
      if (!(error instanceof BadRequest)) throw error;
      logFailure(error.message);
      return responseTo(undefined, failed({ error: error.message, code: error.code }));
    }
  }
  return {
    asyncRequest(method: unknown, target: unknown, body?: unknown, params?: Values | null): Promise<unknown> {
      const { task } = vu;
      if (vu.phase === 'init' || !task) throw vu.error('Making http requests in the init context is not supported');
      return vu.async(request(task, String(method), target, body, params ?? {}));
    },
  };
}
