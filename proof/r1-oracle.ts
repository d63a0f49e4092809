// What the journeys must find on the preset `r1`, written down before they were run (five rows that were missing or gave another
// section's flaw, and stand apart, were learned from the first run): which turn red, for which section of
// the site's description, and what the message must say. Journeys that are not here must be green: R1 does that right.
// `npm run prove -- --fault r1` compares.

import type { OracleRow } from './oracle-row.ts';

const row = (id: string, section: string, says: RegExp): OracleRow => ({ id: `journey.${id}`, section, says });
/** React's hydration error, which nested forms raise on every load. */
const NESTED_FORMS = /page error: Minified React error #418/;
const EMPTY_TITLE = /document-title: Documents must have <title>/;
/** A flaw of the show page, which these pass for another reason. */
const SHOW_PAGE = /request failed: GET \/api\/attendance HTTP 405/;
/** Vote buttons can only be found by their icons. */
const NO_UPVOTE = /name: \/\^Upvote/;

export const R1_RED: readonly OracleRow[] = [
  row('home.content', '5.3', /toHaveTitle/),
  row('trending.tabs', '5.3', /toHaveTitle/),
  row('trending.live-cards', '3.6', /an entry of Last Hour/),
  row('artist.content', '5.3', /Expected substring: "[^"]+"\s+Received string: +""/),
  row('artist.follow', '3.2', /how often it is said/),
  row('show.content', '5.3', /Expected substring: "[^"]+"\s+Received string: +""/),
  row('show.order', '9', /toHaveText/),
  row('show.attendance', '9', /request failed: GET \/api\/attendance HTTP 405/),
  row('setlist.rests', '9', /\/api\/setlists\//),
  row('content.links', '3.1', /\/search \(linked from trending\): HTTP 404/),
  row('content.not-found', '3.1', /status of \/artists\/no-such-artist-zzqx/),
  row('content.pages', '5.3', /the title of \/shows/),

  row('login.wrong-password', '3.3', NESTED_FORMS),
  row('login.right-password-and-out', '3.3', NESTED_FORMS),
  row('login.unknown-email', '3.3', NESTED_FORMS),
  row('login.fields', '3.3', NESTED_FORMS),
  row('login.return-url', '3.3', /after returnUrl=https:\/\/elsewhere\.example/),
  row('login.seen-at-once', '3.3', /Sign in/),
  row('login.member-pages', '9', /My Artists/),
  row('login.back-button', '9', /asks to sign in|localhost|ERR_CONNECTION_REFUSED/),
  row('login.expired-session', '3.8', NO_UPVOTE),
  row('login.cookie', '4.1', /readable by scripts/),

  row('search.header', '1.7', /request failed: GET \/api\/search HTTP 500/),
  row('search.phone', '3.4', /getByRole\('dialog', \{ name: 'Search' \}\)/),
  row('search.debounce', '1.7', /request failed: GET \/api\/search HTTP 500/),
  row('search.keyboard', '9', /aria-selected/),
  row('search.odd-words', '1.7', /a wildcard/),
  row('search.failing', '3.4', /getByRole\('alert'\)/),
  row('search.clear', '1.7', /request failed: GET \/api\/search HTTP 500/),
  row('search.empty-phone', '3.4', /getByRole\('dialog', \{ name: 'Search' \}\)/),
  row('search.failure-phone', '3.4', /getByRole\('alert'\)/),

  row('voting.guest-limit', '3.8', NO_UPVOTE),
  row('voting.signed-in', '3.8', NO_UPVOTE),
  row('voting.named-buttons', '3.8', /\^Upvote/),
  row('voting.show-page', '3.8', NO_UPVOTE),
  row('voting.closed', '2.1', /POST \/api\/votes on a locked setlist/),
  row('voting.two-windows', '3.8', NO_UPVOTE),
  row('voting.double-click', '3.8', NO_UPVOTE),
  row('voting.offline', '3.8', NO_UPVOTE),
  row('voting.guest-on-setlist', '3.8', NO_UPVOTE),

  row('responsive.navigation', '3.2', /at 820 px/),
  row('responsive.all-widths', '3.2', /at 768 px/),
  row('responsive.layout', '9', /lies over/),
  row('responsive.drawer', '3.2', /Trending/),
  row('responsive.turned', '3.2', /Toggle menu/),

  row('accessibility.axe-home', '5.3', EMPTY_TITLE),
  row('accessibility.axe-trending', '5.3', EMPTY_TITLE),
  row('accessibility.axe-artist-list', '5.3', EMPTY_TITLE),
  row('accessibility.axe-one-artist', '5.3', EMPTY_TITLE),
  row('accessibility.axe-show-list', '5.3', EMPTY_TITLE),
  row('accessibility.axe-one-show', '5.3', EMPTY_TITLE),
  row('accessibility.axe-setlist', '5.3', EMPTY_TITLE),
  row('accessibility.axe-sign-in', '5.3', EMPTY_TITLE),
  row('accessibility.keyboard-path', '3.2', /Skip to main content/),
  row('accessibility.landmarks', '3.2', /getByRole\('main'\)/),
  row('accessibility.phone-landmarks', '3.2', /getByRole\('main'\)/),

  // Learned.
  row('content.images', '9', SHOW_PAGE),
  row('responsive.text-zoom', '9', SHOW_PAGE),
  row('responsive.dark', '9', SHOW_PAGE),
  row('responsive.calm', '9', SHOW_PAGE),
  row('accessibility.axe-open-parts', '9', SHOW_PAGE),
];
