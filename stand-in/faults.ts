// Everything that can be wrong with the stand-in, one switch each, and which checks and KPIs must turn red for it.
// `source` is the section of the site's description that names the flaw or outage; "suite" is one we want seen.

import { ANSWER_FAULTS } from './faults-of-answers.ts';
import { MARKUP_FAULTS } from './faults-of-markup.ts';
import { nightlyOf } from './nightly.ts';

type Entry<Id extends string> = {
  id: Id;
  description: string;
  source: string;
  /** Turn red. */
  noticedBy: readonly string[];
  /** Say so with a warning, which lets the verdict pass. */
  warnedBy: readonly string[];
};
const fault = <Id extends string>(
  id: Id,
  source: string,
  description: string,
  noticedBy: readonly string[] = [],
  warnedBy: readonly string[] = [],
): Entry<Id> => ({ id, description, source, noticedBy: [...noticedBy, ...nightlyOf(id)], warnedBy });

const FRONT_DOOR = ['front-door.home', 'front-door.trending', 'front-door.sign-in'];
/** Contracts whose main case fails with the answers of the API, whatever they are. */
const API_CONTRACTS = [
  'contract.health',
  'contract.health-comprehensive',
  'contract.health-db',
  'contract.monitoring-dashboard',
  'contract.trending',
  'contract.trending-artists',
  'contract.trending-shows',
  'contract.trending-venues',
  'contract.trending-live',
  'contract.search',
  'contract.search-suggestions',
  'contract.search-artists',
  'contract.artists-search',
  'contract.votes',
  'contract.votes-statistics',
  'contract.votes-anonymous',
  'contract.setlists',
  'contract.shows-upcoming',
  'contract.activity-recent',
  'contract.csrf-token',
  'contract.auth-refusals',
  'contract.admin-refusals',
  'contract.keep-alive',
  'contract.not-found',
  'contract.analytics-performance',
  'contract.admin-incidents',
];
const CONTRACTS = [
  ...API_CONTRACTS,
  'contract.user-refusals',
  'contract.robots',
  'contract.sitemap',
  'contract.manifest',
];
const VOTE_CONTRACTS = ['contract.votes', 'contract.votes-statistics', 'contract.votes-anonymous', 'contract.setlists'];
const SEARCHES = [
  'journey.search.header',
  'journey.search.hero',
  'journey.search.artists-page',
  'journey.search.phone',
];
const VOTING = ['journey.voting.guest-limit', 'journey.voting.signed-in', 'journey.voting.named-buttons'];
const CONTENT = ['journey.home.content', 'journey.trending.tabs', 'journey.artist.content', 'journey.show.content'];
const LOGIN = ['journey.login.wrong-password', 'journey.login.right-password-and-out'];
const RESPONSIVE = ['journey.responsive.navigation', 'journey.responsive.no-horizontal-scroll'];
const JOURNEYS = [...CONTENT, ...LOGIN, ...SEARCHES, 'journey.search.no-result', ...VOTING, ...RESPONSIVE];
const AUDITS = [
  'audit.home',
  'audit.trending',
  'audit.artists',
  'audit.artist',
  'audit.show',
  'audit.setlist',
  'audit.sign-in',
  'audit.profile',
];
/** Every script that asks for trending and searches. */
const LOADS = ['load.latency', 'load.browse', 'load.spike', 'load.soak', 'load.breakpoint'];
const TRENDING = ['front-door.trending', 'contract.trending', 'availability', ...LOADS];

const HEALTH_WARNS = ['contract.health-comprehensive', 'contract.monitoring-dashboard', 'health', 'external-apis'];

