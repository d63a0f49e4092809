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
/** In a jar `path` is complete, and `expires` is when it ends. */
type Kept = Cookie & { host: string; hostOnly: boolean };

const unquoted = (text: string): string => text.trim().replace(/^"(.*)"$/, '$1');
const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);

/** One Set-Cookie header; undefined where it is none. */
export function parseCookie(header: string): Cookie | undefined {
  const pairs = header.split(';').map((part): [string, string] => {
    const [name = '', ...value] = part.split('=');
    return [name.trim(), unquoted(value.join('='))];
  });
  const [[name, value] = ['', ''], ...rest] = pairs;
  if (name === '' || !header.split(';')[0]?.includes('=')) return undefined;
  const attributes = new Map(rest.map(([key, given]) => [key.toLowerCase(), given]));
  const [maxAge, expires] = [attributes.get('max-age'), attributes.get('expires')];
  return {
    name,
    value,
    domain: attributes.get('domain') ?? '',
    path: attributes.get('path') ?? '',
    secure: attributes.has('secure'),
    httpOnly: attributes.has('httponly'),
    maxAge: maxAge === undefined ? 0 : Number(maxAge) > 0 ? Number(maxAge) : -1,
    expires: expires === undefined ? undefined : Date.parse(expires),
  };
}

export class CookieJar {
  #kept: Kept[] = [];

  store({ hostname, pathname }: URL, cookie: Cookie): void {
    const domain = cookie.domain.replace(/^\./, '').toLowerCase();
    const isParent = domain.includes('.') && hostname.endsWith(`.${domain}`);
    if (domain !== '' && hostname !== domain && !isParent) return;
    const path = cookie.path.startsWith('/') ? cookie.path : pathname.replace(/\/[^/]*$/, '') || '/';
    const expires = cookie.maxAge === 0 ? (cookie.expires ?? Infinity) : Date.now() + cookie.maxAge * 1_000;
    const kept: Kept = { ...cookie, path, expires, host: domain || hostname, hostOnly: domain === '' };
    const same = (old: Kept): boolean => old.name === kept.name && old.host === kept.host && old.path === path;
    const place = this.#kept.findIndex(same);
    const hasEnded = cookie.maxAge < 0 || expires <= Date.now();
    this.#kept.splice(place < 0 ? this.#kept.length : place, place < 0 ? 0 : 1, ...(hasEnded ? [] : [kept]));
  }

  /** Longer paths first, older cookies first among equals. */
  for({ hostname, pathname, protocol }: URL): readonly Cookie[] {
    if (this.#kept.length === 0) return this.#kept;
    const isSecure = protocol === 'https:' || isLoopback(hostname);
    const found = this.#kept.filter(({ host, hostOnly, path, secure, expires = Infinity }) => {
      const hostFits = hostname === host || (!hostOnly && hostname.endsWith(`.${host}`));
      const pathFits = pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
      return hostFits && pathFits && (!secure || isSecure) && expires > Date.now();
    });
    return found.sort((a, b) => b.path.length - a.path.length);
  }
}
