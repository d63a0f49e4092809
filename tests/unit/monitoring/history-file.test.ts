// History files of earlier and later releases, foreign, damaged, locked and read-only ones.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createClient, type Client } from '@libsql/client';
import { historyError, HistoryError, type HistoryTrouble } from '../../../monitoring/history/history-error.ts';
import { SCHEMA_VERSION } from '../../../monitoring/history/migrations.ts';
import { pastMedians, readRuns } from '../../../monitoring/history/run-reads.ts';
import { openHistory, type History } from '../../../monitoring/history/store.ts';
import { failing, folderOfTest, newHistory, NOON, randomSamples, sample, SITE } from './history-harness.ts';

const folder = folderOfTest();
const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/history');
const clientOf = (file: string): Client => createClient({ url: `file:${file}` });
const troubleOf =
  (trouble: HistoryTrouble, text: RegExp) =>
  (error: unknown): boolean => {
    assert.ok(error instanceof HistoryError, String(error));
    assert.equal(error.trouble, trouble, error.message);
    assert.match(error.message, text);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  };

test('a file of the first release is upgraded: samples, rollups, states, medians, checks, runs', async () => {
  const file = path.join(folder, 'version-1.db');
  const old = clientOf(file);
  await old.executeMultiple(readFileSync(path.join(FIXTURES, 'version-1.sql'), 'utf8'));
  old.close();
  const noon = Date.parse('2026-11-27T12:00:00.000Z');
  const history = await openHistory({ location: file, target: 'https://one.example' });
  const samples = await history.samples(0, noon);
  assert.deepEqual(
    samples.map((one) => [one.at - noon, one.endpoint, one.class, one.ttfbMs, one.code]),
    [
      [-40 * 3_600_000, 'GET /', 'valid', 12.5, null],
      [-30_000, 'GET /api/trending', 'valid', 431.3, null],
      [-29_999, 'GET /api/trending', 'invalid', null, 'of-a-later-release'],
      [-20_000, 'GET /', 'server-error', 50, 'server-error'],
      [-10_000, 'GET /', 'timeout', 10_000, 'timeout'],
      // Version 1 stored our own stop as a failure of the site.
      [-9_000, 'GET /', 'own-abort', null, 'tool'],
      [-8_000, 'GET /', 'rate-limited', 50, 'rate-limited'],
    ],
  );
  const all = await history.sum('*', noon - 30 * 86_400_000, noon);
  assert.deepEqual(
    [all.n, all.valid, all.classes['own-abort']],
    [6, 3, 1],
    'the sample of 60 hours ago is in the rollups',
  );
  assert.deepEqual(
    (await history.states(0, noon)).map((one) => [one.kpi, one.subject, one.value]),
    [
      ['database', '/api/health/db', 1],
      ['external-apis', 'spotify', 0],
    ],
  );
  assert.deepEqual(await pastMedians(history, ['lcp', 'cls'], 20), [
    { kpi: 'cls', subject: '/', variant: 'mobile', medians: [0.15000000000000002] },
    { kpi: 'lcp', subject: '/', variant: 'mobile', medians: [2_400] },
  ]);
  assert.deepEqual(
    (await history.checks(0, noon)).map((one) => [one.id, one.outcome]),
    [['journey.home.content', 'pass']],
  );
  assert.deepEqual(
    (await readRuns(history, 5)).map((one) => [one.run, one.verdict, one.failing]),
    [['tick-1', 'breach', ['availability.critical']]],
  );
  await history.close();
  const again = clientOf(file);
  const [row] = (await again.execute(`SELECT value FROM meta WHERE key = 'schema'`)).rows;
  const left = (await again.execute(`SELECT name FROM sqlite_master WHERE name LIKE '%_v1'`)).rows;
  again.close();
  assert.deepEqual([row?.['value'], left.length], [String(SCHEMA_VERSION), 0]);
});

test('a history of a later release is read as far as possible, reported, and not changed', async () => {
  const { history, file } = await newHistory(folder);
  await history.addSamples('run', [sample(NOON), failing(NOON + 1, 'server-error')]);
  const later = clientOf(file);
  await later.batch([
    `UPDATE meta SET value = '99' WHERE key = 'schema'`,
    'ALTER TABLE samples ADD COLUMN region TEXT',
    // An unknown class and code.
    `INSERT INTO words (word) VALUES ('of-a-later-release')`,
    `INSERT INTO samples SELECT target, at + 5, endpoint, run, 77, NULL, NULL, (SELECT MAX(id) FROM words), NULL, 'iad1' FROM samples LIMIT 1`,
  ]);
  later.close();
  const read = await openHistory({ location: file, target: SITE });
  assert.match(read.note ?? '', /by a later release \(version 99, this release writes \d+\).*not changed/);
  assert.deepEqual(
    (await read.samples(0, NOON + 10)).map((one) => [one.class, one.code]),
    [
      ['valid', null],
      ['server-error', 'server-error'],
      ['tool', 'of-a-later-release'],
    ],
  );
  assert.equal((await read.sum('*', NOON - 60_000, NOON + 10)).n, 2);
  await assert.rejects(read.addSamples('run', [sample(NOON + 2)]), troubleOf('newer', /later release/));
  await read.close();
});

