// What samples cannot say: values that one case hands to the next, the words of a finding, and the cases that are judged otherwise than most.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONTRACTS } from '../../../contracts/contract-list.ts';
import { oddNames } from '../../../contracts/search.contract.ts';
import { votedShow } from '../../../contracts/setlists.contract.ts';
import { notPast, unique } from '../../../contracts/body-rules.ts';
import { SAMPLE_NOW, setAll } from '../../../contracts/sample-bodies.ts';
import type { Case } from '../../../contracts/contract.ts';

const caseOf = (id: string, name: string): Case => {
  const found = CONTRACTS.find((one) => one.id === id)?.cases.find((one) => one.name === name);
  assert.ok(found, `${id}: ${name}`);
  return found;
};
const meaning = (id: string, name: string, body: unknown, earlier = new Map<string, unknown>()): string[] =>
  caseOf(id, name)
    .json?.(body, SAMPLE_NOW, earlier)
    .meaning.map(({ message }) => message) ?? ['no judge'];
const sampleShows = (): unknown[] =>
  (caseOf('contract.shows-upcoming', 'lists upcoming shows').sample?.good['shows'] as unknown[] | undefined) ?? [];
/** By case: why each of its statuses is valid. */
const SEVERAL_STATUSES: Readonly<Record<string, string>> = {
  'contract.admin-incidents: rejects a request without a token: 401 403': 'both are rejections',
  'contract.admin-refusals: the list of users is rejected: 401 403': 'both are rejections',
  'contract.auth-refusals: sign-in rejects a form without the token: 403 429': 'the limit of sign-ins can answer first',
  'contract.auth-refusals: sign-up rejects a form without the token: 403 429': 'the limit of sign-ins can answer first',
  'contract.health-comprehensive: answers 200 or 207 with the state of each dependency: 200 207': '207: degraded',
  'contract.health: answers 200 or 503 with the state of each service: 200 503': '503: unhealthy',
  'contract.user-refusals: the user API redirects a guest to sign in: 307 401': 'the middleware, or the route',
};
const ARTISTS = 'finds a known artist';
const named = (has: (one: Case) => boolean): string[] =>
  CONTRACTS.flatMap(({ id, cases }) => cases.filter(has).map(({ name }) => `${id}: ${name}`)).sort();

test('odd names of the list become query values: the first with an accent, the first with an apostrophe', () => {
  const artists = ['Abba', 'Beyoncé', 'Björk', "Guns N' Roses", 'Sinéad O’Connor'].map((name) => ({ name }));
  assert.deepEqual(oddNames({ artists }), { accented: 'Beyonc%C3%A9', apostrophe: 'Guns%20N%27%20Roses' });
  const none = { accented: undefined, apostrophe: undefined };
  const nameless = { artists: [{}, { name: 'Beyoncé' }] };
  for (const body of [{ artists: [{ name: 'Abba' }] }, {}, { artists: [{}] }, nameless, null])
    assert.deepEqual(oddNames(body), none);
});

test('the first show with a vote is taken, and none from a list without one', () => {
  const shows = [0, 1, 4].map((voteCount) => ({ id: `show-${voteCount}`, voteCount }));
  assert.deepEqual(votedShow({ shows }), { show: 'show-1' });
  const nameless = [{ shows: [{ voteCount: 1 }] }, { shows: [{ voteCount: 0 }, { id: 'b', voteCount: 1 }] }];
  for (const body of [{}, ...nameless, { shows: [{ id: 'a' }] }, { shows: shows.slice(0, 1) }])
    assert.deepEqual(votedShow(body), { show: undefined });
});

test('the first song of the setlists is used, and none if there is none', () => {
  const takes = CONTRACTS.flatMap(({ cases }) => cases).find((one) => one.takes?.({ setlists: [] }) !== undefined && 'song' in one.takes({ setlists: [] }))?.takes; // prettier-ignore
  assert.ok(takes);
  assert.deepEqual(takes({ setlists: [{ songs: [] }, { songs: [{ id: 'a' }, { id: 'b' }] }] }), { song: 'a' });
  const withHoles = [{ setlists: [{ songs: [{ id: 'a' }, {}] }] }, { setlists: [{ songs: [{ id: 'a' }] }, {}] }];
  for (const body of [{}, { setlists: [{}] }, { setlists: [{ songs: [{}] }] }, { setlists: [] }, ...withHoles])
    assert.deepEqual(takes(body), { song: undefined });
});

