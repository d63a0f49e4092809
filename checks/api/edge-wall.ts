// Recognises answers that come from a firewall, bot wall or captive portal instead of the site. They say nothing about the site.
import { readPage, type PageReading } from '../html/read-page.ts';
import type { Answer } from './probe-client.ts';

type Asked = Pick<Answer, 'status' | 'headers' | 'body' | 'url' | 'setCookies'>;

/** The two settings that let a probe through a wall. */
const ADVICE = 'set VERCEL_AUTOMATION_BYPASS_SECRET or EXTRA_HEADERS';
/** The middleware puts this on every answer (mysetlist-app.md 4.2): its absence alone proves nothing, its presence shows the site. */
const SITE_MARK = 'x-request-id';
const VERCEL_NONCE = /^_vercel_(sso|password)_nonce=/;
/** Titles of the refusal pages of firewalls and bot walls. */
const WALL_TITLES =
  /security checkpoint|attention required|just a moment|access denied|authentication required|request blocked|web page blocked|verify you are human|network authentication/i;
/** Titles of captive portals: pages that a network shows for every address until somebody signs in. */
const PORTAL_TITLES = /\b(network|wi-?fi|guest|hotspot) (sign|log)[ -]?in\b|\bcaptive portal\b/i;
const LOGIN_WORDS = /\b(log-?in|sign-?in|signon|sso|saml2?|oauth2?|authorize|captive|portal|access)\b/i;

/** Who blocks, as a sentence; undefined if the answer may be the site's own. For answers that failed a check. */
export function wallBefore(answer: Asked): string | undefined {
  const who = vercelProtection(answer) ?? challenge(answer) ?? loginWall(answer);
  return who === undefined ? undefined : `blocked at the edge by ${who}; ${ADVICE}`;
}

function challenge({ status, headers, body }: Asked): string | undefined {
  const by = headers['cf-mitigated'] ? 'Cloudflare' : headers['x-vercel-mitigated'] ? 'Vercel' : undefined;
  if (by !== undefined) return `a challenge of ${by} (${status})`;
  if (!isPage(headers) || status < 400) return undefined;
  const reading = readPage(body);
  if (reading.scripts.some((src) => src.includes('/challenge-platform/')))
    return `a challenge of Cloudflare (${status})`;
  return WALL_TITLES.test(reading.title) ? `a page titled "${reading.title.slice(0, 60)}" (${status})` : undefined;
}

function vercelProtection({ status, headers, setCookies = [], url }: Asked): string | undefined {
  const location = headers['location'];
  const leads = location === undefined ? null : URL.parse(location, url);
  const toVercel = leads !== null && /^(www\.)?vercel\.com$/.test(leads.hostname);
  const withNonce = setCookies.some((cookie) => VERCEL_NONCE.test(cookie));
  return toVercel || (withNonce && status >= 300) ? `Vercel's deployment protection (${status})` : undefined;
}

function loginWall({ status, headers, url, body }: Asked): string | undefined {
  if (status === 511) return 'a login wall of the network (511)';
  if (headers[SITE_MARK] !== undefined) return undefined;
  if (status === 401 && headers['www-authenticate'] !== undefined)
    return `a login wall (401, ${headers['www-authenticate'].split(' ')[0]})`;
  if (status >= 300 && status < 400) {
    const location = headers['location'] ?? '';
    const leads = URL.parse(location, url);
    if (url === undefined || leads === null) return undefined;
    const elsewhere = leads.hostname !== url.hostname && !isOwnView(leads.hostname);
    return elsewhere && LOGIN_WORDS.test(`${leads.hostname} ${leads.pathname}`)
      ? `a login wall: ${status} to ${leads.host}`
      : undefined;
  }
  if (!isPage(headers)) return undefined;
  const reading = readPage(body);
  if (PORTAL_TITLES.test(reading.title))
    return `a login wall: a page titled "${reading.title.slice(0, 60)}" (${status})`;
  return asksForPassword(reading) ? `a login wall: ${status} with a password form` : undefined;
}

/** R1 redirects to its own view of its name (mysetlist-app.md 9): a flaw of the site, and no wall. */
const isOwnView = (hostname: string): boolean => /^(localhost|0\.0\.0\.0|127(\.\d+){3})$/.test(hostname);
const isPage = (headers: Record<string, string>): boolean => /^text\/html\b/i.test(headers['content-type'] ?? '');
const asksForPassword = ({ showsPasswordField, title, headings }: PageReading): boolean =>
  showsPasswordField && ![title, ...headings.map(({ text }) => text)].some((text) => text.includes('MySetlist'));
