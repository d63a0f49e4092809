// Expected result of every check on the preset `r1`, the site as observed (sections 1 to 10 of its description): the verdict and
// a text of the message. Checks that are not listed must pass. `npm run prove -- --fault r1` compares, in both
// markup dialects. The rows of section 10, one by one, with their checks: proof/r1-section-10.ts. Lines of contracts and security checks:
// proof/r1-findings.ts.
import type { OracleRow, OracleVerdict } from './oracle-row.ts';

const row = (id: string, section: string, says: RegExp, verdict: OracleVerdict = 'breach'): OracleRow => ({
  id,
  section,
  says,
  verdict,
});
const journey = (id: string, section: string, says: RegExp, verdict?: OracleVerdict): OracleRow =>
  row(`journey.${id}`, section, says, verdict);
/** A precondition of the check fails; the check of that precondition is red. */
const unprepared = (id: string, section: string, culprit: string): OracleRow =>
  row(id, section, new RegExp(`^could not prepare: see ${culprit.replaceAll('.', '\\.')}\\b`, 'm'), 'inconclusive');

const CONTRACTS: readonly OracleRow[] = [
  row('contract.search', '1.7, 10', /GET \/api\/search\?q=Taylor%20Swift: status 500/),
  row('contract.votes-statistics', '10', /GET \/api\/votes\/statistics\?showId=\S+ status 500/),
  row('contract.trending-live', '2.4', /0 items/),
  row('contract.user-refusals', '9', /GET \/profile: redirects to http:\/\/localhost:3000/),
  row('contract.admin-refusals', '3.1', /\/undefined\/auth\/sign-in/, 'warn'),
  row('contract.not-found', '3.1', /status 200 with the not-found screen/, 'warn'),
  row('contract.sitemap', '5.3', /GET \/search: status 404/, 'warn'),
  row('contract.manifest', '5.2', /icon-192/, 'warn'),
  row('contract.monitoring-dashboard', '1.5', /the figures are invented/, 'warn'),
  row('contract.admin-incidents', '1.9', /POST \/api\/admin\/incidents is absent/, 'warn'),
  row('contract.analytics-performance', '1.9', /GET \/api\/analytics\/performance is absent/, 'warn'),
];

const SECURITY: readonly OracleRow[] = [
  row('security.auth-bypass', '2.1', /GET \/api\/votes\/history\?userId=/),
  row('security.cookies', '4.1, 10', /lacks HttpOnly/),
  row('security.disclosure', '1.4', /table names/),
  row('security.headers', '4.4', /content-security-policy is missing/),
  row('security.open-redirect', '3.3', /the form leads to another host/),
  row('security.open-routes', '2.5', /in R1 it needs no authentication/, 'warn'),
  row('security.sign-in-without-script', '10', /the start of another sign-in/),
  unprepared('security.injection', '10', 'contract.search'),
];

