// The module `k6/http` for one VU: asyncRequest with its redirects, and what scripts use beside it.
import { Refusal } from './codes.ts';
import { parseCookie, type Cookie } from './cookies.ts';
import { BadRequest, cleanUrl } from './http-address.ts';
import { HttpClient } from './http-client.ts';
import { failed, type HopResult } from './http-exchange.ts';
import { firstHop, nextHop, type Plan } from './http-request.ts';
import { decode, makeResponse } from './http-response.ts';
import type { Values } from './program.ts';
import type { Task } from './task.ts';
import type { Vu } from './vu.ts';

/** Statuses that count as expected, as ranges. */
export type Expected = readonly (readonly [from: number, to: number])[];
/** Scripts get an object without a content; this map leads to what it stands for. */
const callbacks = new WeakMap<object, Expected>();
export const callbackBehind = (given: unknown): Expected | undefined => callbacks.get(Object(given) as object);

const MEASURED = ['blocked', 'connecting', 'tls_handshaking', 'sending', 'waiting', 'receiving'] as const;

/** The samples of one HTTP exchange, tagged as k6 tags them. */
function measure(
  vu: Vu,
  { tags: own, name, address, hop, expected }: Plan,
  { status, timings, failure, remote }: HopResult,
): void {
  const { run } = vu;
  const held = expected?.some(([from, to]) => !failure && status >= from && status <= to);
  const shown = name ?? cleanUrl(address);
  const system = {
    name: shown,
    url: shown,
    method: hop.method,
    status: String(failure ? 0 : status),
    error_code: failure ? String(failure.code) : status >= 400 ? String(1_000 + status) : '',
    error: failure?.error ?? '',
    proto: failure ? '' : remote.proto,
    tls_version: remote.tls,
    expected_response: held === undefined ? '' : String(held),
  };
  const tags: Record<string, string> = { ...own };
  for (const [tag, value] of Object.entries(system)) if (value !== '' && run.hasSystemTag(tag)) tags[tag] = value;
  run.registry.add('http_reqs', 1, tags);
  run.registry.add('http_req_duration', timings.sending + timings.waiting + timings.receiving, tags);
  for (const part of MEASURED) run.registry.add(`http_req_${part}`, timings[part], tags);
  if (held !== undefined) run.registry.add('http_req_failed', held ? 0 : 1, tags);
}

async function follow(vu: Vu, task: Task, first: Plan, throws: boolean): Promise<unknown> {
  const { run } = vu;
  const client = (vu.client ??= new HttpClient(run.clientOptions()));
  const { lateMs } = vu;
  vu.lateMs = 0;
  for (let plan: Plan = first; ;) {
    let stop = (): void => {};
    const { failure } = plan.address;
    const result = failure
      ? failed(failure)
      : await client.exchange(plan.hop, (abort) => task.abort.add((stop = abort)));
    task.abort.delete(stop);
    if (plan === first && result.status !== 0) {
      result.timings.waiting += lateMs;
      result.timings.duration += lateMs;
    }
    decode(result);
    const given = [result.headers['set-cookie'] ?? []].flat();
    const cookies = given.map(parseCookie).filter((cookie): cookie is Cookie => cookie !== undefined);
    for (const cookie of cookies) plan.jar.store(plan.address.url, cookie);
    let next: ReturnType<typeof nextHop>;
    try {
      next = nextHop(plan, result);
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      Object.assign(result, failed({ error: error.message, cause: error.message, code: error.code }));
    }
    if (!task.cancelled) measure(vu, plan, result);
    if (next === 'limit' && plan.redirects === undefined) run.log('warning', `Stopped after ${plan.hops} redirects and returned the redirection; pass { redirects: n } in request params or set global maxRedirects to silence this`); // prettier-ignore
    if (typeof next === 'object') {
      plan = next;
      continue;
    }
    const { method } = first.hop;
    const message = `${method.charAt(0)}${method.slice(1).toLowerCase()} "${plan.address.text}": ${result.failure?.cause}`;
    if (result.failure && throws) throw vu.error(message);
    if (result.failure && !task.cancelled) run.log('warning', `Request Failed error="${message}"`);
    return makeResponse(vu, plan, result, cookies);
  }
}

export function httpModule(vu: Vu): Values {
  let expected: Expected | null = [[200, 399]];
  const request = async (
    task: Task,
    method: string,
    target: unknown,
    body: unknown,
    params: Values,
  ): Promise<unknown> => {
    const throws = (params['throw'] ?? vu.run.options['throw']) === true;
    try {
      return await follow(vu, task, firstHop(vu, method, target, body, params, expected), throws);
    } catch (error) {
      if (error instanceof Refusal) return vu.refuse(error);
      if (!(error instanceof BadRequest)) throw error;
      if (throws) throw vu.error(error.message);
      vu.run.log('warning', `Request Failed error="${error.message}"`);
      return makeResponse(vu, undefined, failed({ error: error.message, cause: error.message, code: error.code }));
    }
  };
  return {
    asyncRequest(method: unknown, target: unknown, body?: unknown, params?: Values | null): Promise<unknown> {
      const { task } = vu;
      if (vu.phase === 'init' || !task) throw vu.error('Making http requests in the init context is not supported');
      return vu.async(request(task, String(method), target, body, params ?? {}));
    },
    url(strings: readonly string[], ...values: unknown[]): object {
      const url = String.raw({ raw: strings }, ...values);
      return Object.defineProperty({ name: strings.join('${}'), url, clean_url: url }, 'toString', {
        value: () => url,
      });
    },
    expectedStatuses(...list: unknown[]): object {
      if (list.length === 0) throw vu.error('no arguments');
      const ranges = list.map((item, i): [number, number] => {
        const { min, max } = Object(Number.isInteger(item) ? { min: item, max: item } : item) as Record<string, number>;
        if (Number.isInteger(min) && Number.isInteger(max)) return [min as number, max as number];
        throw vu.error(`argument number ${i + 1} to expectedStatuses was neither an integer nor an object like {min:100, max:329}`); // prettier-ignore
      });
      const made = {};
      callbacks.set(made, ranges);
      return made;
    },
    setResponseCallback(callback: unknown): void {
      const behind = callbackBehind(callback);
      if (!behind && callback) throw vu.error('unsupported argument, expected http.expectedStatuses');
      expected = behind ?? null;
    },
  };
}
