// Faults of whole answers: differences between R1's API and its description (section 10), slow and hanging servers, access controls in
// front of the site, and bodies and headers that a client must support.

export const ANSWER_FAULTS = [
  // R1.
  ['dates-full-instants', '10', 'Dates of shows are date-times, not days'],
  ['trending-shows-past', '10', 'Trending shows include completed shows of the last seven days'],
  ['votes-statistics-500', '10', 'GET /api/votes/statistics answers 500 for a show with songs'],
  ['profile-always-redirects', '10', '/profile sends members to the sign-in page, too'],
  ['permissions-policy-missing', '10', 'There is no Permissions-Policy header: the host sets it, not the app'],
  ['locked-setlist-far', '10', 'No locked setlist is among the next 20 shows'],
  ['parameter-leak', 'suite', "Invalid parameters give 500 with the database driver's error message"],

  // Slow.
  ['searches-slow', 'suite', 'Every search takes 2.6 s'],
  ['every-page-slow', 'suite', 'Every page takes 3.2 s'],
  ['api-hangs', 'suite', 'GET /api/trending never answers'],
  ['api-drips', 'suite', 'GET /api/trending sends a byte a second'],
  ['never-answers', 'suite', 'Connections are accepted and never answered'],

  // Fail for a moment.
  ['style-sheet-500', 'suite', 'A style sheet of every page answers 500'],
  ['style-sheet-500-once', 'suite', 'A style sheet of every page answers 500 to its first request'],
  ['activity-500-twice', 'suite', 'GET /api/activity/recent answers 500 to its first two requests'],

  // Access controls in front of the site.
  ['deployment-protected', 'suite', "The host asks for its own login: 401 with Vercel's page"],
  ['deployment-login', 'suite', 'The host redirects every address to its own login'],
  ['proxy-login-wall', 'suite', 'A proxy answers every address with its own login page'],
  ['limited-everywhere', 'suite', 'Every address answers 429'],

  // Bodies and headers that a client must support.
  ['keep-alive-closed', 'suite', 'A keep-alive connection is closed at its second request'],
  ['compressed-unasked', 'suite', 'Answers are compressed without an Accept-Encoding header'],
  ['body-50mb', 'suite', 'Pages are 50 MB long'],
  ['pages-utf16', 'suite', 'Pages are sent as UTF-16'],
  ['pages-windows-1252', 'suite', 'Pages are sent as windows-1252'],
  ['body-bom', 'suite', 'Bodies begin with a byte order mark'],
  ['headers-large', 'suite', 'Answers have 24 KB of headers'],
  ['cookies-many', 'suite', 'Answers set three cookies, one of them with a comma in its date'],
] as const;
