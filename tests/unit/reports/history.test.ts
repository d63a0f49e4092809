import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { coverage } from '../../../reports/history/coverage.ts';
import type { RunRow } from '../../../reports/history/rows.ts';
import { HistoryError, openHistory, type History } from '../../../reports/history/store.ts';
import { check, failed, load, metric, probe } from './sample-records.ts';

const TARGET = 'http://127.0.0.1:4000/';
const NOON = new Date('2026-01-02T12:00:00.000Z');
const ago = (seconds: number): string => new Date(NOON.getTime() - seconds * 1_000).toISOString();
const before = (seconds: number): Date => new Date(NOON.getTime() - seconds * 1_000);

async function withHistory(use: (history: History, path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  const path = join(folder, 'private', 'history.db');
  const history = await openHistory({ location: path, target: TARGET });
  try {
    await use(history, path);
  } finally {
    history.close();
    rmSync(folder, { recursive: true });
  }
}

test('what was appended comes back from its window, load runs and other sites do not', async () => {
  await withHistory(async (history, path) => {
    const bad = probe('GET /', { at: ago(10), ...failed });
    const records = [
      probe('GET /', { at: ago(20) }),
      bad,
      load('GET /', 500, { at: ago(5) }),
      check('a.b', 'contracts'),
    ];
    await history.append('run-1', [...records, metric('database', [1], { at: ago(1), stage: 'contracts' })]);
    const other = await openHistory({ location: path, target: 'http://127.0.0.1:4001' });
    await other.append('run-2', [probe('GET /other', { at: ago(10) })]);
    other.close();
    assert.deepEqual(await history.samples(before(20), NOON), [bad]);
    assert.equal((await history.samples(before(21), NOON)).length, 2);
    assert.deepEqual(
      (await history.metrics(before(60), NOON)).map((m) => [m.kpi, m.samples]),
      [['database', [1]]],
    );
  });
});

const LINE: RunRow = {
  run: 'run-1',
  startedAt: NOON.getTime(),
  durationMs: 61_000,
  profile: 'gate',
  verdict: 'breach',
  exitCode: 1,
  failing: ['availability'],
};

test('a history survives closing, and a run is kept once', async () => {
  await withHistory(async (history, path) => {
    await history.appendRun(LINE);
    await history.appendRun({ ...LINE, verdict: 'pass', exitCode: 0, failing: [] });
    const again = await openHistory({ location: path, target: `${TARGET}some/page` });
    const runs = await again.runs(10);
    again.close();
    assert.deepEqual(
      runs.map((r) => [r.run, r.verdict, r.exitCode, r.failing]),
      [['run-1', 'pass', 0, []]],
    );
  });
});

test('a rollup sums each stretch of time and leaves the unwatched ones out', async () => {
  await withHistory(async (history) => {
    const day = 86_400;
    const samples = [1, 2, 3, 3 * day].map((s) => probe('GET /', { at: ago(s) }));
    const wall = probe('GET /', { at: ago(4), valid: 0, failures: [{ code: 'edge-challenge', message: '403' }] });
    await history.append('r', [...samples, probe('GET /', { at: ago(4), ...failed }), wall]);
    const days = await history.rollup(before(10 * day), NOON, day * 1_000);
    assert.deepEqual(
      days.map((d) => [d.at.slice(0, 10), d.requests, d.valid, d.serverErrors]),
      [
        ['2025-12-30', 1, 1, 0],
        ['2026-01-02', 4, 3, 1],
      ],
    );
  });
});

test('pruning takes what is older and nothing else', async () => {
  await withHistory(async (history) => {
    await history.append('r', [probe('GET /', { at: ago(100) }), probe('GET /', { at: ago(50) })]);
    await history.prune(before(60));
    assert.equal((await history.samples(before(1_000), NOON)).length, 1);
  });
});

test('a corrupt, a foreign and an unwritable history are named, not repaired', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  try {
    const path = join(folder, 'history.db');
    writeFileSync(path, 'this is not a database, and it is longer than a header of one would be'.repeat(20));
    await assert.rejects(openHistory({ location: path, target: TARGET }), (error: Error) => {
      assert.ok(error instanceof HistoryError);
      assert.match(error.message, /history\.db: not a usable SQLite database: move it away.*SQLITE_NOTADB/);
      return true;
    });
    await assert.rejects(openHistory({ location: folder, target: TARGET }), HistoryError);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a history with a damaged page in the middle is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  try {
    const path = join(folder, 'history.db');
    const history = await openHistory({ location: path, target: TARGET });
    await history.append(
      'r',
      Array.from({ length: 2_000 }, (_, i) => probe('GET /', { at: ago(i) })),
    );
    history.close();
    const bytes = readFileSync(path);
    bytes.fill(0xff, 40_960, 81_920);
    writeFileSync(path, bytes);
    await assert.rejects(openHistory({ location: path, target: TARGET }), /damaged|not a usable SQLite database/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a server that does not answer is told by its host, without token or path', async () => {
  const location = 'http://127.0.0.1:9/secret-path';
  await assert.rejects(openHistory({ location, target: TARGET, authToken: 'canary' }), (error: Error) => {
    assert.ok(error instanceof HistoryError);
    assert.match(error.message, /127\.0\.0\.1:9/);
    assert.doesNotMatch(error.message, /canary|secret-path/);
    return true;
  });
});

test('coverage counts slots, not samples, open at the start and closed at the end', () => {
  const cover = (seconds: number[]): number =>
    coverage(
      seconds.map((s) => ({ at: ago(s) })),
      before(300),
      NOON,
    );
  assert.equal(cover([]), 0);
  assert.equal(cover([0]), 0.1);
  assert.equal(cover([0, 1, 2, 29]), 0.1);
  assert.equal(cover([0, 30]), 0.2);
  assert.equal(cover([300, 301, -1]), 0);
  assert.equal(cover([299]), 0.1);
  assert.equal(cover(Array.from({ length: 30 }, (_, i) => i * 10)), 1);
  assert.equal(cover(Array.from({ length: 27 }, (_, i) => i * 10)), 0.9);
  assert.equal(coverage([], NOON, NOON), 0);
});
