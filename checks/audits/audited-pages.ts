// The pages that Lighthouse audits, and how each is known to be itself.
import type { CheckDeclaration } from '../../reports/result.ts';
import { USER_AGENT } from '../api/probe-client.ts';
import type { FormFactor } from './lighthouse.ts';

/** A page that exists: its path, and the heading that only it has. */
export type Found = { path: string; heading: string | undefined };

export type AuditPage = {
  id: string;
  title: string;
  /** What to audit, or how to find one: never a fixed artist or show. */
  find: Found | ((target: URL) => Promise<Found>);
  profiles: CheckDeclaration['profiles'];
  /** Needs a session; a private page asks search engines to stay away, so SEO is not judged. */
  signedIn?: true;
};

/** Rows of the budget table that a private page is not judged on: it is meant to be hidden from search engines. */
export const SPARED_WHEN_PRIVATE: readonly string[] = ['lighthouse-seo'];

const NIGHTLY: AuditPage['profiles'] = ['nightly'];
const GATE: AuditPage['profiles'] = ['gate', 'nightly'];

export const AUDIT_PAGES: readonly AuditPage[] = [
  {
    id: 'audit.home',
    title: 'The home page holds its Lighthouse budgets',
    find: { path: '/', heading: 'Crowd-Curated Setlists' },
    profiles: ['quick', ...GATE],
  },
  {
    id: 'audit.trending',
    title: 'The trending page holds its Lighthouse budgets',
    find: { path: '/trending', heading: 'Trending' },
    profiles: GATE,
  },
  {
    id: 'audit.artists',
    title: 'The list of artists holds its Lighthouse budgets',
    find: { path: '/artists', heading: 'Discover Artists' },
    profiles: NIGHTLY,
  },
  {
    id: 'audit.artist',
    title: 'An artist page holds its Lighthouse budgets',
    find: trendingArtist,
    profiles: GATE,
  },
  {
    id: 'audit.show',
    title: 'A show page holds its Lighthouse budgets',
    find: async (target) => {
      const { slug, headliner } = await trendingShow(target);
      return { path: `/shows/${slug}`, heading: headliner };
    },
    profiles: NIGHTLY,
  },
  {
    id: 'audit.setlist',
    title: 'A setlist page holds its Lighthouse budgets',
    find: async (target) => {
      const { id, headliner } = await trendingShow(target);
      return { path: `/setlists/${id}`, heading: headliner };
    },
    profiles: NIGHTLY,
  },
  {
    id: 'audit.sign-in',
    title: 'The sign-in page holds its Lighthouse budgets',
    find: { path: '/auth/sign-in', heading: 'Sign in to your account' },
    profiles: NIGHTLY,
  },
  {
    id: 'audit.profile',
    title: 'The profile of a signed-in visitor holds its Lighthouse budgets',
    find: { path: '/profile', heading: undefined },
    profiles: NIGHTLY,
    signedIn: true,
  },
];

/** Nightly looks through both windows; before it every minute counts, and the phone is the slower one. */
export const FORM_FACTORS: Record<CheckDeclaration['profiles'][number], readonly FormFactor[]> = {
  quick: ['mobile'],
  gate: ['mobile'],
  nightly: ['mobile', 'desktop'],
};

export const AUDIT_CHECKS: readonly CheckDeclaration[] = AUDIT_PAGES.map((page) => ({
  id: page.id,
  stage: 'audits',
  title: page.title,
  profiles: page.profiles,
  runbook: 'R2 Post-Deployment Verification: performance test',
  ...(page.signedIn ? { needsAccount: true } : {}),
}));

/** A page of the caller's own, by its path. */
export const ownPage = (path: string): AuditPage => ({
  id: 'audit.page',
  title: `${path} holds its Lighthouse budgets`,
  find: { path, heading: undefined },
  profiles: [],
});

const FIND_DEADLINE_MS = 10_000;
type Item = { id?: unknown; slug?: unknown; name?: unknown; artist_name?: unknown };

/** What trending says of a show without a headliner (mysetlist-app.md 1.6). */
const NO_HEADLINER = new Set(['Various Artists', 'Artist TBA']);

/** The first item of a type that the site itself calls trending. Throws when it names none. */
async function trending(target: URL, type: 'artists' | 'shows'): Promise<Item> {
  const path = `/api/trending?type=${type}&limit=1`;
  const answer = await fetch(new URL(path, target), {
    headers: { 'user-agent': USER_AGENT },
    signal: AbortSignal.timeout(FIND_DEADLINE_MS),
  });
  const body = (await answer.json().catch(() => ({}))) as { data?: Item[] };
  const [first] = body.data ?? [];
  if (typeof first?.slug !== 'string') throw new Error(`GET ${path} (${answer.status}) names nothing to audit`);
  return first;
}

async function trendingArtist(target: URL): Promise<Found> {
  const { slug, name } = await trending(target, 'artists');
  return { path: `/artists/${String(slug)}`, heading: typeof name === 'string' ? name : undefined };
}

async function trendingShow(target: URL): Promise<{ id: string; slug: string; headliner: string | undefined }> {
  const { id, slug, artist_name: name } = await trending(target, 'shows');
  const known = typeof name === 'string' && !NO_HEADLINER.has(name);
  return { id: String(id), slug: String(slug), headliner: known ? name : undefined };
}
