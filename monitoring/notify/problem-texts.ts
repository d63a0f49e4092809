// What is broken and whom it affects, for a reader who does not know our rules.
import type { Topic } from '../alerts/finding.ts';
import type { Incident } from '../incidents/incident.ts';

type Words = { broken: string; forWhom: string };
const VISITORS = 'every visitor';

const WORDS: Readonly<Record<Topic, Words>> = {
  application: { broken: 'The site is down', forWhom: VISITORS },
  availability: { broken: 'Requests fail', forWhom: 'visitors who use these endpoints' },
  'error-rate': { broken: 'Requests get server errors (5xx)', forWhom: 'visitors who use these endpoints' },
  'response-time': { broken: 'The site responds too slowly', forWhom: VISITORS },
  budget: { broken: 'Too many requests fail for the target of 99.9 % availability', forWhom: 'some visitors' },
  database: { broken: 'The database does not respond', forWhom: 'everyone who loads or saves data' },
  'external-apis': {
    broken: 'An external service fails (Spotify, Ticketmaster or setlist.fm)',
    forWhom: 'everyone who searches for artists and shows',
  },
  authentication: { broken: 'Sign-in fails', forWhom: 'everyone with an account' },
  voting: { broken: 'Votes are not counted', forWhom: 'signed-in fans who vote' },
  search: { broken: 'Search does not find artists', forWhom: 'everyone who searches' },
  'front-page': { broken: 'The front page does not work', forWhom: VISITORS },
  security: { broken: 'A security check fails', forWhom: 'everyone with an account' },
  coverage: { broken: 'The monitor measures too little', forWhom: 'no visitor, but an outage would be noticed late' },
  certificate: {
    broken: 'The certificate expires soon or is not valid',
    forWhom: 'every visitor once it has expired',
  },
  deployment: { broken: 'Another deployment is live', forWhom: 'every visitor; no failure is known' },
  degradation: { broken: 'The site responds more slowly than last week', forWhom: VISITORS },
  'rate-limit': {
    broken: 'Requests are rate-limited (429)',
    forWhom: 'visitors who share an IP address with many others',
  },
};

/** `P0, the site is down`: an incident in a headline. */
export function shortProblem(i: Pick<Incident, 'severity' | 'topic' | 'scope' | 'wasDown'>): string {
  const { broken } = problemTexts(i, []);
  return `${i.severity}, ${/^[A-Z]{2}/.test(broken) ? broken : `${broken.charAt(0).toLowerCase()}${broken.slice(1)}`}`;
}

/** `failing`: endpoints with evidence, `GET /api/search`. */
export function problemTexts(i: Pick<Incident, 'topic' | 'scope' | 'wasDown'>, failing: readonly string[]): Words {
  const topic = i.wasDown ? 'application' : i.topic;
  const words = Object.hasOwn(WORDS, topic)
    ? WORDS[topic as Topic]
    : { broken: `The rule for ${i.topic} fires`, forWhom: 'not known' };
  if (topic !== 'availability' && topic !== 'error-rate') return words;
  if (i.scope === 'all') return { broken: `${words.broken} on every endpoint`, forWhom: VISITORS };
  const [one] = failing;
  if (i.scope === 'one' && one !== undefined)
    return { broken: `${one} fails`, forWhom: 'visitors who use this endpoint' };
  return failing.length === 0 ? words : { ...words, broken: `${words.broken}: ${failing.slice(0, 4).join(', ')}` };
}