test('a file that is not a history is rejected and not changed', async () => {
  const text = path.join(folder, 'text.db');
  writeFileSync(text, 'this is not a database, and it is longer than a header of one would be'.repeat(20));
  const before = readFileSync(text);
  await assert.rejects(
    openHistory({ location: text, target: SITE }),
    troubleOf('corrupt', /text\.db: not an SQLite database: move the file away/),
  );
  assert.deepEqual(readFileSync(text), before);
  const foreign = path.join(folder, 'foreign.db');
  const client = clientOf(foreign);
  await client.execute('CREATE TABLE bookmarks (url TEXT)');
  client.close();
  await assert.rejects(
    openHistory({ location: foreign, target: SITE }),
    troubleOf('foreign', /foreign\.db: it is a database of another program/),
  );
  await assert.rejects(openHistory({ location: folder, target: SITE }), HistoryError);
});

test('a damaged page is reported when it is read, and by the check', async () => {
  const { history, file } = await newHistory(folder);
  await history.addSamples('run', randomSamples(3_000, NOON - 86_400_000, NOON, 1));
  await history.close();
  const bytes = readFileSync(file);
  bytes.fill(0xff, 16_384, 81_920);
  writeFileSync(file, bytes);
  const read = async (): Promise<unknown> => {
    const damaged = await openHistory({ location: file, target: SITE });
    return damaged.samples(0, NOON).finally(() => damaged.close());
  };
  await assert.rejects(read(), troubleOf('corrupt', /damaged|not a usable/));
});

test('access to a locked history is retried until its limit; readers are not blocked', async () => {
  const { history, file } = await newHistory(folder);
  await history.addSamples('run', [sample(NOON)]);
  const other = clientOf(file);
  const lock = await other.transaction('write');
  let waits = 0;
  const waiting = await openHistory({ location: file, target: SITE, patienceMs: 300, onWait: () => (waits += 1) });
  assert.equal((await waiting.samples(0, NOON)).length, 1);
  await assert.rejects(
    waiting.addSamples('run', [sample(NOON + 1)]),
    troubleOf('locked', /Cannot write history .*: the database is locked \(another run is writing\)/),
  );
  assert.equal(waits, 1);
  waiting.db.patienceMs = 30_000;
  const written = waiting.addSamples('run', [sample(NOON + 1)]);
  await lock.rollback();
  assert.equal(await written, 1);
  other.close();
  await waiting.close();
});

test('two writers in one process and in two processes on one file lose nothing', async () => {
  const { history, file } = await newHistory(folder);
  const other = await openHistory({ location: file, target: SITE, patienceMs: 30_000 });
  history.db.patienceMs = 30_000;
  const writers: History[] = [history, other];
  const jobs = Array.from({ length: 40 }, (_, i) =>
    (writers[i % 2] as History).addSamples(`run-${i % 4}`, [
      sample(NOON + i),
      failing(NOON + i, 'timeout', { endpoint: 'GET /b' }),
    ]),
  );
  assert.deepEqual(await Promise.all(jobs), Array(40).fill(2));
  await other.close();
  const all = await history.sum('*', NOON - 1, NOON + 60_000);
  assert.deepEqual([all.n, all.valid, all.classes.timeout], [80, 40, 40]);
  const day = await history.sum('*', NOON - 12 * 3_600_000, NOON + 12 * 3_600_000);
  assert.equal(day.n, 80);
});

test('each error is one line with what to do', () => {
  const errorOf = (code: string, message = code): string => {
    const error = historyError('h.db', 'write', Object.assign(new Error(message), { code }));
    return `${error.trouble}: ${error.message}`;
  };
  assert.match(
    errorOf('SQLITE_FULL'),
    /^full: Cannot write history h\.db: the disk is full: free some space \(SQLITE_FULL\)$/,
  );
  assert.match(errorOf('SQLITE_READONLY_DBMOVED'), /^read-only: .*check the permissions/);
  assert.match(errorOf('EROFS'), /^read-only: /);
  assert.match(errorOf('SQLITE_UNKNOWN', 'SQLITE_FULL: database or disk is full'), /^full: /);
  assert.match(errorOf('SQLITE_IOERR_WRITE'), /^failed: .*disk read or write error/);
  assert.match(errorOf('SQLITE_CANTOPEN'), /^failed: .*check its path and permissions/);
  assert.match(errorOf('ECONNREFUSED'), /^unreachable: .*HISTORY_URL and HISTORY_TOKEN/);
  assert.match(errorOf('SQLITE_ERROR', 'no such table: x\nat y'), /^failed: .*: no such table: x$/);
  const waited = historyError('h.db', 'open', Object.assign(new Error(), { code: 'SQLITE_BUSY' }), 60_000);
  assert.match(waited.message, /locked \(another run is writing\) \(SQLITE_BUSY\)\. Retried for 60 s$/);
});

test('an unreachable server is reported with its host, without token and path', async () => {
  const location = 'http://127.0.0.1:9/secret-path';
  await assert.rejects(openHistory({ location, target: SITE, authToken: 'canary' }), (error: Error) => {
    assert.match(error.message, /127\.0\.0\.1:9/);
    assert.doesNotMatch(error.message, /canary|secret-path/);
    return troubleOf('unreachable', /HISTORY_URL/)(error);
  });
});
