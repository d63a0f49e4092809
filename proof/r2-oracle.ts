// What the journeys must find on the preset `r2`, as seen on 2026-11-28: which turn red, for which section of the site's description,
// and what the message must say. Journeys that are not here must be green or not judged. Contracts: proof/r2-drift.ts.
// `npm run prove -- --fault r2` compares.
import type { OracleRow } from './oracle-row.ts';

const row = (id: string, section: string, says: RegExp): OracleRow => ({ id: `journey.${id}`, section, says });
/** The header search and the phone search read field names of R1's /api/search: they show no result. */
const NO_RESULT = /getByRole\('(banner|dialog)'.*getByRole\('link', \{ name: '[^']+' \}\)/;
/** The votes that a vote is compared with have another shape. */
const VOTES_SHAPE = /userVote/;
const ARTISTS_SEARCH = /GET \/api\/artists\/search HTTP 500/;

export const R2_RED: readonly OracleRow[] = [
  row('home.content', '0', /TheSet - Crowd-Curated Setlists/),
  row('accessibility.landmarks', '3.2', /Logo TheSet/),
  row('accessibility.phone-landmarks', '3.2', /Logo TheSet/),
  row('content.not-found', '3.1', /status of \/artists\/no-such-artist-zzqx/),

  row('search.header', '1.7', NO_RESULT),
  row('search.phone', '1.7', NO_RESULT),
  row('search.debounce', '1.7', NO_RESULT),
  row('search.clear', '1.7', NO_RESULT),
  row('search.empty-phone', '1.7', NO_RESULT),
  row('search.failure-phone', '1.7', NO_RESULT),
  row('search.keyboard', '1.7', /aria-selected/),
  row('search.artists-page', '1.8', ARTISTS_SEARCH),
  row('search.failing', '1.8', ARTISTS_SEARCH),

  row('voting.signed-in', '2.2', VOTES_SHAPE),
  row('voting.show-page', '2.2', VOTES_SHAPE),
  row('voting.two-windows', '2.2', VOTES_SHAPE),
  row('voting.double-click', '2.2', VOTES_SHAPE),
  row('voting.offline', '2.2', VOTES_SHAPE),
];
