// How a client sees the faults of faults-of-markup.ts that need no browser. A pattern holds in both dialects.
import type { FaultId } from '../../../stand-in/faults.ts';
import type { StandIn } from '../../../stand-in/server.ts';
import { body, firstSong, header, SHOW, status, type Probe } from './asking-the-stand-in.ts';

/** How often a text stands in a page. */
const times =
  (path: string, text: string): Probe =>
  async (site) =>
    (await (await fetch(site.url + path)).text()).split(text).length - 1;

/** Where the sign-in form leads when a browser without script sends it: all its hidden fields, in their order. */
async function scriptlessSignIn(site: StandIn): Promise<string | null> {
  const page = await (await fetch(`${site.url}/auth/sign-in`)).text();
  const form = new FormData();
  for (const [, name = '', value = ''] of page.matchAll(/<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?/g))
    form.append(name, value);
  form.append('email', site.account.email);
  form.append('password', site.account.password);
  const answer = await fetch(`${site.url}/auth/sign-in`, { method: 'POST', body: form, redirect: 'manual' });
  return answer.headers.get('location');
}

export const MARKUP_PROBES: Partial<Record<FaultId, Probe>> = {
  'scriptless-sign-in': scriptlessSignIn,
  'images-refused': status('/_next/image?url=%2F_next%2Fstatic%2Fmedia%2Flogo.svg&w=48&q=75'),
  'lists-plain': body(SHOW, /<(ol|div role="list") class="songs"/),
  'parts-unnamed': body('/', /role="search"/),
  'icon-buttons-unnamed': body('/trending', /aria-label="Refresh /),
  'card-titles-plain': body('/trending', /<h2>(<span>)?Recent Activity/),
  'heading-order': body('/about', /<h4>/),
  'link-wraps-button': body('/trending', /<a [^>]*><button/),
  'alert-empty': body('/about', /role="alert"/),
  'featured-invented': body('/', /Nobody At All/),
  'calls-inert': body('/', /<button[^>]*>Get Started/),
  'map-blocked': body(SHOW, /<iframe/),
  'attendance-doubled': times(SHOW, 'data-going'),
  'song-links-unnamed': body(SHOW, / at Spotify"/),
  'sign-in-title-empty': body('/auth/sign-in', /<title>[^<]*/),
  'h1-missing': times('/about', '<h1'),
  'h1-twice': times('/about', '<h1'),
  'lang-missing': body('/', /<html lang="en"/),
  'nested-10000': async (site) => Number(await times('/about', '<div>')(site)) > 10_000,
  'activity-invented': async (site) => body(`/setlists/${(await firstSong(site)).showId}`, /John Doe/)(site),
  'page-download': header('/about', 'content-disposition'),
};
