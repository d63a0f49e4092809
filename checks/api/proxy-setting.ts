// HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY as curl and browsers read them. (proxy-from-env does the same from process.env alone
// and without types.) This machine itself is never asked through a proxy, as in browsers.
import { isLoopback } from '../../common/loopback.ts';

type Environment = Readonly<Record<string, string | undefined>>;
const read = (env: Environment, name: string): string => env[name.toLowerCase()] || env[name.toUpperCase()] || '';

/** The proxy for an address; undefined: none. Throws if the setting is no http(s) address. */
export function proxyFor(url: URL, env: Environment = process.env): URL | undefined {
  if (isLoopback(url)) return undefined;
  const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const value = read(env, name) || read(env, 'ALL_PROXY');
  if (value === '' || isExempt(url, read(env, 'NO_PROXY'))) return undefined;
  const address = value.includes('://') ? value : `http://${value}`;
  // The value is not shown: it may contain a password.
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new TypeError(`${name} is not an http(s) address such as http://proxy.example:3128`);
  return new URL(address);
}

/** `*`, `example.com` and what is below it, `.example.com`, `example.com:8443`, `10.0.0.1`. */
function isExempt({ hostname, port, protocol }: URL, list: string): boolean {
  const host = hostname.replaceAll(/^\[|\]$/g, '').toLowerCase();
  const itsPort = port || (protocol === 'https:' ? '443' : '80');
  return list
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, only] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
      if (only !== undefined && only !== itsPort && !entry.includes('::')) return false;
      const wanted = name.replaceAll(/^\[|\]$/g, '').replace(/^\*?\./, '');
      return host === wanted || host.endsWith(`.${wanted}`);
    });
}

/** The authorization header for a proxy whose address has a user name and password. */
export const proxyAuthorization = ({ username, password }: URL): string | undefined =>
  username === ''
    ? undefined
    : `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}`;