test('votes can be between two readings or equal to one of them; without an earlier reading nothing is compared', () => {
  const name = 'returns them again';
  const votes = (upvotes: number) => ({ upvotes, downvotes: 2, netVotes: upvotes - 2, userVote: null });
  const song = '0b3bafee-5b1d-4f63-a5a5-000000000001';
  const judge = (before: number, count: number, after: number, downvotes = 2): string[] =>
    meaning('contract.votes', name, votes(after), new Map<string, unknown>([
      ['returns the votes of a song', votes(before)],
      ['returns the same by the count route', { setlistSongId: song, ...votes(count), downvotes, netVotes: count - downvotes }],
    ])); // prettier-ignore
  for (const count of [5, 6, 7]) assert.deepEqual(judge(5, count, 7), []);
  assert.deepEqual(judge(5, 4, 7), ['upvotes: /count returned 4, /api/votes 5 before and 7 after']);
  assert.deepEqual(judge(5, 4, 7, 9), ['upvotes: /count returned 4, /api/votes 5 before and 7 after']);
  assert.deepEqual(judge(7, 8, 5), ['upvotes: /count returned 8, /api/votes 7 before and 5 after']);
  assert.deepEqual(meaning('contract.votes', name, votes(7)), []);
  const onlyOne = new Map<string, unknown>([['returns the votes of a song', votes(9)]]);
  assert.deepEqual(meaning('contract.votes', name, votes(7), onlyOne), []);
});

test('a finding contains the found counts', () => {
  const unknown = { setlistSongId: '0b3bafee-5b1d-4f63-a5a5-000000000001', userVote: null };
  assert.deepEqual(
    meaning('contract.votes', 'counts nothing for an unknown song', { ...unknown, upvotes: 3, downvotes: 1, netVotes: 2 }),
    ['4 votes for an unknown song'],
  ); // prettier-ignore
  const statistics = (body: object): string[] =>
    meaning('contract.votes-statistics', 'counts the votes of a show that has some', body);
  assert.deepEqual(statistics({ totalVotes: 7, totalUpvotes: 5 }), []);
  assert.deepEqual(statistics({ totalVotes: 7, totalDownvotes: 5 }), []);
  const shows = sampleShows();
  const page = (listed: readonly unknown[], hasMore: boolean): string[] =>
    meaning('contract.shows-upcoming', 'begins the second page after the first one', {
      shows: listed,
      pagination: { total: '5', limit: 2, offset: 1, hasMore },
    });
  assert.deepEqual(page(shows.slice(0, 2), false), ['hasMore is false after 3 of 5']);
  assert.deepEqual(page(shows.slice(0, 2), true), []);
  assert.deepEqual(page(shows.slice(0, 3), true), ['3 items for limit=2']);
  const database = { connected: false, error: null, tables: [] };
  const health = { status: 'healthy', timestamp: SAMPLE_NOW.toISOString(), database };
  assert.deepEqual(meaning('contract.health-db', 'answers 200, connected', health), ['not connected: no reason given']);
  const name = 'answers 200 or 207 with the state of each dependency';
  const good = caseOf('contract.health-comprehensive', name).sample?.good ?? {};
  const without = setAll({
    status: 'unhealthy',
    'checks.database.status': 'unhealthy',
    'checks.database.error': undefined,
    'checks.external_apis.spotify.status': 'unhealthy',
    'checks.external_apis.spotify.error': undefined,
  })(good);
  assert.deepEqual(meaning('contract.health-comprehensive', name, without), [
    'database is unhealthy: no reason given',
    'spotify is unhealthy: no reason given',
  ]);
});

test('the first of several is named', () => {
  const { good } = caseOf('contract.trending', 'answers a request without parameters').sample ?? { good: {} };
  const miscounted = setAll({ 'data.3.recent_activity': 8, 'data.5.recent_activity': 8 })(good);
  assert.deepEqual(meaning('contract.trending', 'answers a request without parameters', miscounted), [
    'Show 3: recent_activity is not votes + attendees',
  ]);
  const artists = (caseOf('contract.artists-search', ARTISTS).sample?.good['artists'] as object[] | undefined) ?? [];
  const called = (...names: string[]): object => ({
    artists: [...artists, ...names.map((name) => ({ ...artists[0], name }))],
  });
  assert.deepEqual(meaning('contract.artists-search', ARTISTS, called('A', 'B', 'B', 'A')), ['b is listed twice']);
  const setlists = caseOf('contract.setlists', 'lists the songs of a show with votes');
  const wrong = setAll({ 'setlists.0.songs.0.netVotes': 9, 'setlists.0.songs.1.netVotes': 8 })(
    setlists.sample?.good ?? {},
  );
  assert.deepEqual(meaning('contract.setlists', setlists.name, wrong), ['Song 0: netVotes 9 is not 5 - 2']);
});

