// Cookie jars (RFC 6265 as far as a load script meets it: domain, path, secure, expiry).
export type Cookie = {
  name: string;
  value: string;
  domain: string;
  hostOnly: boolean;
  path: string;
  secure: boolean;
  httpOnly: boolean;
  /** Seconds, as the header had it; 0 without one. */
  maxAge: number;
  /** Epoch milliseconds; Infinity for a session cookie. */
  expires: number;
};

const matchesHost = (cookie: Cookie, host: string): boolean =>
  host === cookie.domain || (!cookie.hostOnly && host.endsWith(`.${cookie.domain}`));
const matchesPath = (cookie: Cookie, path: string): boolean =>
  path === cookie.path || path.startsWith(cookie.path.endsWith('/') ? cookie.path : `${cookie.path}/`);

/** One Set-Cookie header; undefined where it is none, or for another site's domain. */
export function parseCookie(url: URL, header: string): Cookie | undefined {
  const [pair = '', ...attributes] = header.split(';');
  const equals = pair.indexOf('=');
  if (equals <= 0) return undefined;
  const options = new Map(
    attributes.map((a) => {
      const [key = '', ...value] = a.split('=');
      return [key.trim().toLowerCase().replace('_', '-'), value.join('=').trim()];
    }),
  );
  const domain = options.get('domain')?.replace(/^\./, '').toLowerCase();
  if (domain && url.hostname !== domain && !url.hostname.endsWith(`.${domain}`)) return undefined;
  const maxAge = options.get('max-age');
  const expires = options.get('expires');
  const path = options.get('path');
  return {
    name: pair.slice(0, equals).trim(),
    value: pair.slice(equals + 1).trim(),
    domain: domain || url.hostname,
    hostOnly: !domain,
    path: path?.startsWith('/') ? path : url.pathname.replace(/\/[^/]*$/, '') || '/',
    secure: options.has('secure'),
    httpOnly: options.has('httponly') || options.has('http-only'),
    maxAge: Number(maxAge ?? 0),
    expires: maxAge ? Date.now() + Number(maxAge) * 1000 : expires ? Date.parse(expires) : Infinity,
  };
}

export class CookieJar {
  #cookies: Cookie[] = [];

  /** Takes one Set-Cookie header. */
  store(url: URL, header: string): void {
    const cookie = parseCookie(url, header);
    if (!cookie) return;
    this.#cookies = this.#cookies.filter(
      (c) => c.name !== cookie.name || c.domain !== cookie.domain || c.path !== cookie.path,
    );
    if (cookie.expires > Date.now()) this.#cookies.push(cookie);
  }

  for(url: URL): readonly Cookie[] {
    if (this.#cookies.length === 0) return this.#cookies;
    return this.#cookies.filter(
      (c) =>
        matchesHost(c, url.hostname) &&
        matchesPath(c, url.pathname) &&
        (!c.secure || url.protocol === 'https:') &&
        c.expires > Date.now(),
    );
  }

  cookiesForURL(url: string): Record<string, string[]> {
    const found: Record<string, string[]> = {};
    for (const { name, value } of this.for(new URL(url))) (found[name] ??= []).push(value);
    return found;
  }

  set(url: string, name: string, value: string, options?: Readonly<Record<string, unknown>> | null): void {
    const attributes = Object.entries(options ?? {})
      .filter(([, v]) => v !== false)
      .map(([key, v]) => (v === true ? key : `${key}=${v}`));
    this.store(new URL(url), [`${name}=${value}`, 'path=/', ...attributes].join(';'));
  }

  clear(url: string): void {
    const gone = new Set(this.for(new URL(url)));
    this.#cookies = this.#cookies.filter((c) => !gone.has(c));
  }

  delete(url: string, name: string): void {
    const gone = new Set(this.for(new URL(url)).filter((c) => c.name === name));
    this.#cookies = this.#cookies.filter((c) => !gone.has(c));
  }
}

export let jar = new CookieJar();
/** k6 gives every iteration an empty jar. */
export const resetCookies = (): void => {
  jar = new CookieJar();
};
