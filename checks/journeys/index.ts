// What a visitor does, as an explicit list. `npx playwright test --list` must name the same ids (tests/unit/checks/index.test.ts).
import type { Profile } from '../../kpis.ts';
import type { CheckDeclaration } from '../../reports/result.ts';

export type Variant = 'desktop' | 'phone';
export type JourneyDeclaration = CheckDeclaration & {
  /** Playwright projects that run it. A journey that sets its own viewport runs on the desktop project only. */
  variants: readonly Variant[];
  tags: readonly `@${string}`[];
};

const EVERYWHERE: readonly Profile[] = ['quick', 'gate', 'nightly'];
const BOTH: readonly Variant[] = ['desktop', 'phone'];
const UAT = 'Deployment Procedures: User Acceptance Testing';

/** `phone: 'nightly'`: the phone shows the same markup, so the gate's seconds go to the desktop run alone. */
type Options = {
  phone?: 'nightly';
  variants?: readonly Variant[];
  tags?: readonly `@${string}`[];
  needsAccount?: true;
};

const journey = (id: string, title: string, runbook: string, options: Options = {}): JourneyDeclaration => ({
  id: `journey.${id}`,
  stage: 'journeys',
  title,
  profiles: EVERYWHERE,
  runbook: `${UAT}, ${runbook}`,
  variants: options.variants ?? BOTH,
  tags: [
    '@journey',
    '@gate',
    ...(options.phone === 'nightly' ? (['@phone-nightly'] as const) : []),
    ...(options.tags ?? []),
  ],
  ...(options.needsAccount && { needsAccount: true }),
});

const LOGIN = 'login/logout flow';
const SEARCH = 'search functionality';
const VOTING = 'voting system';
const RESPONSIVE = 'mobile responsiveness';
const CONTENT = 'content behind the smoke tests';

export const JOURNEY_CHECKS: readonly JourneyDeclaration[] = [
  journey('home.content', 'The home page shows its trending artists and shows', CONTENT, { tags: ['@smoke'] }),
  journey('trending.tabs', 'Each tab of the trending page lists what it names', CONTENT, { tags: ['@smoke'] }),
  journey('artist.content', 'An artist page shows the artist and the shows to come', CONTENT, { phone: 'nightly' }),
  journey('show.content', 'A show page shows its headliner and a setlist to vote on', CONTENT, { phone: 'nightly' }),
  journey('login.wrong-password', 'A wrong password is refused with a text and leaves the visitor signed out', LOGIN, {
    tags: ['@smoke'],
  }),
  journey(
    'login.right-password-and-out',
    'The right password signs in until sign-out; the profile is for members only',
    LOGIN,
    { needsAccount: true },
  ),
  journey('search.header', 'The header search leads to the artist', SEARCH, { variants: ['desktop'] }),
  journey('search.hero', 'The search on the home page leads to the artist', SEARCH),
  journey('search.artists-page', 'The search on the artists page finds the artist', SEARCH, { phone: 'nightly' }),
  journey('search.no-result', 'A search without a result says so', SEARCH, { phone: 'nightly' }),
  journey('search.phone', 'The search behind the phone button leads to the artist', SEARCH, { variants: ['phone'] }),
  journey('voting.guest-limit', 'A guest votes once, sees it counted, and is told the limit', VOTING),
  journey('voting.signed-in', 'A member votes up, switches and removes; page and APIs agree each time', VOTING, {
    needsAccount: true,
  }),
  journey('voting.named-buttons', 'Every vote button has a name that a screen reader can say', VOTING, {
    tags: ['@a11y'],
  }),
  journey('responsive.navigation', 'Navigation and search are reachable at every width', RESPONSIVE, {
    variants: ['desktop'],
    tags: ['@responsive'],
  }),
  journey('responsive.no-horizontal-scroll', 'No page scrolls sideways at any width', RESPONSIVE, {
    variants: ['desktop'],
    tags: ['@responsive'],
  }),
];
