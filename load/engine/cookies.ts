// Cookie jars as Go's, which k6 uses (RFC 6265: domain, path, secure, expiry). Secure cookies reach the loopback, as there.
export type Cookie = {
  name: string;
  value: string;
  /** As the header had it; empty without. */
  domain: string;
  path: string;
  secure: boolean;
  httpOnly: boolean;
  /** Seconds, as the header had it; 0 without one, -1 where it said 0 or less. */
  maxAge: number;
  /** Epoch milliseconds; undefined without one. */
  expires: number | undefined;
};
type Kept = Cookie & { host: string; hostOnly: boolean; order: number };

const unquoted = (text: string): string => (/^".*"$/.test(text) ? text.slice(1, -1) : text);
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
/** Go's time without a date, in milliseconds, as k6 shows a cookie without one. */
export const NO_DATE = -6_795_364_578_871;

/** One Set-Cookie header; undefined where it is none. */
export function parseCookie(header: string): Cookie | undefined {
  const [pair = '', ...attributes] = header.split(';');
  const equals = pair.indexOf('=');
  if (equals <= 0) return undefined;
  const options = new Map(
    attributes.map((attribute) => {
      const [key = '', ...value] = attribute.split('=');
      return [key.trim().toLowerCase(), unquoted(value.join('=').trim())];
    }),
  );
  const maxAge = Number(options.get('max-age') ?? 0);
  return {
    name: pair.slice(0, equals).trim(),
    value: unquoted(pair.slice(equals + 1).trim()),
    domain: options.get('domain') ?? '',
    path: options.get('path') ?? '',
    secure: options.has('secure'),
    httpOnly: options.has('httponly'),
    maxAge: options.has('max-age') && maxAge <= 0 ? -1 : maxAge,
    expires: options.has('expires') ? Date.parse(options.get('expires') ?? '') : undefined,
  };
}

export class CookieJar {
  #kept: Kept[] = [];
  #order = 0;

  store(url: URL, cookie: Cookie): void {
    const domain = cookie.domain.replace(/^\./, '').toLowerCase();
    const host = url.hostname;
    if (domain !== '' && host !== domain && (!host.endsWith(`.${domain}`) || !domain.includes('.'))) return;
    const path = cookie.path.startsWith('/') ? cookie.path : url.pathname.replace(/\/[^/]*$/, '') || '/';
    const until = cookie.maxAge !== 0 ? Date.now() + cookie.maxAge * 1_000 : (cookie.expires ?? Infinity);
    const kept: Kept = {
      ...cookie,
      path,
      expires: until,
      host: domain || host,
      hostOnly: domain === '',
      order: this.#order++,
    };
    this.#kept = this.#kept.filter((old) => {
      const same = old.name === kept.name && old.host === kept.host && old.path === kept.path;
      if (same) kept.order = old.order;
      return !same;
    });
    if (cookie.maxAge >= 0 && !(until <= Date.now())) this.#kept.push(kept);
  }

  /** Longer paths first, older ones first among equals. */
  for(url: URL): readonly Cookie[] {
    if (this.#kept.length === 0) return this.#kept;
    const { hostname, pathname } = url;
    const secure = url.protocol === 'https:' || isLoopback(hostname);
    return this.#kept
      .filter(
        ({ host, hostOnly, path, secure: wants, expires = Infinity }) =>
          (hostname === host || (!hostOnly && hostname.endsWith(`.${host}`))) &&
          (pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)) &&
          (!wants || secure) &&
          expires > Date.now(),
      )
      .sort((a, b) => b.path.length - a.path.length || a.order - b.order);
  }

  delete(url: URL, name?: string): void {
    const gone = new Set(this.for(url).filter((cookie) => name === undefined || cookie.name === name));
    this.#kept = this.#kept.filter((cookie) => !gone.has(cookie));
  }
}
