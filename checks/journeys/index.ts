// What a visitor does, as an explicit list. `npx playwright test --list` must name the same ids (tests/unit/checks/check-index.test.ts).
import type { Profile } from '../../kpis.ts';
import type { CheckDeclaration } from '../../reports/result.ts';

export type Variant = 'desktop' | 'phone';
export type JourneyDeclaration = CheckDeclaration & {
  /** Playwright projects that run it. A journey that sets its own viewport runs on the desktop project only. */
  variants: readonly Variant[];
  tags: readonly `@${string}`[];
};

const EVERYWHERE: readonly Profile[] = ['quick', 'gate', 'nightly'];
const NIGHTLY: readonly Profile[] = ['nightly'];
const BOTH: readonly Variant[] = ['desktop', 'phone'];
const UAT = 'Deployment Procedures: User Acceptance Testing';

/** `phone: 'nightly'`: the phone shows the same markup, so the gate's seconds go to the desktop run alone. */
type Options = {
  phone?: 'nightly';
  profiles?: readonly Profile[];
  variants?: readonly Variant[];
  tags?: readonly `@${string}`[];
  needsAccount?: true;
};

const journey = (id: string, title: string, runbook: string, options: Options = {}): JourneyDeclaration => ({
  id: `journey.${id}`,
  stage: 'journeys',
  title,
  profiles: options.profiles ?? EVERYWHERE,
  runbook: `${UAT}, ${runbook}`,
  variants: options.variants ?? BOTH,
  tags: [
    '@journey',
    ...(options.profiles === NIGHTLY ? [] : (['@gate'] as const)),
    ...(options.phone === 'nightly' ? (['@phone-nightly'] as const) : []),
    ...(options.tags ?? []),
  ],
  ...(options.needsAccount && { needsAccount: true }),
});

/** What the gate has no seconds for; ALL_CHECKS=1 and the profile `nightly` run it. */
const nightly = (id: string, title: string, runbook: string, options: Options = {}): JourneyDeclaration =>
  journey(id, title, runbook, { ...options, profiles: NIGHTLY });

const LOGIN = 'login/logout flow';
const SEARCH = 'search functionality';
const VOTING = 'voting system';
const RESPONSIVE = 'mobile responsiveness';
const CONTENT = 'content behind the smoke tests';
const ACCESS = 'mobile responsiveness and use without a mouse';
const DESKTOP = { variants: ['desktop'] } as const;
const PHONE = { variants: ['phone'] } as const;
const MEMBER = { variants: ['desktop'], needsAccount: true } as const;
const WIDTHS = { variants: ['desktop'], tags: ['@responsive'] } as const;
const A11Y = { tags: ['@a11y'] } as const;

