// Playwright's API requests with the bypass headers of an access control: to the site's own origin only, at each hop of a redirect.
import type { APIRequestContext, APIResponse } from '@playwright/test';

type Options = NonNullable<Parameters<APIRequestContext['fetch']>[1]>;
type Ask = (url: string, options: Options) => Promise<APIResponse>;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** As many as Playwright follows by itself. */
const MOST_REDIRECTS = 20;
const METHODS: ReadonlySet<string | symbol> = new Set(['get', 'head', 'post', 'put', 'patch', 'delete', 'fetch']);

/** `request`, with `headers` for the origin of `target`; `request` itself if there are none. Addresses are strings. */
export function withFirstPartyRequests(
  request: APIRequestContext,
  target: URL,
  headers: Readonly<Record<string, string>>,
): APIRequestContext {
  if (Object.keys(headers).length === 0) return request;
  return new Proxy(request, {
    get(object, name) {
      const value: unknown = Reflect.get(object, name);
      if (typeof value !== 'function') return value;
      const bound: unknown = value.bind(object);
      if (!METHODS.has(name)) return bound;
      return (url: string, options: Options = {}) => {
        const method = name === 'fetch' ? (options.method ?? 'GET') : String(name).toUpperCase();
        return follow(
          (at, hop) => object.fetch(at, hop),
          new URL(url, target),
          { ...options, method },
          { target, headers },
        );
      };
    },
  });
}

async function follow(
  ask: Ask,
  first: URL,
  asked: Options,
  { target, headers }: { target: URL; headers: Readonly<Record<string, string>> },
): Promise<APIResponse> {
  const most = asked.maxRedirects ?? MOST_REDIRECTS;
  let at = first;
  let hop = asked;
  for (let hops = 0; ; hops += 1) {
    const firstParty = at.origin === target.origin ? headers : {};
    const answer = await ask(at.href, { ...hop, maxRedirects: 0, headers: { ...hop.headers, ...firstParty } });
    const location = answer.headers()['location'];
    if (!REDIRECTS.has(answer.status()) || location === undefined || most === 0) return answer;
    if (hops >= most) throw new Error(`${first.pathname}: more than ${most} redirects`);
    const next = new URL(location, at);
    hop = hopAfter(answer.status(), hop, next.origin === at.origin);
    at = next;
  }
}

const BODY: ReadonlySet<string> = new Set(['data', 'form', 'multipart']);

/** The request that a browser sends after a redirect: the query only once, GET without a body after 303, no credentials for another origin. */
function hopAfter(status: number, { params: _, ...hop }: Options, isSameOrigin: boolean): Options {
  const turnsGet = (status === 303 && hop.method !== 'HEAD') || (status < 303 && hop.method === 'POST');
  const next: Options = turnsGet
    ? { ...Object.fromEntries(Object.entries(hop).filter(([name]) => !BODY.has(name))), method: 'GET' }
    : hop;
  if (isSameOrigin || next.headers === undefined) return next;
  const kept = Object.entries(next.headers).filter(([name]) => name.toLowerCase() !== 'authorization');
  return { ...next, headers: Object.fromEntries(kept) };
}