test('where a case accepts more than one status, each has its reason; what prepares another case needs a 200', () => {
  const several = CONTRACTS.flatMap(({ id, cases }) =>
    cases.filter(({ status }) => status.length > 1).map(({ name, status }) => `${id}: ${name}: ${status.join(' ')}`),
  );
  assert.deepEqual(several.sort(), Object.keys(SEVERAL_STATUSES));
  for (const { prepares, name, status } of CONTRACTS.flatMap(({ cases }) => cases))
    if (prepares !== undefined) assert.deepEqual(status, [200], name);
});

test('the first of several is named, at midnight, too', () => {
  assert.deepEqual(unique(['a', 'b', 'b', 'a']), ['b is listed twice']);
  const midnight = new Date('2026-11-28T00:00:00.000Z');
  const shows = ['2026-11-27', '2026-11-26', '2026-11-25'].map((date) => ({ name: `of ${date}`, date }));
  assert.deepEqual(notPast(shows, midnight), ['show of 2026-11-26 is dated 2026-11-26, before today']);
});

test('the cases that may be absent, only warn, or run only on this machine are listed by name', () => {
  assert.deepEqual(named(({ onlyHere }) => onlyHere === true), ['contract.keep-alive: cron routes reject requests without the secret']); // prettier-ignore
  assert.deepEqual(
    named(({ extra }) => extra === true),
    ['contract.search: finds a name with an accent', 'contract.search: finds a name with an apostrophe'],
  );
  assert.deepEqual(CONTRACTS.filter(({ mayBeAbsent }) => mayBeAbsent).map(({ id }) => id).sort(), [
    'contract.admin-incidents',
    'contract.analytics-performance',
  ]); // prettier-ignore
  const documents = CONTRACTS.flatMap(({ id, cases }) => cases.flatMap(({ document }) => (document ? [id] : [])));
  assert.deepEqual(
    documents,
    Array.from({ length: 4 }, () => 'contract.page-language'),
  );
});

test('a case that accepts more content types than application/json, or another one, names them', () => {
  const types = ['text/plain', 'text/html', 'application/json', 'application/manifest+json', 'application/xml', 'text/xml', 'image/svg+xml']; // prettier-ignore
  const accepted = CONTRACTS.flatMap(({ id, cases }) =>
    cases.flatMap(({ contentType }) =>
      contentType === undefined
        ? []
        : [`${id}: ${types.filter((type) => contentType.test(`${type}; charset=utf-8`)).join(' ')}`],
    ),
  );
  assert.deepEqual(accepted.toSorted(), [
    'contract.manifest: application/json application/manifest+json',
    'contract.robots: text/plain',
    'contract.sitemap: application/xml text/xml',
  ]);
});

test('the cases that only prepare another name the check that is about them, and ask for one address', () => {
  const prepared = CONTRACTS.flatMap(({ id, cases }) =>
    cases.flatMap(({ prepares, method, path }) =>
      prepares === undefined ? [] : [`${id}: ${method} ${path} (${prepares})`],
    ),
  );
  const [shows, setlists] = ['GET /api/trending/shows?limit=50 (contract.trending-shows)', 'GET /api/setlists/{show} (contract.setlists)']; // prettier-ignore
  assert.deepEqual(prepared.toSorted(), [
    'contract.search: GET /api/trending/artists?limit=100 (contract.trending-artists)',
    `contract.setlists: ${shows}`,
    `contract.votes-anonymous: ${setlists}`,
    `contract.votes-anonymous: ${shows}`,
    `contract.votes-statistics: ${shows}`,
    `contract.votes: ${setlists}`,
    `contract.votes: ${shows}`,
  ]);
});

test('a list whose rows lack what is taken from them gives nothing', () => {
  assert.deepEqual(votedShow({ shows: [{ voteCount: 3 }, { id: 'b', voteCount: 2 }] }), { show: undefined });
  assert.deepEqual(votedShow({ shows: [{ id: 'a' }, { id: 'b', voteCount: 2 }] }), { show: undefined });
  assert.deepEqual(oddNames({}), { accented: undefined, apostrophe: undefined });
});
