// Section 10 of the site's description, row by row: a fact of the running site, and the correct verdict. The second column of
// that section is the suite's former verdict; this list replaces it. A test compares it with proof/r1-oracle.ts.
import type { FaultId } from '../stand-in/faults.ts';
import type { OracleVerdict } from './oracle-row.ts';

type Fact = {
  fact: string;
  /** The faults of the preset r1 for it; empty if R1 is correct, or if the dialect `react` already does it. */
  faults: readonly FaultId[];
  /** The correct verdict of each check that was wrong about the fact. */
  checks: Partial<Record<OracleVerdict | 'pass', readonly string[]>>;
  /** For a fact that is not part of the preset: the check and the fault that show it. */
  shownBy?: string;
};

export const SECTION_10: readonly Fact[] = [
  {
    fact: 'The H1 of the home page is a text, a line break and a span',
    faults: [],
    checks: { pass: ['front-door.home', 'journey.home.content'] },
  },
  {
    fact: 'Dates of shows are date-times',
    faults: ['dates-full-instants'],
    checks: { pass: ['contract.trending-shows', 'contract.shows-upcoming', 'contract.setlists', 'contract.votes'] },
  },
  {
    fact: 'Trending shows include the last seven days, so some are completed',
    faults: ['trending-shows-past'],
    checks: { pass: ['contract.trending-shows'] },
  },
  {
    fact: 'The cron route is /api/cron/trending-update',
    faults: [],
    checks: { pass: ['contract.keep-alive'] },
  },
  {
    fact: 'Data in scripts contains names and dates ("... at Garden Dome")',
    faults: [],
    checks: { pass: ['security.exposure', 'security.reflection', 'security.bad-parameters'] },
  },
  {
    fact: "An import answers {success, slug, artist}, and the hero's search navigates by it",
    faults: [],
    checks: { pass: ['journey.search.hero'] },
  },
  {
    fact: "The artists page shows the API's own error message",
    faults: [],
    checks: { pass: ['journey.search.artists-page'] },
  },
  {
    fact: 'What is typed into the sign-in form before the page reacts is lost',
    faults: ['typed-text-lost', 'nested-forms'],
    checks: {
      warn: ['journey.login.typed-text'],
      breach: ['guard.page-errors'],
      pass: [
        'journey.login.wrong-password',
        'journey.login.unknown-email',
        'journey.login.fields',
        'journey.login.right-password-and-out',
      ],
    },
  },
  {
    fact: 'Without JavaScript the sign-in form starts the Spotify sign-in',
    faults: ['scriptless-sign-in', 'cookie-readable'],
    checks: { breach: ['security.sign-in-without-script', 'security.cookies', 'journey.login.cookie'] },
  },
  {
    fact: '/profile redirects members, too, while their session votes',
    faults: ['profile-always-redirects'],
    checks: {
      breach: ['journey.login.member-pages'],
      inconclusive: ['journey.login.back-button'],
      pass: ['guard.sessions', 'journey.login.session-lasts', 'journey.login.right-password-and-out'],
    },
  },
  {
    fact: 'Song rows are not a list, and vote buttons have no name',
    faults: ['lists-plain', 'unnamed-vote-buttons'],
    checks: {
      breach: [
        'journey.voting.named-buttons',
        'journey.accessibility.axe-one-show',
        'journey.accessibility.axe-setlist',
      ],
      pass: [
        'journey.show.content',
        'journey.voting.signed-in',
        'journey.voting.two-windows',
        'journey.voting.double-click',
      ],
    },
  },
  {
    fact: 'Colours compute to oklch(...)',
    faults: [],
    checks: { pass: ['journey.responsive.theme'] },
    shownBy: 'journey.responsive.dark is red for dark-unreadable in both dialects',
  },
  {
    fact: 'Every page has a dead footer link that is prefetched, and a logo that the image optimizer refuses',
    faults: ['footer-dead-links', 'images-refused'],
    checks: {
      breach: ['guard.failed-requests', 'journey.content.links', 'journey.content.images'],
      pass: ['journey.trending.tabs', 'journey.artist.tabs', 'journey.show.content'],
    },
  },
  {
    fact: 'Only the sign-in page has an empty title',
    faults: ['sign-in-title-empty'],
    checks: { breach: ['journey.accessibility.axe-sign-in'], pass: ['journey.trending.tabs', 'journey.show.content'] },
  },
  {
    fact: 'GET /api/search answers 500 on every hit',
    faults: ['search-500'],
    checks: {
      breach: ['contract.search', 'journey.search.header'],
      inconclusive: ['security.injection', 'journey.search.clear'],
      pass: ['journey.search.debounce'],
    },
  },
  {
    fact: 'GET /api/votes/statistics answers 500',
    faults: ['votes-statistics-500'],
    checks: { breach: ['contract.votes-statistics'] },
  },
  {
    fact: "Permissions-Policy comes from the host's configuration",
    faults: ['permissions-policy-missing', 'csp-missing'],
    // Alone a warning; here beside a missing Content-Security-Policy, which is the breach.
    checks: { breach: ['security.headers'] },
    shownBy: 'security.headers warns for permissions-policy-missing',
  },
  {
    fact: 'A gradient covers the "Follow" button',
    faults: ['follow-covered'],
    checks: { breach: ['journey.artist.follow'] },
  },
  {
    fact: 'When the sign-in service is down, no endpoint reports it',
    faults: [],
    checks: { pass: ['security.sign-in-service'] },
    shownBy: 'security.sign-in-service is red for auth-outage',
  },
  {
    fact: 'The setlist page shows invented activity and refetches in a loop',
    faults: ['activity-invented', 'setlists-refetch-loop'],
    checks: { breach: ['journey.setlist.activity', 'guard.request-storms', 'journey.setlist.rests'] },
  },
  {
    fact: 'No locked setlist is among the next 20 shows',
    faults: ['locked-setlist-far', 'lock-ignored'],
    checks: { breach: ['journey.voting.closed'] },
  },
];
