// k6's Response.
import type { HopResult, Timings } from '../../protocol.ts';
import { cleanUrl, type Plan } from './plan.ts';
import { parseCookie } from './cookies.ts';
import { select } from './selector.ts';

const canonical = (header: string): string => header.replaceAll(/(^|-)([a-z])/g, (part) => part.toUpperCase());
type ResponseCookie = {
  name: string;
  value: string;
  domain: string;
  path: string;
  http_only: boolean;
  secure: boolean;
  max_age: number;
  /** Epoch milliseconds; 0 for a session cookie. */
  expires: number;
};
type Sent = {
  method: string;
  url: string;
  headers: Record<string, string[]>;
  body: string;
  cookies: Record<string, { name: string; value: string; replace: boolean }[]>;
};
const NO_TIMINGS: Timings = { blocked: 0, connecting: 0, tls_handshaking: 0, sending: 0, waiting: 0, receiving: 0, duration: 0 }; // prettier-ignore

export class Response {
  readonly url: string;
  readonly status: number;
  readonly status_text: string;
  readonly proto: string;
  readonly body: string | ArrayBuffer | null;
  readonly timings: Timings & { looking_up: number };
  readonly error: string;
  readonly error_code: number;
  readonly remote_ip: string;
  readonly remote_port: number;
  readonly tls_version: string;
  readonly tls_cipher_suite = '';
  readonly ocsp = { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' };
  readonly #plan: Plan | undefined;
  readonly #hop: HopResult | undefined;
  #headers: Record<string, string> | undefined;
  #parsed: unknown;

  /** Without a plan and a result: of a request that could not be made. */
  constructor(plan: Plan | undefined, hop: HopResult | undefined, error = '', errorCode = 0) {
    this.#plan = plan;
    this.#hop = hop;
    this.url = plan ? cleanUrl(plan.url) : '';
    this.status = hop?.status ?? 0;
    this.status_text = hop && hop.status !== 0 ? `${hop.status} ${hop.statusText}` : '';
    this.proto = this.status === 0 ? '' : 'HTTP/1.1';
    this.body = hop?.body ?? null;
    this.timings = { ...(hop?.timings ?? NO_TIMINGS), looking_up: 0 };
    this.error = hop?.error ?? error;
    this.error_code = hop?.errorCode ?? errorCode;
    this.remote_ip = hop?.remoteIp ?? '';
    this.remote_port = hop?.remotePort ?? 0;
    this.tls_version = hop?.tlsVersion ?? '';
  }

  get headers(): Record<string, string> {
    this.#headers ??= Object.fromEntries(
      Object.entries(this.#hop?.headers ?? {}).map(([name, value]) => [canonical(name), value]),
    );
    return this.#headers;
  }

  get cookies(): Record<string, ResponseCookie[]> {
    const found: Record<string, ResponseCookie[]> = {};
    for (const header of this.#hop?.setCookies ?? []) {
      const cookie = this.#plan && parseCookie(this.#plan.url, header);
      if (!cookie) continue;
      const { name, value, domain, hostOnly, path, secure, httpOnly, maxAge, expires } = cookie;
      (found[name] ??= []).push({
        name,
        value,
        domain: hostOnly ? '' : domain,
        path: /;\s*path=/i.test(header) ? path : '',
        http_only: httpOnly,
        secure,
        max_age: maxAge,
        expires: Number.isFinite(expires) && maxAge === 0 ? expires : 0,
      });
    }
    return found;
  }

  get request(): Sent {
    const hop = this.#plan?.hop;
    const cookies: Sent['cookies'] = {};
    for (const pair of (hop?.headers['cookie'] ?? '').split('; ').filter(Boolean)) {
      const [name = '', ...value] = pair.split('=');
      (cookies[name] ??= []).push({ name, value: value.join('='), replace: false });
    }
    return {
      method: hop?.method ?? '',
      url: this.url,
      headers: Object.fromEntries(
        Object.entries(hop?.headers ?? {}).map(([name, value]) => [canonical(name), [value]]),
      ),
      body: typeof hop?.body === 'string' ? hop.body : '',
      cookies,
    };
  }

  /** What JSON.stringify(res) shows: the fields that are computed when asked for, too. */
  toJSON(): object {
    return { ...this, headers: this.headers, cookies: this.cookies, request: this.request };
  }

  /** @throws when the body is no JSON, as in k6. */
  json(selector?: string): unknown {
    if (this.#parsed === undefined) {
      if (this.body === null) throw new Error("the body is null so we can't transform it to JSON");
      const text = typeof this.body === 'string' ? this.body : new TextDecoder().decode(this.body);
      this.#parsed = JSON.parse(text);
    }
    return selector === undefined ? this.#parsed : select(this.#parsed, selector);
  }

  html(): never {
    throw new Error('the embedded engine has no HTML parser: use k6 itself for res.html()');
  }
  submitForm(): never {
    throw new Error('the embedded engine has no HTML parser: use k6 itself for res.submitForm()');
  }
  clickLink(): never {
    throw new Error('the embedded engine has no HTML parser: use k6 itself for res.clickLink()');
  }
}
