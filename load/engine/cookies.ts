// Cookie jars as Go's, which k6 uses (RFC 6265: domain, path, secure, expiry). Secure cookies reach the loopback, as there.

/** Go's time without a date, in milliseconds, as k6 shows a cookie without one. */
const NO_DATE = -6_795_364_578_871;

/** One Set-Cookie header as k6 shows it in `res.cookies`; undefined where it is none. `max_age`: 0 without one, -1 where it said 0 or less. */
export function parseCookie(header: string) {
  const [[name, value] = ['', ''], ...rest] = header.split(';').map((part): [string, string] => {
    const [key = '', ...given] = part.split('=');
    return [
      key.trim(),
      given
        .join('=')
        .trim()
        .replace(/^"(.*)"$/, '$1'),
    ];
  });
  if (name === '' || !header.split(';')[0]?.includes('=')) return undefined;
  const attributes = new Map(rest.map(([key, given]) => [key.toLowerCase(), given]));
  const [maxAge = '', expires] = [attributes.get('max-age'), attributes.get('expires')];
  return {
    name,
    value,
    domain: attributes.get('domain') ?? '',
    path: attributes.get('path') ?? '',
    http_only: attributes.has('httponly'),
    secure: attributes.has('secure'),
    max_age: maxAge === '' ? 0 : Number(maxAge) > 0 ? Number(maxAge) : -1,
    expires: expires === undefined ? NO_DATE : Date.parse(expires),
  };
}
export type Cookie = NonNullable<ReturnType<typeof parseCookie>>;
type Kept = Cookie & { host: string; until: number };

export class CookieJar {
  #kept: Kept[] = [];

  store({ hostname, pathname }: URL, cookie: Cookie): void {
    const domain = cookie.domain.replace(/^\./, '').toLowerCase();
    const isParent = domain.includes('.') && hostname.endsWith(`.${domain}`);
    if (domain !== '' && hostname !== domain && !isParent) return;
    const path = cookie.path.startsWith('/') ? cookie.path : pathname.replace(/\/[^/]*$/, '') || '/';
    const dated = cookie.expires === NO_DATE ? Infinity : cookie.expires;
    const until = cookie.max_age === 0 ? dated : cookie.max_age < 0 ? 0 : Date.now() + cookie.max_age * 1_000;
    const kept: Kept = { ...cookie, path, host: domain || hostname, until };
    const place = this.#kept.findIndex((old) => old.name === kept.name && old.host === kept.host && old.path === path);
    this.#kept.splice(place < 0 ? this.#kept.length : place, place < 0 ? 0 : 1, ...(until > Date.now() ? [kept] : []));
  }

  /** Longer paths first, older cookies first among equals. */
  for({ hostname, pathname, protocol }: URL): Kept[] {
    const isSecure = protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
    const found = this.#kept.filter(({ host, domain, path, secure, until }) => {
      const hostFits = hostname === host || (domain !== '' && hostname.endsWith(`.${host}`));
      const pathFits = pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
      return hostFits && pathFits && (!secure || isSecure) && until > Date.now();
    });
    return found.sort((a, b) => b.path.length - a.path.length);
  }
}