const TABLE = [
  // Outages (section 8).
  fault('all-500', '0.1, 8 (1)', 'Every address answers 500 with an HTML page', [
    ...FRONT_DOOR,
    ...CONTRACTS,
    ...JOURNEYS,
    ...AUDITS,
    ...LOADS,
    'load.voting',
    'availability',
    'error-rate',
  ]),
  fault('database-down', '8 (2), 9', 'The database is gone: empty lists with 200, 500 where R1 notices', [
    ...TRENDING,
    'contract.search',
    'contract.artists-search',
    'contract.health',
    'contract.health-comprehensive',
    'contract.health-db',
    'error-rate',
    'database',
    ...CONTENT,
    ...SEARCHES,
    ...VOTING,
    'contract.trending-artists',
    'contract.trending-shows',
    'contract.trending-venues',
    'contract.trending-live',
    'contract.search-suggestions',
    'contract.search-artists',
    'contract.shows-upcoming',
    'contract.activity-recent',
    ...VOTE_CONTRACTS,
  ]),
  fault('spotify-down', '8 (3)', 'Spotify cannot be reached', [], ['contract.health', ...HEALTH_WARNS]),
  fault('ticketmaster-down', '8 (3)', 'Ticketmaster cannot be reached', [], ['contract.health', ...HEALTH_WARNS]),
  fault('setlistfm-down', '8 (3)', 'setlist.fm cannot be reached', [], HEALTH_WARNS),
  fault('external-429', '8 (3)', 'All three external services answer 429', [
    'contract.health-comprehensive',
    'external-apis',
  ]),
  fault('external-hanging', '1.2, 8 (3)', 'The external services hang: the basic health check is killed with 504', [
    'contract.health',
    'contract.health-comprehensive',
    'external-apis',
  ]),
  fault('auth-outage', '8 (9), 9', 'Nobody can sign in, and health still says healthy', [
    'security.sign-in-service',
    'load.voting',
    ...LOGIN,
    'journey.voting.signed-in',
  ]),
  fault('realtime-down', '2.3, 8 (14)', 'The live-updates connection is closed at once'),
  fault('memory-grows', '8 (15)', 'The reported memory grows by 8 MiB with every reading'),
  fault('keep-alive-down', '2.5', 'The liveness probe answers 503', [
    'contract.keep-alive',
    'availability',
    'error-rate',
  ]),
  fault('intermittent-500', 'suite', 'Every tenth request to an API path answers 500', [
    'availability',
    'error-rate',
    ...LOADS,
    'load.voting',
  ]),
  fault('connection-reset', 'suite', 'Every API connection breaks off without an answer', [
    'front-door.trending',
    ...API_CONTRACTS,
    'contract.user-refusals',
    'availability',
    ...LOADS,
    'load.voting',
    ...SEARCHES,
    'journey.search.no-result',
    ...VOTING,
    'journey.artist.content',
    'journey.show.content',
  ]),
  fault('edge-challenge', 'suite', "The host's bot wall answers 403 in the site's place", [
    ...FRONT_DOOR,
    ...CONTRACTS,
    ...JOURNEYS,
    ...AUDITS,
    'availability',
    ...LOADS,
    'load.voting',
  ]),
  fault('redirect-loop', 'suite', 'The home page redirects to itself', [
    'load.browse',
    'front-door.home',
    'availability',
    'audit.home',
  ]),

  // Slow (section 8 (4)).
  fault('trending-slow', '8 (4)', 'GET /api/trending takes 2.5 s longer', ['response-time', ...LOADS]),
  fault('search-slow', '8 (4)', 'GET /api/search takes 2.5 s longer', ['response-time', ...LOADS]),
  // Not by lcp and fcp of the audits: Lighthouse simulates with the median time of all requests, in which one slow document is lost.
  fault('pages-slow', '8 (4)', 'Every page takes 2.5 s longer', ['load.browse', 'response-time', ...AUDITS]),

  // Search.
  fault('search-500', '1.7, 8 (5)', 'GET /api/search answers 500 on every hit', [
    'contract.search',
    'availability',
    'error-rate',
    ...LOADS,
    'journey.search.header',
    'journey.search.phone',
  ]),
  fault('artists-search-500', '1.8', 'GET /api/artists/search answers 500', [
    'load.browse',
    'contract.artists-search',
    'availability',
    'error-rate',
    'journey.search.artists-page',
  ]),
  fault('search-returns-nothing', '6.1', 'Every search finds nothing', [
    'contract.search',
    'contract.artists-search',
    'availability',
    ...LOADS,
    ...SEARCHES,
    'contract.search-artists',
    'contract.search-suggestions',
  ]),
  fault('search-wrong-artist', 'suite', 'Searches find artists that do not match', [
    ...LOADS,
    'contract.search',
    'contract.artists-search',
    'availability',
    ...SEARCHES,
    'journey.search.no-result',
    'contract.search-artists',
    'contract.search-suggestions',
  ]),
  fault('search-wildcards', '1.7', '% and _ match every artist', ['security.injection']),
  fault('search-undebounced', 'suite', 'The search boxes ask the API at each key'),
  fault('search-html-injected', 'suite', 'What was typed is put into the page as markup'),
  fault('search-failure-silent', '3.4', 'A search that fails shows nothing'),
  fault('hero-keyboard-inert', '9', 'Arrow keys and Enter do nothing in the search on the home page'),
  fault('mobile-search-inert', '3.4', 'Typing in the phone search finds nothing, ever', ['journey.search.phone']),
  fault('mock-source', '2.5, 6.6', 'Artist searches and top tracks are invented', [
    'contract.artists-search',
    'availability',
    'journey.search.artists-page',
  ]),

  // Trending.
  fault('trending-unsorted', '1.6', 'Trending lists the worst first', [
    ...TRENDING.slice(0, 3),
    'contract.trending-artists',
    'contract.trending-shows',
  ]),
  fault('trending-stale', '1.6', 'Upcoming shows are dated more than a year ago', [
    ...TRENDING.slice(0, 3),
    'contract.trending-shows',
  ]),
  fault('trending-empty', '1.6', 'Trending answers 200 with no items', [
    ...TRENDING,
    'journey.home.content',
    'journey.trending.tabs',
    'contract.trending-artists',
    'contract.trending-live',
    'contract.trending-shows',
  ]),
  fault('trending-fallback', '2.4', 'Trending answers 200 with fallback: true', TRENDING),
  fault('trending-truncated', 'suite', 'The JSON of trending ends in the middle', TRENDING),
  fault('html-instead-of-json', '0.1', 'APIs answer 200 with an HTML page', [
    'front-door.trending',
    ...API_CONTRACTS,
    'availability',
    ...LOADS,
    'load.voting',
    ...SEARCHES,
    ...VOTING,
    'journey.artist.content',
    'journey.show.content',
  ]),
  fault('live-trending-empty', '2.4, 3.6', 'The three live cards are empty, and so is their API without a type', [
    'contract.trending-live',
  ]),
  fault('tabs-inert', 'suite', 'Tabs do not switch', ['journey.trending.tabs']),

  // Signing in and sessions.
  fault('login-broken', 'suite', 'The right password is refused as wrong', [
    'security.sign-in-service',
    'load.voting',
    'journey.login.right-password-and-out',
    'journey.voting.signed-in',
  ]),
  fault('wrong-password-accepted', 'suite', 'Any password opens the account', ['journey.login.wrong-password']),
  fault('sign-out-keeps-session', 'suite', 'Signing out leaves the session open', [
    'journey.login.right-password-and-out',
  ]),
  fault('session-lost', 'suite', 'A session ends after its first page', [
    'load.voting',
    'journey.login.right-password-and-out',
    'journey.voting.signed-in',
  ]),
  fault('session-expires-early', 'suite', 'A session ends after three pages'),
  fault('private-page-cached', 'suite', 'Private pages may be kept by the browser, and Back shows them'),
  fault('fields-unchecked', 'suite', 'The sign-in form is sent whatever is in it'),
  fault('header-stale-after-login', '3.3', 'After signing in the header says "Sign in" until a reload'),
  fault('open-redirect', '3.3', 'Sign-in follows returnUrl to any host', ['security.open-redirect']),
  fault('cookie-readable', '4.1', 'Scripts can read the session cookie', ['security.cookies']),
  fault('sign-in-form-missing', 'suite', 'The sign-in page shows no form', [
    'front-door.sign-in',
    'availability',
    ...LOGIN,
    'journey.voting.signed-in',
  ]),
  fault('nested-forms', '3.3', 'The Spotify form sits inside the sign-in form, and the page throws', LOGIN),
  fault('my-artists-broken', '9', '/my-artists shows "Something went wrong"'),

  // Voting.
  fault('votes-not-persisted', '8 (10)', 'A vote answers 200 with the new counts and is not stored', [
    'load.voting',
    'journey.voting.signed-in',
  ]),
  fault('vote-remove-ignored', 'suite', 'Taking a vote back answers 200 and changes nothing', [
    'load.voting',
    'journey.voting.signed-in',
  ]),
  fault('vote-counts-disagree', '2.1', '/api/votes/{id}/count tells other counts than /api/votes', [
    'load.voting',
    'journey.voting.signed-in',
    'contract.votes',
  ]),
  fault('setlist-counts-stale', 'suite', '/api/setlists/{showId} tells the counts of before anybody voted', [
    'journey.voting.signed-in',
  ]),
  fault('vote-ui-no-update', '3.8', 'The counts on the page do not move after a vote', ['journey.voting.signed-in']),
  fault('lock-ignored', '2.1', 'A locked setlist takes votes'),
  fault('votes-doubled', 'suite', 'A double click is two votes'),
  fault('vote-failure-silent', '3.8', 'A vote that fails shows nothing'),
  fault('show-vote-silent', '3.8, 9', "A member's vote on the show page changes nothing to be seen"),
  fault('stale-show-page', '8 (11)', 'The show page is one rendered before anybody voted'),
  fault('unnamed-vote-buttons', '3.8, 9', 'Vote buttons have no accessible name', VOTING),
  fault('guest-limit-missing', 'suite', 'Guests vote without limit', ['journey.voting.guest-limit']),
  fault('guest-vote-forgotten', 'suite', "A guest's vote is gone after a reload", ['journey.voting.guest-limit']),
  fault('guest-buttons-locked', '3.8', "After a guest's vote a reload disables all other songs", [
    'journey.voting.guest-limit',
  ]),
  fault('guest-mobile-refused', '3.8', 'On a phone a guest may not vote at all', ['journey.voting.guest-limit']),
  fault('guest-setlist-silent', '3.8', "On the setlist page a guest's vote is a silent 401"),
  fault('anonymous-votes-accepted', '2.1', 'POST /api/votes works without a session', [
    'contract.votes',
    'security.auth-bypass',
  ]),
  fault('vote-history-open', '2.1', "Anybody can read anybody's votes", ['security.auth-bypass']),
  fault('setlists-refetch-loop', '9', 'The setlist page asks for the setlist about thirty times a second'),
  fault('songs-unordered', '9', 'The show page lists its songs in no order'),
  fault('attendance-405', '9', 'The show page asks an address that answers 405', [
    'journey.artist.content',
    'journey.show.content',
    'journey.voting.guest-limit',
    'journey.voting.named-buttons',
  ]),

  // Layout, navigation, names.
  fault('nav-gap', '3.2', 'Between 768 and 1023 px there is neither navigation nor search', [
    'journey.responsive.navigation',
  ]),
  fault('menu-inert', 'suite', '"Toggle menu" opens nothing', [
    'journey.responsive.navigation',
    // On a phone one signs out there.
    'journey.login.right-password-and-out',
  ]),
  fault('drawer-no-trending', '3.2', 'The drawer has no link to Trending', ['journey.responsive.navigation']),
  fault('horizontal-scroll', '7', 'Pages are 60 px wider than the window', ['journey.responsive.no-horizontal-scroll']),
  fault('auth-links-doubled', '3.2', 'The header has "Sign in" and "Sign up" twice'),
  fault('toasts-doubled', '3.2', 'Every toast appears twice'),
  fault('theme-toggle-inert', '3.2', 'Choosing a theme changes nothing'),
  fault('nested-main', '3.2', 'The home page has two nested main elements, two skip links, a second banner', [
    'journey.home.content',
  ]),
  fault('home-without-heading', 'suite', 'The home page says "Loading..." and nothing else', [
    'load.browse',
    'front-door.home',
    'availability',
    'journey.home.content',
    'journey.search.hero',
    'journey.search.no-result',
    'audit.home',
  ]),
  fault('page-crash', '3.9', 'A script throws and every page shows "Something went wrong"', [
    'cls',
    ...JOURNEYS,
    ...AUDITS,
  ]),
  fault('artist-shows-empty', '3.7, 9', 'Artist pages list no shows and count zero of everything', [
    'journey.artist.content',
  ]),
  fault('footer-dead-links', '3.2', 'The footer links to /setlists, which is not there'),
  fault(
    'search-page-missing',
    '3.1',
    'Trending and the sitemap link to /search, which is not there',
    [],
    ['contract.sitemap'],
  ),

  // Answers of pages and headers.
  fault('soft-404-as-200', '3.1, 8 (8)', 'Unknown artists and shows answer 200', [], ['contract.not-found']),
  fault('soft-404-known', '3.1, 8 (8)', 'Artists and shows that exist show the not-found screen with 200', [
    'audit.artist',
    'audit.show',
    'audit.setlist',
    'journey.artist.content',
    'journey.show.content',
    'journey.search.header',
    'journey.search.hero',
    'journey.search.phone',
    'journey.search.artists-page',
    ...VOTING,
  ]),
  fault(
    'soft-redirect',
    '3.1, 8 (8)',
    'Pages redirect with 200 and a refresh tag',
    [],
    ['contract.admin-refusals', 'contract.user-refusals'],
  ),
  fault(
    'admin-redirect-undefined',
    '3.1',
    '/admin sends strangers to /undefined/auth/sign-in',
    [],
    ['contract.admin-refusals'],
  ),
  fault('redirect-wrong-host', '9', 'The sign-in redirect names localhost instead of the host that was asked', [
    'contract.user-refusals',
  ]),
  fault('shared-cache-private', '5.1, 8 (7)', 'Health, votes and searches may be kept by shared caches', [
    'contract.health',
    'contract.health-comprehensive',
    'contract.health-db',
    'contract.monitoring-dashboard',
    'contract.votes',
    'contract.csrf-token',
    'contract.setlists',
    'contract.shows-upcoming',
    'contract.votes-anonymous',
    'contract.votes-statistics',
  ]),
  fault('missing-security-header', '8 (13)', 'X-Frame-Options and X-Content-Type-Options are gone', [
    'security.headers',
  ]),
  fault('csp-missing', '4.4', 'No Content-Security-Policy', ['security.headers']),
  fault('request-id-missing', '4.2', 'No X-Request-ID', ['security.headers', 'contract.keep-alive']),
  fault('noindex-everywhere', '3.1', 'Every page asks search engines to stay away', [
    'load.browse',
    'front-door.home',
    'front-door.sign-in',
    'availability',
    ...AUDITS,
  ]),
  fault('empty-title', '5.3', 'Pages have an empty title', [...CONTENT, ...AUDITS]),
  fault('titles-doubled', '5.3', '"MySetlist" stands twice in every title'),

  // Security.
  fault('private-pages-open', '7', '/profile opens without a session', [
    'security.auth-bypass',
    'journey.login.right-password-and-out',
    'contract.user-refusals',
  ]),
  fault('user-api-open', '7', '/api/user/* answers strangers', ['security.auth-bypass', 'contract.user-refusals']),
  fault('cron-open', '2.5', '/api/cron/* runs without its secret', ['security.auth-bypass', 'contract.keep-alive']),
  fault('admin-open', '2.5', '/api/admin/users lists users to anybody', [
    'security.auth-bypass',
    'contract.admin-refusals',
  ]),
  fault('forged-bearer-accepted', '7', 'Any bearer opens cron, admin and incidents', ['security.auth-bypass']),
  fault('sql-error-leak', '7', 'A quote in a search gives 500 with the words of the database driver', [
    'security.injection',
    'contract.search',
  ]),
  fault('secret-file-served', '7', '/.env is served', ['security.exposure']),
  fault('db-health-discloses', '1.4', '/api/health/db tells table names and the database version', [
    'security.disclosure',
  ]),
  fault('limiter-bypass', '4.3', 'A made-up X-User-Id starts a new rate limit', ['security.rate-limit']),
  fault('markup-reflected', '3.3', 'The sign-in page takes ?error= for markup', ['security.reflection']),
  fault('cors-reflected', '7', "Any site may read answers with a visitor's cookies", ['security.cors']),
  fault('source-maps-served', '7', 'Source maps lie beside the scripts', ['security.exposure']),
  fault('stack-traces-shown', '7', 'Errors of APIs bring their stack trace', ['security.disclosure']),
  fault('hsts-short', '4.4', 'Strict-Transport-Security lasts a day', ['security.headers', 'security.transport']),
  fault('powered-by', '4.4', 'X-Powered-By tells what the site is made of', ['security.headers']),
  fault(
    'open-mutating-routes',
    '2.5',
    'Routes that change things are there and ask nobody who he is',
    [],
    ['security.open-routes'],
  ),

  // Speed and quality that Lighthouse sees.
  fault('layout-shift-home', '9', 'An announcement pushes the home page down after it is painted', [
    'cls',
    'lighthouse-performance',
    'audit.home',
  ]),
  fault('hero-slow-image', '5, 9', 'The home page waits for a large picture', [
    'lcp',
    'lighthouse-performance',
    'audit.home',
  ]),
  fault('blocking-script', '9', 'A large script in the head holds up every page', [
    'fcp',
    'lcp',
    'lighthouse-performance',
    ...AUDITS,
  ]),
  fault(
    'hero-late-image',
    'suite',
    'The largest picture of the home page is heavy: half a second too late on a phone',
    ['lcp', 'audit.home'],
  ),
  fault('busy-script', 'suite', 'A script of the home page blocks a phone for about half a second', [
    'tbt',
    'lighthouse-performance',
    'audit.home',
  ]),
  fault('slow-clicks', 'suite', 'Every click is answered after 0.4 s', ['inp']),
  fault('paste-prevented', 'suite', 'The search boxes of the home page take no paste', [
    'lighthouse-best-practices',
    'audit.home',
  ]),
  fault('seo-poor', 'suite', 'The home page has two canonical addresses, a made-up language and a link "click here"', [
    'lighthouse-seo',
    'audit.home',
  ]),
  fault('unnamed-parts', '5.3', 'The home page has a picture, a button and a link without a name', [
    'lighthouse-accessibility',
    'audit.home',
  ]),
  fault('script-2mb', 'suite', 'Every page loads 2 MB of script', ['lcp', 'tbt', 'lighthouse-performance', ...AUDITS]),
  fault('heavy-script', '9', 'Scripts block the main thread for 1.5 s', ['tbt', 'lighthouse-performance', ...AUDITS]),
  fault('low-contrast', '5.3, 9', 'Secondary text is too pale', [...AUDITS]),
  fault('unlabelled-input', '5.3', 'Search boxes have neither label nor placeholder', [
    ...SEARCHES,
    'journey.search.no-result',
    'journey.responsive.navigation',
    'audit.home',
    'audit.artists',
  ]),
  fault('console-error', '5.3', 'Every page logs an error', [...JOURNEYS, ...AUDITS]),

  // Single promises of single endpoints.
  fault('timestamps-stale', 'suite', 'Time stamps of APIs are a day old', [
    'front-door.trending',
    'contract.activity-recent',
    'contract.analytics-performance',
    'contract.health',
    'contract.health-comprehensive',
    'contract.health-db',
    'contract.monitoring-dashboard',
    'contract.trending',
    'contract.trending-live',
    'contract.trending-shows',
    'contract.trending-venues',
    'availability',
  ]),
  fault('wrong-encoding', 'suite', 'JSON says UTF-8 and is sent as Latin-1', [
    'front-door.trending',
    'contract.activity-recent',
    'contract.search',
    'contract.shows-upcoming',
    'contract.trending',
    'contract.trending-artists',
    'contract.trending-live',
    'contract.trending-shows',
    ...VOTE_CONTRACTS,
    'availability',
  ]),
  fault('unknown-paths-200', '1.1', 'Paths that are not there answer 200', ['contract.not-found', 'security.exposure']),
  fault('totals-wrong', 'suite', 'Lists tell a total of 0 beside their items', [
    'contract.activity-recent',
    'contract.shows-upcoming',
    'contract.trending-artists',
    'contract.trending-live',
    'contract.trending-shows',
    'contract.trending-venues',
  ]),
  fault('venues-unranked', 'suite', 'Every trending venue has rank 1', ['contract.trending-venues']),
  fault('live-ignores-type', 'suite', 'Live trending lists artists where shows are asked for', [
    'contract.trending-live',
  ]),
  fault('upcoming-stale', 'suite', 'Upcoming shows are dated more than a year ago, in their own list alone', [
    'contract.shows-upcoming',
  ]),
  fault('search-accents-lost', 'suite', 'Names with an accent are not found', ['contract.search']),
  fault('search-artists-500', 'suite', 'GET /api/search/artists answers 500', ['contract.search-artists']),
  fault('suggestions-miscounted', 'suite', 'Suggestions tell one more than they list', ['contract.search-suggestions']),
  fault('setlist-positions-twice', 'suite', 'Two songs of a setlist share each position', ['contract.setlists']),
  fault('vote-totals-wrong', 'suite', "A show's vote total is not the sum of its ups and downs", [
    'contract.votes-statistics',
  ]),
  fault('guest-votes-exhausted', '2.2', 'The anonymous API leaves a new guest no vote', ['contract.votes-anonymous']),
  fault('csrf-token-short', 'suite', 'The CSRF token has four bytes', ['contract.csrf-token']),
  fault('csrf-unchecked', '2.6', 'Auth forms are taken without their CSRF token', ['contract.auth-refusals']),
  fault('incidents-open', 'suite', 'Anybody may acknowledge incidents', ['contract.admin-incidents']),
  fault('robots-keeps-out', 'suite', 'robots.txt keeps every search engine out', ['contract.robots']),
  fault('sitemap-empty', 'suite', 'The sitemap lists nothing', ['contract.sitemap']),
  fault('manifest-icons-missing', '5.2', 'The manifest names icons that are not there', [], ['contract.manifest']),

  fault('csp-violation', 'suite', 'The venues page carries a script that its own policy forbids'),
  fault('mixed-content', 'suite', 'The venues page loads a picture without TLS'),
  fault('image-broken', '3.5', 'A picture of the home page is a page of text'),
  fault('text-cut', '9', 'Headings are cut off'),
  fault('header-overlaps', '9', 'The right part of the header lies over its search box'),
  fault('targets-small', 'suite', 'Links of the footer and chips are too small for a thumb'),
  fault('drawer-escape-inert', 'suite', 'Escape does not close the drawer'),
  fault('motion-forced', 'suite', 'The logo pulses for everybody, whatever they asked for'),
  fault('dark-unreadable', 'suite', 'In the dark theme texts are as dark as their ground'),

  // What the runbook names and the site never had (1.9), invented figures (1.5).
  fault(
    'analytics-performance-missing',
    '1.9',
    'GET /api/analytics/performance is not there',
    [],
    ['contract.analytics-performance'],
  ),
  fault('admin-incidents-missing', '1.9', 'POST /api/admin/incidents is not there', [], ['contract.admin-incidents']),
  fault('dashboard-random', '1.5', 'The dashboard invents its figures', [], ['contract.monitoring-dashboard']),
  fault('version-unknown', '1.3', 'The deployed version is "unknown"', [], ['contract.health-comprehensive']),

  // R2, the later API.
  fault('r2-brand', '0, 3.2', 'The site calls itself TheSet', ['journey.home.content']),
  fault('r2-health-mock', '1.2', '/api/health is always healthy and has another shape', ['contract.health']),
  fault('r2-search-shape', '1.7', '/api/search has other field names', [
    'contract.search',
    'availability',
    'journey.search.header',
    'journey.search.phone',
  ]),
  fault(
    'r2-trending-shape',
    '1.6, 2.4',
    'Trending says imageUrl, and its artists, shows and live lists have other shapes',
    ['contract.trending-artists', 'contract.trending-shows', 'contract.trending-live', ...VOTE_CONTRACTS],
  ),
  fault('r2-votes-shape', '2.2', 'POST /api/votes toggles up-votes and answers {up, currentUserUpvoted}', [
    'load.voting',
    'contract.votes',
    'journey.voting.signed-in',
  ]),
  fault('r2-csrf-shape', '2.6', '/api/csrf-token has another shape', ['load.voting', 'contract.csrf-token']),
  fault(
    'r2-missing-routes',
    '1.1',
    'Health details, dashboard, vote counts, venues, upcoming shows are 404; artists/search is 500',
    [
      'load.browse',
      'contract.health-comprehensive',
      'contract.health-db',
      'contract.monitoring-dashboard',
      'contract.artists-search',
      'availability',
      'error-rate',
      'journey.search.artists-page',
      'contract.trending-venues',
      'contract.votes',
      'contract.votes-statistics',
      'contract.votes-anonymous',
      'journey.voting.signed-in',
      'contract.shows-upcoming',
    ],
  ),
] as const;

