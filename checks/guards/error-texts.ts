// Texts of error screens and messages. A page that shows one has failed, whatever its status was.

/** The first release of the site sends these with HTTP 200 (mysetlist-app.md 3.4-3.9). */
export const ERROR_TEXTS: readonly string[] = [
  'Something went wrong',
  'Application Error',
  'Navigation temporarily unavailable',
  'Page not found',
  'Artist Not Found',
  'Show Not Found',
  'Unable to Load Artists',
  'Unable to Load Shows',
  'Unable to load trending',
  'Error loading trending content',
  'Error Loading Trending Data',
  'Failed to load trending',
  'Failed to sync artist data',
  'Failed to search artists',
];

/** Headings of the screens that replace a whole page. */
export const ERROR_SCREEN = /^(Something went wrong|Application Error)$/i;

/** An open page at the end of a check. `isTouched`: the check used a key or a button in it, so its screen can be the answer to that. */
export type ShownPage = { page: string; text: string; heading?: string; isTouched?: boolean };