export const JOURNEY_CHECKS: readonly JourneyDeclaration[] = [
  journey('home.content', 'The home page shows its trending artists and shows', CONTENT, { tags: ['@smoke'] }),
  journey('trending.tabs', 'Each tab of the trending page lists what it names', CONTENT, {
    tags: ['@smoke'],
    phone: 'nightly',
  }),
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
    phone: 'nightly',
  }),
  journey('responsive.navigation', 'Navigation and search are reachable at every width', RESPONSIVE, {
    variants: ['desktop'],
    tags: ['@responsive'],
  }),
  journey('responsive.no-horizontal-scroll', 'No page scrolls sideways at any width', RESPONSIVE, {
    variants: ['desktop'],
    tags: ['@responsive'],
  }),

  nightly('content.links', 'Every link of the front-door pages leads to a page', CONTENT, DESKTOP),
  nightly('content.images', 'Every picture of the front-door pages loads', CONTENT),
  nightly('content.not-found', 'What is not there answers 404 and says so', CONTENT, DESKTOP),
  nightly('content.pages', 'Every other public page has its heading and a title of its own', CONTENT),
  nightly('trending.live-cards', 'The three live cards list what is hot', CONTENT),
  nightly('artist.tabs', 'Each tab of an artist shows its own panel', CONTENT),
  nightly('artist.follow', 'A guest who follows an artist is asked to sign in', CONTENT),
  nightly('show.order', 'The songs of a show stand in their order', CONTENT, DESKTOP),
  nightly('show.attendance', 'A guest who is going is asked to sign in, and nothing breaks', CONTENT),
  nightly('setlist.rests', 'A setlist that is looked at asks for nothing again and again', CONTENT, DESKTOP),

  nightly('login.unknown-email', 'An unknown address is refused with the words of a wrong password', LOGIN),
  nightly('login.fields', 'Empty and malformed fields are not sent', LOGIN),
  nightly('login.return-url', 'Signing in leads back, and never off the site', LOGIN, MEMBER),
  nightly('login.seen-at-once', 'After signing in the header knows it without a reload', LOGIN, {
    needsAccount: true,
  }),
  nightly('login.member-pages', "The member's own pages open and work", LOGIN, { needsAccount: true }),
  nightly('login.back-button', 'After signing out the back button shows nothing private', LOGIN, MEMBER),
  nightly('login.expired-session', 'A session that is gone is told once, and nothing private is shown', LOGIN, MEMBER),
  nightly('login.session-lasts', 'A session outlasts a walk through the site', LOGIN, MEMBER),
  nightly('login.cookie', 'No script can read the session', LOGIN, MEMBER),

  nightly('search.debounce', 'Typing asks once it has paused, not at each key', SEARCH, DESKTOP),
  nightly('search.keyboard', 'Arrow keys choose, Enter opens, Escape closes', SEARCH, DESKTOP),
  nightly('search.odd-words', 'Special characters, long input and markup are plain words', SEARCH, DESKTOP),
  nightly('search.failing', 'A search that fails says so, and the next one works', SEARCH, DESKTOP),
  nightly('search.clear', 'The header search is emptied by its button and closed by Escape', SEARCH, DESKTOP),
  nightly('search.empty-phone', 'A phone search without a result says so, and closes', SEARCH, PHONE),
  nightly('search.failure-phone', 'A phone search that fails says so, and the next one works', SEARCH, PHONE),

  nightly('voting.show-page', "A member's vote on the show page is seen at once and after a reload", VOTING, {
    needsAccount: true,
  }),
  nightly('voting.closed', 'A locked setlist shows no buttons and takes no vote', VOTING, MEMBER),
  nightly('voting.two-windows', 'Two windows of one account agree without a reload', VOTING, MEMBER),
  nightly('voting.double-click', 'A double click counts once', VOTING, MEMBER),
  nightly('voting.offline', 'A vote without a network is not lost silently', VOTING, MEMBER),
  nightly('voting.guest-on-setlist', 'A guest who votes on the setlist page is told to sign in', VOTING),

  nightly('responsive.all-widths', 'Navigation and search are there at all eight widths', RESPONSIVE, WIDTHS),
  nightly('responsive.layout', 'Nothing overlaps, is cut, too small or nameless at any width', RESPONSIVE, WIDTHS),
  nightly('responsive.drawer', 'The drawer opens, is walked through and closes by keyboard', RESPONSIVE, {
    variants: ['phone'],
    tags: ['@responsive', '@a11y'],
  }),
  nightly('responsive.turned', 'A phone that is turned keeps what was typed and shows the way', RESPONSIVE, {
    variants: ['phone'],
    tags: ['@responsive'],
  }),
  nightly('responsive.text-zoom', 'Text of twice the size stays readable and in the window', RESPONSIVE, WIDTHS),
  nightly('responsive.dark', 'The dark theme is dark and readable', RESPONSIVE, WIDTHS),
  nightly('responsive.theme', 'A theme that is chosen stays chosen', RESPONSIVE, WIDTHS),
  nightly('responsive.calm', 'Nothing moves for whoever asked for less motion', RESPONSIVE, WIDTHS),

  nightly('accessibility.axe-home', 'The home page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-trending', 'The trending page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-artist-list', 'The artists page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-one-artist', 'An artist page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-show-list', 'The shows page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-one-show', 'A show page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-setlist', 'A setlist page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-sign-in', 'The sign-in page keeps WCAG 2.2 AA', ACCESS, A11Y),
  nightly('accessibility.axe-open-parts', 'Search results, menus and toasts keep WCAG 2.2 AA', ACCESS, {
    variants: ['desktop'],
    tags: ['@a11y'],
  }),
  nightly('accessibility.keyboard-path', 'Search and vote work by keyboard alone', ACCESS, {
    variants: ['desktop'],
    tags: ['@a11y'],
  }),
  nightly('accessibility.landmarks', 'Header, main part and footer have the parts they should', ACCESS, {
    variants: ['desktop'],
    tags: ['@a11y'],
  }),
  nightly('accessibility.phone-landmarks', 'Header and main part have the parts they should on a phone', ACCESS, {
    variants: ['phone'],
    tags: ['@a11y'],
  }),
];
