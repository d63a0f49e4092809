import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf, tallyOf, type Outcome } from '../../../load/answers.ts';
import type { EndpointName } from '../../../load/shapes/shape.ts';

const good = { trending: '{"data":[{"name":"Silver Harbor"}]}', search: '{"results":[{"title":"Taylor Swift"}]}' };
type Row = [name: string, endpoint: EndpointName, status: number, code: number, body: string | null, outcome: Outcome];
const TABLE: readonly Row[] = [
  ['trending with items', 'trending', 200, 0, good.trending, 'valid'],
  ['search with a hit', 'search', 200, 0, good.search, 'valid'],
  ["search with R2's name", 'search', 200, 0, '{"results":[{"name":"Taylor Swift"}]}', 'valid'],
  ['an empty trending list', 'trending', 200, 0, '{"data":[]}', 'semantic'],
  ['no list', 'trending', 200, 0, '{}', 'semantic'],
  ['a null body', 'trending', 200, 0, 'null', 'semantic'],
  ['an error in a 200', 'trending', 200, 0, '{"data":[{"name":"x"}],"error":"no"}', 'semantic'],
  ['a fallback', 'trending', 200, 0, '{"data":[{"name":"x"}],"fallback":true}', 'semantic'],
  ['a nameless item', 'trending', 200, 0, '{"data":[{"name":"x"},{}]}', 'semantic'],
  ['search without the artist asked for', 'search', 200, 0, '{"results":[{"title":"Drake"}]}', 'semantic'],
  ['a page instead of JSON', 'trending', 200, 0, '<!doctype html>', 'not-json'],
  ['no body', 'trending', 200, 0, null, 'not-json'],
  ['429', 'search', 429, 1429, '{}', 'rate-limited'],
  ['503', 'search', 503, 1503, '{}', 'server-error'],
  ['404', 'search', 404, 1404, '{}', 'client-error'],
  ['204', 'search', 204, 0, '', 'unexpected-status'],
  ['a timeout', 'search', 0, 1050, null, 'timeout'],
  ['nothing listens', 'search', 0, 1212, null, 'refused'],
  ['an unknown host', 'search', 0, 1101, null, 'dns'],
  ['a broken connection', 'search', 0, 1220, null, 'reset'],
  ['artists with a hit', 'artists-search', 200, 0, '{"artists":[{"name":"Taylor Swift"}]}', 'valid'],
  ['no artists', 'artists-search', 200, 0, '{"artists":[]}', 'semantic'],
  ['the home page', 'home', 200, 0, '<h1>Crowd-Curated Setlists</h1>', 'valid'],
  ['another page', 'home', 200, 0, '<h1>Discover Artists</h1>', 'semantic'],
  ['the not-found screen as 200', 'home', 200, 0, '<meta name="robots" content="noindex"><h1>Crowd-Curated Setlists</h1>', 'semantic'], // prettier-ignore
  ['an error screen as 200', 'home', 200, 0, '<h1>Crowd-Curated Setlists</h1>Something went wrong', 'semantic'],
  ['an error text that only a script holds', 'home', 200, 0, '<h1>Crowd-Curated Setlists</h1><script>"Something went wrong"</script>', 'valid'], // prettier-ignore
  ['a bad certificate', 'search', 0, 1311, null, 'tls'],
];
for (const [name, endpoint, status, code, body, outcome] of TABLE) {
  test(`${name} is ${outcome}`, () => assert.equal(outcomeOf(endpoint, status, code, body), outcome));
}

for (const [name, body, known] of [
  ['counts that add up', '{"userVote":"up","upvotes":3,"downvotes":1,"netVotes":2}', true],
  ['no vote of our own', '{"userVote":null,"upvotes":0,"downvotes":0,"netVotes":0}', true],
  ['counts that do not add up', '{"userVote":"up","upvotes":3,"downvotes":1,"netVotes":3}', false],
  ['a count that is no number', '{"userVote":"up","upvotes":null,"downvotes":1,"netVotes":2}', false],
  ['an unknown vote', '{"userVote":"left","upvotes":3,"downvotes":1,"netVotes":2}', false],
  ['an error beside the counts', '{"error":"x","userVote":"up","upvotes":3,"downvotes":1,"netVotes":2}', false],
  ['a page', '<html>', false],
  ['nothing', null, false],
] as const) {
  test(`${name}: ${known ? 'a tally' : 'no tally'}`, () => assert.equal(tallyOf(body) !== undefined, known));
}
