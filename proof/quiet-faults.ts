// Faults of the stand-in that redden nothing, and must not: a wall before the site says nothing about it, and what a browser copes with is no flaw.

/** Something else answers in the site's place: every stage is inconclusive, exit code 2, and nothing is red. */
export const BLOCKING_FAULTS: readonly string[] = [
  'edge-challenge',
  'deployment-protected',
  'deployment-login',
  'proxy-login-wall',
  'limited-everywhere',
];

/** What every client copes with: the run passes. The fault shows that the suite itself breaks on nothing of it. */
export const HARMLESS_FAULTS: Readonly<Record<string, string>> = {
  'keep-alive-closed': 'browsers and k6 ask once more on a new connection, and so do we',
  'compressed-unasked': 'RFC 9110 allows any coding to a request that names none',
  'headers-large': 'browsers take headers of up to 256 KB',
  'cookies-many': 'several Set-Cookie lines, one with a comma in its date, are ordinary',
  'body-bom': 'a byte order mark is no part of the text',
};
