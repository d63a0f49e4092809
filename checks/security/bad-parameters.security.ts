// Values that no page sends: whatever they are answered with, the words of the database's driver are not for strangers.
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
  title: 'Bad parameters are answered without the words of the database driver',
  reddens: ['parameter-leak'],
  find: async (ask) => {
    const answers = await Promise.all(PATHS.map((path) => ask('GET', path)));
    const findings = answers.flatMap((answer, i): Finding[] =>
      !answer.error && tellsDriverText(answer.body)
        ? [found('semantic', `GET ${PATHS[i]}: the response body contains the database driver's text`)]
        : [],
    );
    // A 500 to one of them is not nice and tells nothing; only an outage everywhere leaves nothing to judge.
    const down = answers.flatMap((answer, i) => outage(`GET ${PATHS[i]}`, answer) ?? []);
    return down.length === PATHS.length && findings.length === 0 ? down : findings;
  },
};