const CONTENT: readonly OracleRow[] = [
  journey('artist.content', '3.7, 9', /getByRole\('tabpanel'\)/),
  journey('artist.follow', '10', /^covered by .* \(intercepts pointer events\)/m),
  journey('trending.live-cards', '2.4, 3.6', /an entry of Last Hour/),
  journey('home.calls', '3.5', /after "Get Started"/),
  journey('show.order', '9', /toHaveText/),
  journey('show.attendance', '3.8', /more than one button "I'm going"/, 'warn'),
  journey('setlist.rests', '9, 10', /\/api\/setlists\//),
  journey('setlist.activity', '9, 10', /Now playing/),
  journey('content.links', '3.1, 10', /\/setlists \(linked from home\): HTTP 404/),
  journey('content.images', '10', /\/_next\/image/),
  journey('content.pages', '5.3', /occurrences of MySetlist in/),
  journey('content.not-found', '3.1', /status of \/artists\/no-such-artist-zzqx/),
];

const LOGIN: readonly OracleRow[] = [
  journey('login.typed-text', '10', /typed before the page reacts is lost/, 'warn'),
  journey('login.member-pages', '9, 10', /GET \/profile with a session/),
  unprepared('journey.login.back-button', '10', 'journey.login.member-pages'),
  journey('login.return-url', '3.3', /after returnUrl=https:\/\/elsewhere\.example/),
  journey('login.seen-at-once', '3.3, 9', /name: 'Sign in'/),
  journey('login.expired-session', '3.8', /Please sign in to vote/),
  journey('login.cookie', '4.1', /readable by scripts/),
];

const SEARCH: readonly OracleRow[] = [
  journey('search.header', '1.7, 10', /^GET \/api\/search HTTP 500/m),
  journey('search.phone', '3.4', /getByRole\('dialog', \{ name: 'Search' \}\)/),
  journey('search.keyboard', '9', /aria-selected/),
  journey('search.odd-words', '1.7', /a wildcard/),
  journey('search.failing', '3.4', /on the home page/),
  unprepared('journey.search.clear', '1.7, 10', 'journey.search.header'),
  unprepared('journey.search.empty-phone', '3.4', 'journey.search.phone'),
  unprepared('journey.search.failure-phone', '3.4', 'journey.search.phone'),
];

const VOTING: readonly OracleRow[] = [
  journey('voting.guest-limit', '3.8', /^disabled: <button disabled/m),
  journey('voting.named-buttons', '3.8, 10', /\^\(Upvote/),
  journey('voting.show-page', '3.8, 9', /the count at once/),
  journey('voting.closed', '2.1', /POST \/api\/votes on a locked setlist/),
  journey('voting.offline', '3.8', /Voting failed/),
  journey('voting.guest-on-setlist', '3.8, 9', /Please sign in to vote/),
];

const LOOKS: readonly OracleRow[] = [
  journey('responsive.navigation', '3.2', /at 820 px/),
  journey('responsive.all-widths', '3.2', /at 768 px/),
  journey('responsive.layout', '9', / covers /),
  journey('responsive.drawer', '3.2', /Trending/),
  // In landscape a phone is 844 px wide, within the gap.
  journey('responsive.turned', '3.2', /name: 'Main'/),
  journey('accessibility.axe-home', '5.3, 9', /color-contrast/),
  journey('accessibility.axe-trending', '5.3, 9', /color-contrast/),
  journey('accessibility.axe-artist-list', '5.3', /color-contrast/),
  journey('accessibility.axe-one-artist', '5.3', /color-contrast/),
  journey('accessibility.axe-show-list', '5.3', /color-contrast/),
  journey('accessibility.axe-one-show', '3.8, 10', /button-name/),
  journey('accessibility.axe-setlist', '3.8, 10', /button-name/),
  journey('accessibility.axe-sign-in', '5.3, 10', /document-title/),
  journey('accessibility.axe-open-parts', '5.3', /color-contrast/),
  journey('accessibility.keyboard-path', '9', /'tab', \{ name/),
  journey('accessibility.structure', '3.2, 5.3, 10', /the songs are not a list/, 'warn'),
  journey('accessibility.landmarks', '3.2', /main parts of the home page/),
  journey('accessibility.phone-landmarks', '3.2', /main parts of the home page/),
];

const GUARDS: readonly OracleRow[] = [
  row('guard.page-errors', '3.3, 9', /Minified React error #418/),
  row('guard.failed-requests', '9, 10', /GET \/setlists HTTP 404/),
  row('guard.policy-violations', '9', /embedded page blocked by its own headers: GET \/venues\//),
  row('guard.request-storms', '9, 10', /GET \/api\/setlists\//),
];

export const R1_VERDICTS: readonly OracleRow[] = [
  ...CONTRACTS,
  ...SECURITY,
  ...CONTENT,
  ...LOGIN,
  ...SEARCH,
  ...VOTING,
  ...LOOKS,
  ...GUARDS,
];
