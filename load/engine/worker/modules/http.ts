// The module `k6/http`: verbs that block the VU, batch, and asyncRequest that does not.
import type { HopResult } from '../../protocol.ts';
import { askAsync, askSync, vu } from '../state.ts';
import { CookieJar, jar as currentJar } from './cookies.ts';
import { expectedStatuses, follow, plan, setResponseCallback, url, type Params, type Plan, type Url } from './plan.ts';
import { Response } from './response.ts';

function finish({ hop }: Plan, result: HopResult): Response {
  if (result.status === 0 && vu.options['throw'] === true) throw new Error(result.error);
  return new Response(hop, result);
}

function runAll(plans: Plan[]): Response[] {
  const results = askSync(plans.map((p) => p.hop));
  return plans.map((first, i) => {
    let current = first;
    let result = results[i] as HopResult;
    for (let next = follow(current, result); next; next = follow(current, result)) {
      current = next;
      result = askSync([next.hop])[0] as HopResult;
    }
    return finish(current, result);
  });
}

const runOne = (first: Plan): Response => runAll([first])[0] as Response;

export const request = (method: string, target: Url, body?: unknown, params?: Params | null): Response =>
  runOne(plan(method.toUpperCase(), target, body, params));
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

/** All at once; at most six to one host (k6's batchPerHost). */
export function batch(list: readonly unknown[] | Readonly<Record<string, unknown>>): unknown {
  const plans = Object.values(list).map((item) => {
    if (typeof item === 'string') return plan('GET', item);
    if (Array.isArray(item)) {
      const [method, target, body, params] = item as [string, Url, unknown, Params | undefined];
      return plan(method.toUpperCase(), target, body, params);
    }
    const { method = 'GET', url: target, body, params } = item as Record<string, unknown>;
    return plan(String(method).toUpperCase(), target as Url, body, params as Params | undefined);
  });
  const responses = runAll(plans);
  return Array.isArray(list) ? responses : Object.fromEntries(Object.keys(list).map((key, i) => [key, responses[i]]));
}

export async function asyncRequest(
  method: string,
  target: Url,
  body?: unknown,
  params?: Params | null,
): Promise<Response> {
  let current = plan(method.toUpperCase(), target, body, params);
  const asked = askAsync([current.hop]);
  vu.pending.add(asked);
  let result = (await asked)[0] as HopResult;
  vu.pending.delete(asked);
  for (let next = follow(current, result); next; next = follow(current, result)) {
    current = next;
    result = (await askAsync([next.hop]))[0] as HopResult;
  }
  return finish(current, result);
}

export const cookieJar = (): CookieJar => currentJar;
export { CookieJar, expectedStatuses, setResponseCallback, url };

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
  expectedStatuses,
  setResponseCallback,
};
