// What is broken, for whom, in words that need no knowledge of our rules.
import type { Topic } from '../alerts/finding.ts';
import type { Incident } from '../incidents/incident.ts';

type Words = { broken: string; forWhom: string };
const VISITORS = 'every visitor';

const WORDS: Readonly<Record<Topic, Words>> = {
  application: { broken: 'The site is down', forWhom: VISITORS },
  availability: { broken: 'Requests fail', forWhom: 'visitors who open these pages' },
  'error-rate': { broken: 'The site answers with server errors', forWhom: 'visitors who meet them' },
  'response-time': { broken: 'The site answers slowly', forWhom: 'visitors who wait' },
  budget: { broken: 'More requests fail than 99.9 % availability allows', forWhom: 'some visitors' },
  database: { broken: 'The database does not answer', forWhom: 'everyone who loads or saves data' },
  'external-apis': {
    broken: 'Spotify, Ticketmaster and setlist.fm fail',
    forWhom: 'everyone who looks for artists and shows',
  },
  authentication: { broken: 'Sign-in fails', forWhom: 'everyone with an account' },
  voting: { broken: 'Votes are not counted', forWhom: 'signed-in fans who vote' },
  search: { broken: 'Search does not find artists', forWhom: 'everyone who searches' },
  'front-page': { broken: 'The front page does not work', forWhom: VISITORS },
  security: { broken: 'A security check fails', forWhom: 'everyone with an account' },
  coverage: { broken: 'The monitor sees too little of the site', forWhom: 'us: an outage now would be seen late' },
  certificate: {
    broken: 'The certificate expires soon or is not valid',
    forWhom: 'every visitor, as soon as it has expired',
  },
  deployment: { broken: 'A new deployment is live', forWhom: 'every visitor; nothing is known to be broken' },
  degradation: { broken: 'The site answers slower than last week', forWhom: 'visitors who wait' },
  'rate-limit': { broken: 'Requests are refused with 429', forWhom: 'visitors behind busy addresses' },
};

/** `failing`: endpoints with evidence, `GET /api/search`. */
export function brokenWords(i: Pick<Incident, 'topic' | 'scope' | 'wasDown'>, failing: readonly string[]): Words {
  const topic = i.wasDown ? 'application' : i.topic;
  const words = Object.hasOwn(WORDS, topic)
    ? WORDS[topic as Topic]
    : { broken: `${i.topic} is not as promised`, forWhom: 'not known' };
  if (topic !== 'availability' && topic !== 'error-rate') return words;
  if (i.scope === 'all') return { broken: `${words.broken} everywhere on the site`, forWhom: VISITORS };
  const [one] = failing;
  if (i.scope === 'one' && one !== undefined) return { ...words, broken: `${one} fails` };
  return failing.length === 0 ? words : { ...words, broken: `${words.broken}: ${failing.slice(0, 4).join(', ')}` };
}
