// Faults of the stand-in that must turn nothing red: an access control in front of the site is not a flaw of the site, and some faults do
// not affect visitors.

/** Something else answers instead of the site: every stage is inconclusive, exit code 2, and nothing is red. */
export const BLOCKING_FAULTS: readonly string[] = [
  'edge-challenge',
  'deployment-protected',
  'deployment-login',
  'proxy-login-wall',
  'limited-everywhere',
];

/** Faults that no client or visitor notices: the run passes. They show that the suite can handle them. */
export const HARMLESS_FAULTS: Readonly<Record<string, string>> = {
  'keep-alive-closed': 'browsers and k6 retry on a new connection, and so do we',
  'compressed-unasked': 'RFC 9110 allows any content coding if the request names none',
  'headers-large': 'browsers accept headers of up to 256 KB',
  'cookies-many': 'several Set-Cookie lines, one with a comma in its date, are ordinary',
  'body-bom': 'a byte order mark is not part of the text',
  'alert-empty': 'Next.js has an empty alert on every page to announce the next one',
  'dates-full-instants': "the site's own pages accept a date and a date-time",
  'trending-shows-past': 'trending shows include the last seven days by design',
  'style-sheet-500-once': 'one failed request in a run is within the promised error rate: asked again, it is answered',
  'locked-setlist-far': 'which shows have a locked setlist varies; the check searches further',
};

/** Journeys that a harmless fault could affect. They must stay green, like all checks over HTTP. */
export const HARMLESS_JOURNEYS: Readonly<Record<string, readonly string[]>> = {
  'style-sheet-500-once': ['journey.home.content', 'journey.trending.tabs'],
  'alert-empty': ['journey.login.wrong-password', 'journey.search.failing', 'journey.accessibility.landmarks'],
  'dates-full-instants': ['journey.home.content', 'journey.show.content', 'journey.artist.content'],
  'trending-shows-past': ['journey.home.content', 'journey.trending.tabs'],
  'locked-setlist-far': ['journey.voting.closed'],
};

/** The expected end of a fault that no check notices, as text; undefined if none is declared. */
export function quietText(fault: string): string | undefined {
  if (BLOCKING_FAULTS.includes(fault)) return 'blocks: every stage is inconclusive, exit code 2';
  const reason = Object.hasOwn(HARMLESS_FAULTS, fault) ? HARMLESS_FAULTS[fault] : undefined;
  return reason === undefined ? undefined : `harmless: ${reason}`;
}
