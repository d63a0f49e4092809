// The module `k6/http` for one VU: asyncRequest with its redirects, and what scripts use beside it.
import { HttpClient } from './client.ts';
import type { HopResult } from './wire.ts';
import { Refusal } from './codes.ts';
import { CookieJar, parseCookie, type Cookie } from './cookies.ts';
import type { Values } from './program.ts';
import { BadRequest } from './address.ts';
import { firstHop, nextHop, type Expected, type Plan } from './request-plan.ts';
import { makeResponse } from './response.ts';
import { MODULES } from './support.ts';
import type { Task } from './task.ts';
import type { Vu } from './vu.ts';

/** Scripts get an object without our methods; this map leads to its jar. */
const jars = new WeakMap<object, CookieJar>();
export const jarBehind = (given: unknown): CookieJar | undefined =>
  typeof given === 'object' && given !== null ? jars.get(given) : undefined;
const callbacks = new WeakMap<object, Expected>();
export const callbackBehind = (given: unknown): Expected | undefined =>
  typeof given === 'object' && given !== null ? callbacks.get(given) : undefined;

function jarObject(vu: Vu, jar: CookieJar): object {
  const at = (address: unknown): URL => {
    const text = String(address);
    const url = URL.parse(text);
    if (url) return url;
    throw vu.error(
      `parse ${JSON.stringify(text)}: ${text.startsWith(':') ? 'missing protocol scheme' : 'invalid URI for request'}`,
    );
  };
  const made = {
    cookiesForURL(address: unknown): Values {
      const found: Record<string, string[]> = {};
      for (const { name, value } of jar.for(at(address))) (found[name] ??= []).push(value);
      return vu.own(found);
    },
    set(address: unknown, name: unknown, value: unknown, options?: Values | null): boolean {
      const url = at(address);
      const { domain, path, secure, http_only: httpOnly, max_age: maxAge, expires } = options ?? {};
      const when = expires === undefined ? undefined : Date.parse(String(expires as string));
      const given = Number(maxAge ?? 0);
      const cookie: Cookie = { name: String(name), value: String(value), domain: String((domain as string | undefined) ?? ''), path: String((path as string | undefined) ?? ''), secure: secure === true, httpOnly: httpOnly === true, maxAge: given, expires: Number.isNaN(when) ? 0 : when }; // prettier-ignore
      jar.store(url, cookie);
      return true;
    },
    clear: (address: unknown) => jar.delete(at(address)),
    delete: (address: unknown, name: unknown) => jar.delete(at(address), String(name)),
  };
  jars.set(made, jar);
  return made;
}

async function follow(vu: Vu, task: Task, first: Plan): Promise<unknown> {
  const { shared } = vu;
  const client = (vu.client ??= new HttpClient(shared.client()));
  const late = vu.lateMs;
  vu.lateMs = 0;
  for (let plan = first; ;) {
    let stop = (): void => {};
    const exchange = client.exchange(plan.hop, (abort) => {
      task.abort.delete(stop);
      task.abort.add((stop = abort));
    });
    const result = plan.bad ?? (await exchange);
    task.abort.delete(stop);
    if (late > 0 && plan === first && result.status !== 0) {
      result.timings.waiting += late;
      result.timings.duration += late;
    }
    const { status, headers } = result;
    const given = headers['set-cookie'] ?? [];
    const cookies = (Array.isArray(given) ? given : [given]).map(parseCookie).filter((c) => c !== undefined);
    for (const cookie of cookies) plan.jar.store(plan.url, cookie);
    const next = nextHop(plan, result);
    if (next instanceof BadRequest)
      Object.assign(result, { status: 0, error: next.message, cause: next.message, code: 1000, body: Buffer.alloc(0) } satisfies Partial<HopResult>); // prettier-ignore
    else if (status >= 400 && result.error === '') result.code = 1_000 + status;
    if (!task.cancelled) shared.measure(plan, result);
    if (next === 'limit' && plan.limitUnset) shared.log('warning', `Stopped after ${plan.hops} redirects and returned the redirection; pass { redirects: n } in request params or set global maxRedirects to silence this`); // prettier-ignore
    if (next && next !== 'limit' && !(next instanceof BadRequest)) {
      plan = next;
      continue;
    }
    if (result.error !== '') {
      const method = first.hop.method;
      const message = `${method.charAt(0)}${method.slice(1).toLowerCase()} "${plan.url.text}": ${result.cause}`;
      if (first.throws) throw vu.error(message);
      if (!task.cancelled) shared.log('warning', `Request Failed error="${message}"`);
    }
    return makeResponse(vu, first, plan, result, cookies);
  }
}

export function httpModule(vu: Vu): Values {
  let expected: Expected | null = [[200, 399]];
  const asyncRequest = (method: unknown, target: unknown, body?: unknown, params?: unknown): Promise<unknown> => {
    const { task } = vu;
    if (vu.phase === 'init' || !task) throw vu.error('Making http requests in the init context is not supported');
    const begin = async (): Promise<unknown> => {
      try {
        return await follow(
          vu,
          task,
          firstHop(vu, String(method), target, body, params as Values | undefined, expected),
        );
      } catch (error) {
        if (error instanceof Refusal) return vu.refuse(error);
        if (!(error instanceof BadRequest)) throw error;
        if (error.throws) throw vu.error(error.message);
        vu.shared.log('warning', `Request Failed error="${error.message}"`);
        return makeResponse(vu, undefined, undefined, undefined, [], error);
      }
    };
    return vu.async(begin());
  };
  const blocked = (name: string, support: string) => (): never => vu.refuse(new Refusal(`http.${name}`, '', support));
  const missing = Object.entries(MODULES['k6/http'] ?? {}).flatMap(([name, support]) => typeof support === 'string' ? [[name, blocked(name, support)] as const] : []); // prettier-ignore
  return {
    ...Object.fromEntries(missing),
    asyncRequest,
    cookieJar: () => jarObject(vu, vu.jar),
    CookieJar: function () {
      return jarObject(vu, new CookieJar());
    },
    url(strings: readonly string[], ...values: unknown[]): object {
      const full = strings.map((part, i) => part + (i < values.length ? String(values[i]) : '')).join('');
      return Object.defineProperty({ name: strings.join('${}'), url: full, clean_url: full }, 'toString', {
        value: () => full,
      });
    },
    expectedStatuses(...list: unknown[]): object {
      const ranges = list.map((item, i): [number, number] => {
        const { min, max } = (item ?? {}) as { min?: unknown; max?: unknown };
        if (Number.isInteger(item)) return [item as number, item as number];
        if (Number.isInteger(min) && Number.isInteger(max)) return [min as number, max as number];
        throw vu.error(
          `argument number ${i + 1} to expectedStatuses was neither an integer nor an object like {min:100, max:329}`,
        );
      });
      if (ranges.length === 0) throw vu.error('no arguments');
      const made = {};
      callbacks.set(made, ranges);
      return made;
    },
    setResponseCallback(callback: unknown): void {
      const behind = callbackBehind(callback);
      if (!behind && callback !== null && callback !== undefined)
        throw vu.error(`unsupported argument, expected http.expectedStatuses`);
      expected = behind ?? null;
    },
  };
}
