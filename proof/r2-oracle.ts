// Expected result of every check on the preset `r2`, a later release whose API has other schemas and fewer routes: the verdict and a
// text of the message. Checks that are not listed must pass. The fields that differ: proof/r2-drift.ts.
// `npm run prove -- --fault r2` compares, in both markup dialects.
import type { OracleRow, OracleVerdict } from './oracle-row.ts';

const row = (id: string, section: string, says: RegExp, verdict: OracleVerdict = 'breach'): OracleRow => ({
  id,
  section,
  says,
  verdict,
});
const contract = (id: string, section: string, says: RegExp, verdict?: OracleVerdict): OracleRow =>
  row(`contract.${id}`, section, says, verdict);
const journey = (id: string, section: string, says: RegExp): OracleRow => row(`journey.${id}`, section, says);
const unprepared = (id: string, section: string, culprit: string): OracleRow =>
  row(id, section, new RegExp(`^could not prepare: see ${culprit.replaceAll('.', '\\.')}\\b`, 'm'), 'inconclusive');
/** The header search and the phone search use field names of R1's /api/search, so they show no result. */
const NO_RESULT = /getByRole\('(banner|dialog)'.*getByRole\('link', \{ name: '[^']+' \}\)/;

export const R2_VERDICTS: readonly OracleRow[] = [
  contract('health', '1.2', /\$\.services/),
  contract('health-comprehensive', '1.1', /status 404/),
  contract('health-db', '1.1', /status 404/),
  contract('monitoring-dashboard', '1.1', /status 404/),
  contract('artists-search', '1.1', /status 500/),
  contract('search', '1.7', /\$\.results\.0\.title/),
  contract('csrf-token', '2.6', /\$\.token/),
  contract('shows-upcoming', '2.5', /status 404/),
  contract('trending-artists', '2.4', /\$\.fallback/),
  contract('trending-shows', '2.4', /\$\.timeframe/),
  contract('trending-live', '2.4', /\$\.trending/),
  contract('trending-venues', '2.4', /status 404/),
  contract('votes', '2.2', /\$\.upvotes/),
  contract('votes-anonymous', '2.2', /status 404/),
  contract('votes-statistics', '2.2', /status 404/),
  contract('admin-incidents', '1.9', /POST \/api\/admin\/incidents is absent/, 'warn'),
  contract('analytics-performance', '1.9', /GET \/api\/analytics\/performance is absent/, 'warn'),
  contract('not-found', '3.1', /status 200 with the not-found screen/, 'warn'),
  unprepared('security.injection', '1.1', 'contract.artists-search'),

  journey('home.content', '0', /TheSet - Crowd-Curated Setlists/),
  journey('accessibility.landmarks', '3.2', /Logo TheSet/),
  journey('accessibility.phone-landmarks', '3.2', /Logo TheSet/),
  journey('content.not-found', '3.1', /status of \/artists\/no-such-artist-zzqx/),

  journey('search.header', '1.7', NO_RESULT),
  journey('search.phone', '1.7', NO_RESULT),
  unprepared('journey.search.clear', '1.7', 'journey.search.header'),
  unprepared('journey.search.empty-phone', '1.7', 'journey.search.phone'),
  unprepared('journey.search.failure-phone', '1.7', 'journey.search.phone'),
  journey('search.artists-page', '1.8', /GET \/api\/artists\/search HTTP 500/),
  unprepared('journey.search.failing', '1.8', 'journey.search.artists-page'),

  unprepared('journey.voting.signed-in', '2.2', 'contract.votes'),
  unprepared('journey.voting.show-page', '2.2', 'contract.votes'),
  // More shows are only in the list of upcoming shows.
  unprepared('journey.voting.closed', '2.5', 'contract.shows-upcoming'),
  unprepared('journey.voting.two-windows', '2.2', 'contract.votes'),
  unprepared('journey.voting.double-click', '2.2', 'contract.votes'),
  unprepared('journey.voting.offline', '2.2', 'contract.votes'),

  row('guard.failed-requests', '1.8', /GET \/api\/artists\/search HTTP 500/),
];
