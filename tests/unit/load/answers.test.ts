import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf, type Outcome } from '../../../load/answers.ts';
import type { EndpointName } from '../../../load/profiles.ts';

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
  ['a bad certificate', 'search', 0, 1311, null, 'tls'],
];
for (const [name, endpoint, status, code, body, outcome] of TABLE) {
  test(`${name} is ${outcome}`, () => assert.equal(outcomeOf(endpoint, status, code, body), outcome));
}
