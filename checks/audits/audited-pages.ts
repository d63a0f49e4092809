// The pages that Lighthouse audits, and how each is recognised.
import type { CheckDeclaration } from '../../reports/result.ts';
import type { Send } from '../api/rate-limited-sender.ts';
import { jsonOf } from '../api/strict-json.ts';
import { refusalBefore } from './audit-errors.ts';
import type { FormFactor } from './lighthouse.ts';

/** An existing page: its path, and a heading that no other page has. */
export type Found = { path: string; heading: string | undefined };

export type AuditPage = {
  id: string;
  title: string;
  /** What to audit, or how to find one: never a fixed artist or show. */
  find: Found | ((target: URL, send: Send) => Promise<Found>);
  profiles: CheckDeclaration['profiles'];
  reddens: readonly string[];
  /** Needs a session. Private pages are hidden from search engines, so SEO is not judged. */
  signedIn?: true;
};

/** Budget rows that do not apply to private pages, which are hidden from search engines. */
export const EXEMPT_WHEN_PRIVATE: readonly string[] = ['lighthouse-seo'];

const NIGHTLY: AuditPage['profiles'] = ['nightly'];
const GATE: AuditPage['profiles'] = ['gate', 'nightly'];

/** A row of the table: `audit.NAME`, what the page is called, what to audit, who runs it, and the faults that turn it red. */
const page = (
  name: string,
  called: string,
  find: AuditPage['find'],
  profiles: AuditPage['profiles'],
  reddens: readonly string[],
): AuditPage => ({ id: `audit.${name}`, title: `${called} meets its Lighthouse budgets`, find, profiles, reddens });

const HOME_FAULTS = [
  ...['redirect-loop', 'home-without-heading', 'layout-shift-home', 'hero-slow-image', 'hero-late-image'],
  ...['busy-script', 'paste-prevented', 'seo-poor', 'unnamed-parts', 'unlabelled-input'],
  ...['files-many', 'library-outdated', 'mixed-content'],
];
const NOT_THERE = ['soft-404-known'];
const SIGN_IN = { path: '/auth/sign-in', heading: 'Sign in to your account' };
const PROFILE = { path: '/profile', heading: undefined };

/** One row a page. Beside its faults each is turned red by what makes every page slow, nameless or hidden (proof/outage-rules.ts). */
export const AUDIT_PAGES: readonly AuditPage[] = [
  page('home', 'The home page', { path: '/', heading: 'Crowd-Curated Setlists' }, ['quick', ...GATE], HOME_FAULTS),
  page('trending', 'The trending page', { path: '/trending', heading: 'Trending' }, GATE, []),
  page('artists', 'The list of artists', { path: '/artists', heading: 'Discover Artists' }, NIGHTLY, [
    'unlabelled-input',
  ]),
  page('artist', 'An artist page', trendingArtist, GATE, NOT_THERE),
  page('show', 'A show page', (target, send) => trendingShow(target, send, '/shows'), NIGHTLY, NOT_THERE),
  page('setlist', 'A setlist page', (target, send) => trendingShow(target, send, '/setlists'), NIGHTLY, NOT_THERE),
  page('sign-in', 'The sign-in page', SIGN_IN, NIGHTLY, []),
  { ...page('profile', 'The profile of a signed-in visitor', PROFILE, NIGHTLY, []), signedIn: true },
];

/** Nightly looks through both windows; before it every minute counts, and the phone is the slower one. */
export const FORM_FACTORS: Record<CheckDeclaration['profiles'][number], readonly FormFactor[]> = {
  quick: ['mobile'],
  gate: ['mobile'],
  nightly: ['mobile', 'desktop'],
};

/** A page that the caller names by its path. */
export const ownPage = (path: string): AuditPage => ({
  id: 'audit.page',
  title: `${path} meets its Lighthouse budgets`,
  find: { path, heading: undefined },
  profiles: [],
  reddens: [],
});

const FIND_DEADLINE_MS = 10_000;
type Item = { id?: unknown; slug?: unknown; name?: unknown; artist_name?: unknown };

/** The name that trending gives a show without a headliner (mysetlist-app.md 1.6). */
const NO_HEADLINER = new Set(['Various Artists', 'Artist TBA']);

/** The first item of a type in the site's trending list. Throws if there is none. */
async function trending(target: URL, send: Send, type: 'artists' | 'shows'): Promise<Item> {
  const path = `/api/trending?type=${type}&limit=1`;
  const answer = await send({ method: 'GET', url: new URL(path, target), deadlines: { whole: FIND_DEADLINE_MS } });
  if (answer.error) throw new Error(`GET ${path}: ${answer.error.message}`);
  const refusal = refusalBefore(answer, path);
  if (refusal !== undefined) throw refusal;
  const body = jsonOf(answer.body) as { data?: Item[] } | null | undefined;
  const [first] = Array.isArray(body?.data) ? body.data : [];
  if (typeof first?.slug !== 'string') throw new Error(`GET ${path} (${answer.status}) names nothing to audit`);
  return first;
}

async function trendingArtist(target: URL, send: Send): Promise<Found> {
  const { slug, name } = await trending(target, send, 'artists');
  return { path: `/artists/${String(slug)}`, heading: typeof name === 'string' ? name : undefined };
}

/** The page of a trending show below `/shows` (by its slug) or `/setlists` (by its id). */
async function trendingShow(target: URL, send: Send, below: '/shows' | '/setlists'): Promise<Found> {
  const { id, slug, artist_name: name } = await trending(target, send, 'shows');
  const isKnown = typeof name === 'string' && !NO_HEADLINER.has(name);
  return { path: `${below}/${String(below === '/shows' ? slug : id)}`, heading: isKnown ? name : undefined };
}
