// Values that no page sends: no answer to them may contain the database driver's messages.
import { found, outage, type Finding, type SecurityCheck } from './security-request.ts';
import { tellsDriverText } from './leak-patterns.ts';

/** Not an id, not a number, out of range, not a list: each of these reaches a query of R1. */
const PATHS = [
  '/api/votes?setlistSongId=not-an-id',
  '/api/votes/not-an-id/count',
  '/api/votes/statistics?showId=not-an-id',
  '/api/setlists/not-an-id',
  '/api/artists/not-an-artist/songs?limit=abc',
  '/api/trending?limit=abc',
  '/api/trending/shows?limit=-1',
  '/api/trending/artists?limit=99999999999999999999',
  '/api/trending/venues?limit=abc',
  '/api/trending/live?type=all&limit=-1',
  '/api/shows/upcoming?limit=abc&offset=-1',
  '/api/search?q=aa&limit=-1',
  '/api/search/suggestions?query=a,b)&limit=-1',
  '/api/search/artists?q=aa&limit=-1',
  '/api/activity/recent?limit=-1',
];

export const badParameters: SecurityCheck = {
  id: 'security.bad-parameters',
  title: "No answer to invalid parameters contains the database driver's message",
  reddens: ['parameter-leak'],
  find: async (ask) => {
    const answers = await Promise.all(PATHS.map((path) => ask('GET', path)));
    const findings = answers.flatMap((answer, i): Finding[] =>
      !answer.error && tellsDriverText(answer.body)
        ? [found('semantic', `GET ${PATHS[i]}: the response body contains the database driver's text`)]
        : [],
    );
    // A single 500 reveals nothing. Only if all requests fail is there nothing to judge.
    const down = answers.flatMap((answer, i) => outage(`GET ${PATHS[i]}`, answer) ?? []);
    return down.length === PATHS.length && findings.length === 0 ? down : findings;
  },
};