export type FaultId =
  (typeof TABLE)[number]['id'] | (typeof MARKUP_FAULTS)[number][0] | (typeof ANSWER_FAULTS)[number][0];
export type Fault = Entry<FaultId>;
export const FAULTS: readonly Fault[] = [
  ...TABLE,
  ...[...MARKUP_FAULTS, ...ANSWER_FAULTS].map(([id, source, description]) => fault<FaultId>(id, source, description)),
];

export const isFaultId = (id: string): id is FaultId => FAULTS.some((known) => known.id === id);

export type PresetName = 'healthy' | 'r1' | 'r2';
/** healthy: every flaw of R1 mended. r1: what sections 9 and 10 saw on a running R1. r2: the later API. */
export const PRESETS: Record<PresetName, readonly FaultId[]> = {
  healthy: [],
  r1: [
    'search-500',
    'search-failure-silent',
    'hero-keyboard-inert',
    'vote-failure-silent',
    'lock-ignored',
    'header-overlaps',
    'search-wildcards',
    'mobile-search-inert',
    'live-trending-empty',
    'header-stale-after-login',
    'open-redirect',
    'cookie-readable',
    'nested-forms',
    'my-artists-broken',
    'show-vote-silent',
    'stale-show-page',
    'unnamed-vote-buttons',
    'guest-buttons-locked',
    'guest-mobile-refused',
    'guest-setlist-silent',
    'vote-history-open',
    'open-mutating-routes',
    'setlists-refetch-loop',
    'songs-unordered',
    'attendance-405',
    'nav-gap',
    'drawer-no-trending',
    'auth-links-doubled',
    'toasts-doubled',
    'nested-main',
    'artist-shows-empty',
    'footer-dead-links',
    'search-page-missing',
    'soft-404-as-200',
    'soft-redirect',
    'admin-redirect-undefined',
    'redirect-wrong-host',
    'csp-missing',
    'titles-doubled',
    'db-health-discloses',
    'limiter-bypass',
    'low-contrast',
    'analytics-performance-missing',
    'admin-incidents-missing',
    'dashboard-random',
    'manifest-icons-missing',
    'heavy-script',
    'blocking-script',
    // Section 10.
    'typed-text-lost',
    'scriptless-sign-in',
    'sign-in-title-empty',
    'images-refused',
    'lists-plain',
    'parts-unnamed',
    'card-titles-plain',
    'heading-order',
    'link-wraps-button',
    'alert-empty',
    'featured-invented',
    'calls-inert',
    'map-blocked',
    'attendance-doubled',
    'song-links-unnamed',
    'follow-covered',
    'activity-invented',
    'dates-full-instants',
    'trending-shows-past',
    'votes-statistics-500',
    'profile-always-redirects',
    'permissions-policy-missing',
    'locked-setlist-far',
  ],
  r2: [
    'r2-brand',
    'r2-health-mock',
    'r2-search-shape',
    'r2-trending-shape',
    'r2-votes-shape',
    'r2-csrf-shape',
    'r2-missing-routes',
    'analytics-performance-missing',
    'admin-incidents-missing',
    'soft-404-as-200',
  ],
};
