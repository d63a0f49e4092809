// The module `k6/http`: verbs that block the VU, batch, and asyncRequest that does not.
import type { HopResult } from '../../protocol.ts';
import { askAsync, askSync, send, vu } from '../state.ts';
import { FileData } from './body.ts';
import { CookieJar, jar as currentJar } from './cookies.ts';
import {
  BadRequest,
  expectedStatuses,
  follow,
  plan,
  setResponseCallback,
  url,
  type Params,
  type Plan,
  type Url,
} from './plan.ts';
import { Response } from './response.ts';

/** A plan, or the response of a request that cannot be made: k6 warns and goes on, unless `throw` is set. */
function planned(method: string, target: Url, body: unknown, params?: Params | null): Plan | Response {
  try {
    return plan(method.toUpperCase(), target, body, params);
  } catch (error) {
    if (!(error instanceof BadRequest) || vu.options['throw'] === true) throw error;
    send({ t: 'log', level: 'warn', text: `Request Failed: ${error.message}` });
    return new Response(undefined, undefined, error.message, error.code);
  }
}

function finish(asked: Plan, result: HopResult): Response {
  if (result.status === 0 && vu.options['throw'] === true) throw new Error(result.error);
  return new Response(asked, result);
}

function runAll(list: readonly (Plan | Response)[]): Response[] {
  const plans = list.filter((item): item is Plan => !(item instanceof Response));
  const results = plans.length > 0 ? askSync(plans.map((p) => p.hop)) : [];
  let next = 0;
  return list.map((item) => {
    if (item instanceof Response) return item;
    let current = item;
    let result = results[next++] as HopResult;
    for (let hop = follow(current, result); hop; hop = follow(current, result)) {
      current = hop;
      result = askSync([hop.hop])[0] as HopResult;
    }
    return finish(current, result);
  });
}

export const request = (method: string, target: Url, body?: unknown, params?: Params | null): Response =>
  runAll([planned(method, target, body, params)])[0] as Response;
export const get = (target: Url, params?: Params | null): Response => request('GET', target, null, params);
export const head = (target: Url, params?: Params | null): Response => request('HEAD', target, null, params);
const verb =
  (method: string) =>
  (target: Url, body?: unknown, params?: Params | null): Response =>
    request(method, target, body, params);
export const post = verb('POST');
export const put = verb('PUT');
export const patch = verb('PATCH');
export const del = verb('DELETE');
export const options = verb('OPTIONS');

const isUrl = (item: unknown): item is Url =>
  typeof item === 'string' || (typeof item === 'object' && item !== null && 'name' in item && !('url' in item));

/** All at once; at most six to one host (k6's batchPerHost). */
export function batch(list: readonly unknown[] | Readonly<Record<string, unknown>>): unknown {
  const plans = Object.values(list).map((item) => {
    if (isUrl(item)) return planned('GET', item, null);
    if (Array.isArray(item)) {
      const [method, target, body, params] = item as [string, Url, unknown, Params | undefined];
      return planned(method, target, body, params);
    }
    const { method = 'GET', url: target, body, params } = item as Record<string, unknown>;
    return planned(String(method), target as Url, body, params as Params | undefined);
  });
  const responses = runAll(plans);
  return Array.isArray(list) ? responses : Object.fromEntries(Object.keys(list).map((key, i) => [key, responses[i]]));
}

async function runAsync(first: Plan | Response): Promise<Response> {
  if (first instanceof Response) return first;
  let current = first;
  let result = (await askAsync([first.hop]))[0] as HopResult;
  for (let next = follow(current, result); next; next = follow(current, result)) {
    current = next;
    result = (await askAsync([next.hop]))[0] as HopResult;
  }
  return finish(current, result);
}

/** The iteration does not end before its requests have. */
export function asyncRequest(method: string, target: Url, body?: unknown, params?: Params | null): Promise<Response> {
  const asked = runAsync(planned(method, target, body, params));
  const over = (): void => void vu.pending.delete(settled);
  const settled: Promise<void> = asked.then(over, over);
  vu.pending.add(settled);
  return asked;
}

export const cookieJar = (): CookieJar => currentJar;
export const file = (data: string | ArrayBuffer, filename?: string, contentType?: string): FileData =>
  new FileData(data, filename, contentType);
export { CookieJar, FileData, expectedStatuses, setResponseCallback, url };

export const SSL_3_0 = 'ssl3.0';
export const TLS_1_0 = 'tls1.0';
export const TLS_1_1 = 'tls1.1';
export const TLS_1_2 = 'tls1.2';
export const TLS_1_3 = 'tls1.3';

export default {
  request,
  get,
  head,
  post,
  put,
  patch,
  del,
  options,
  batch,
  asyncRequest,
  url,
  cookieJar,
  CookieJar,
  file,
  FileData,
  expectedStatuses,
  setResponseCallback,
  SSL_3_0,
  TLS_1_0,
  TLS_1_1,
  TLS_1_2,
  TLS_1_3,
};
