// Faults of whole answers: what R1's API does differently from its description (section 10), slow and hanging servers, walls before the
// site, and bodies and headers that a client must be able to read.

export const ANSWER_FAULTS = [
  // R1.
  ['dates-full-instants', '10', 'Dates of shows are full instants, not days'],
  ['trending-shows-past', '10', 'Trending shows include those of the last seven days, which are completed'],
  ['votes-statistics-500', '10', 'GET /api/votes/statistics answers 500 for a show with songs'],
  ['profile-always-redirects', '10', '/profile sends members to the sign-in page, too'],
  ['permissions-policy-missing', '10', 'No Permissions-Policy: it comes from the host, not from the app'],
  ['locked-setlist-far', '10', 'No locked setlist is among the next 20 shows'],
  ['parameter-leak', 'suite', 'Bad parameters give 500 with the words of the database driver'],

  // Slow.
  ['searches-slow', 'suite', 'Every search takes 2.6 s'],
  ['every-page-slow', 'suite', 'Every page takes 3.2 s'],
  ['api-hangs', 'suite', 'GET /api/trending never answers'],
  ['api-drips', 'suite', 'GET /api/trending sends a byte a second'],
  ['never-answers', 'suite', 'Connections are accepted and never answered'],

  // Walls before the site.
  ['deployment-protected', 'suite', "The host asks for its own login: 401 with Vercel's page"],
  ['deployment-login', 'suite', 'The host redirects every address to its own login'],
  ['proxy-login-wall', 'suite', 'A proxy on the way shows its login page in place of every address'],
  ['limited-everywhere', 'suite', 'Every address answers 429'],

  // What a client must be able to read.
  ['keep-alive-closed', 'suite', 'A kept connection is closed when its second request comes'],
  ['compressed-unasked', 'suite', 'Answers are compressed though nobody asked for it'],
  ['body-50mb', 'suite', 'Pages are 50 MB long'],
  ['pages-utf16', 'suite', 'Pages are sent as UTF-16'],
  ['pages-windows-1252', 'suite', 'Pages are sent as windows-1252'],
  ['body-bom', 'suite', 'Bodies begin with a byte order mark'],
  ['headers-large', 'suite', 'Answers carry 24 KB of headers'],
  ['cookies-many', 'suite', 'Answers set three cookies, one of them with a comma in its date'],
] as const;
