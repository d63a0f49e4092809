// Faults of the stand-in that redden nothing, and must not: a wall before the site says nothing about it, and what visitors cope with is no flaw.

/** Something else answers in the site's place: every stage is inconclusive, exit code 2, and nothing is red. */
export const BLOCKING_FAULTS: readonly string[] = [
  'edge-challenge',
  'deployment-protected',
  'deployment-login',
  'proxy-login-wall',
  'limited-everywhere',
];

/** What every client or visitor copes with: the run passes. The fault shows that the suite itself breaks on nothing of it. */
export const HARMLESS_FAULTS: Readonly<Record<string, string>> = {
  'keep-alive-closed': 'browsers and k6 ask once more on a new connection, and so do we',
  'compressed-unasked': 'RFC 9110 allows any coding to a request that names none',
  'headers-large': 'browsers take headers of up to 256 KB',
  'cookies-many': 'several Set-Cookie lines, one with a comma in its date, are ordinary',
  'body-bom': 'a byte order mark is no part of the text',
  'alert-empty': 'Next.js keeps an empty alert on every page to announce the next one',
  'dates-full-instants': "the site's own pages read a day and an instant alike",
  'trending-shows-past': 'trending shows reach back seven days by design',
  'locked-setlist-far': 'which shows have a locked setlist is chance; the check looks further',
};

/** Journeys that a harmless fault could mislead, and must leave green beside all checks over HTTP. */
export const HARMLESS_JOURNEYS: Readonly<Record<string, readonly string[]>> = {
  'alert-empty': ['journey.login.wrong-password', 'journey.search.failing', 'journey.accessibility.landmarks'],
  'dates-full-instants': ['journey.home.content', 'journey.show.content', 'journey.artist.content'],
  'trending-shows-past': ['journey.home.content', 'journey.trending.tabs'],
  'locked-setlist-far': ['journey.voting.closed'],
};

/** What a fault that no check notices comes to, as text; undefined where nothing is said of it. */
export function quietText(fault: string): string | undefined {
  if (BLOCKING_FAULTS.includes(fault)) return 'blocks: every stage is inconclusive, exit code 2';
  const reason = Object.hasOwn(HARMLESS_FAULTS, fault) ? HARMLESS_FAULTS[fault] : undefined;
  return reason === undefined ? undefined : `harmless: ${reason}`;
}
