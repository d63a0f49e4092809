// k6's Response.
import type { HopRequest, HopResult, Timings } from '../../protocol.ts';

const canonical = (header: string): string => header.replaceAll(/(^|-)([a-z])/g, (part) => part.toUpperCase());

/** A value in parsed JSON by gjson's plain paths: `data.0.name`, `data.#` (length), `data.#.name` (all). */
export function select(value: unknown, path: readonly string[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step === '#' && Array.isArray(value)) {
    return rest.length === 0 ? value.length : value.map((item) => select(item, rest)).filter((v) => v !== undefined);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return select((value as Record<string, unknown>)[step], rest);
}

export class Response {
  readonly url: string;
  readonly status: number;
  readonly status_text: string;
  readonly proto = 'HTTP/1.1';
  readonly headers: Record<string, string>;
  readonly cookies: Record<string, { name: string; value: string }[]> = {};
  readonly body: string | ArrayBuffer | null;
  readonly timings: Timings & { looking_up: number };
  readonly error: string;
  readonly error_code: number;
  readonly remote_ip: string;
  readonly remote_port: number;
  readonly request: { method: string; url: string; headers: Record<string, string[]>; body: string; cookies: object };
  #parsed: unknown;

  constructor(sent: HopRequest, hop: HopResult) {
    this.url = sent.url;
    this.status = hop.status;
    this.status_text = hop.status === 0 ? '' : `${hop.status} ${hop.statusText}`;
    this.headers = Object.fromEntries(Object.entries(hop.headers).map(([name, value]) => [canonical(name), value]));
    for (const header of hop.setCookies) {
      const [name = '', ...value] = (header.split(';')[0] ?? '').split('=');
      (this.cookies[name.trim()] ??= []).push({ name: name.trim(), value: value.join('=').trim() });
    }
    this.body = hop.body;
    this.timings = { ...hop.timings, looking_up: 0 };
    this.error = hop.error;
    this.error_code = hop.errorCode;
    this.remote_ip = hop.remoteIp;
    this.remote_port = hop.remotePort;
    this.request = {
      method: sent.method,
      url: sent.url,
      headers: Object.fromEntries(Object.entries(sent.headers).map(([name, value]) => [canonical(name), [value]])),
      body: typeof sent.body === 'string' ? sent.body : '',
      cookies: {},
    };
  }

  /** @throws when the body is no JSON, as in k6. */
  json(selector?: string): unknown {
    if (this.#parsed === undefined) {
      if (this.body === null) throw new Error("the body is null so we can't transform it to JSON");
      const text = typeof this.body === 'string' ? this.body : new TextDecoder().decode(this.body);
      this.#parsed = JSON.parse(text);
    }
    return selector === undefined ? this.#parsed : select(this.#parsed, selector.split('.'));
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
