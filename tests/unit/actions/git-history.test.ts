// The history on a git ref: what is kept, two writers at a time, damage.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { GitHistory, GitHistoryError } from '../../../actions/git-history.ts';
import { stillNeeded, type Request } from '../../../actions/history-requests.ts';

const REF = 'refs/synthetic/history';
const root = mkdtempSync(path.join(os.tmpdir(), 'git-history-'));
after(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const newRemote = (): string => {
  const dir = path.join(root, `remote-${(count += 1)}.git`);
  spawnSync('git', ['init', '-q', '--bare', dir]);
  return dir;
};
const store = (remote: string): GitHistory => new GitHistory(remote, REF, '', path.join(root, 'work'));
const file = (name: string): string => path.join(root, `${name}-${(count += 1)}.db`);
function write(path_: string, ...values: string[]): string {
  const database = new DatabaseSync(path_);
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE IF NOT EXISTS t (v TEXT)');
  database.exec('BEGIN');
  for (const value of values) database.prepare('INSERT INTO t VALUES (?)').run(value);
  database.exec('COMMIT');
  database.close();
  return path_;
}
function read(path_: string): string[] {
  const database = new DatabaseSync(path_);
  const rows = database.prepare('SELECT v FROM t ORDER BY v').all();
  database.close();
  return rows.map((row) => String(row['v']));
}
/** 32 characters that do not compress, the same for the same number. */
const randomBytesOf = (i: number): string => createHash('sha256').update(String(i)).digest('base64').slice(0, 32);
const request = (id: string, at = '2026-11-28T09:00:00Z'): Request => ({
  id,
  at,
  target: 'https://x.example',
  kind: 'acknowledge',
  args: [],
});

test('the next run reads the stored history with the requests of others', () => {
  const remote = newRemote();
  const first = store(remote);
  assert.deepEqual(first.pull(file('none')), { commit: '', requests: [], bytes: 0 });
  const kept = first.push(write(file('a'), 'one'), [request('r1')], '');
  assert.ok(kept);
  const second = store(remote);
  const copy = file('b');
  const snapshot = second.pull(copy);
  assert.deepEqual([snapshot.commit, snapshot.requests.map((r) => r.id)], [kept.commit, ['r1']]);
  assert.deepEqual(read(copy), ['one']);
  assert.ok(second.push(write(copy, 'two'), [], snapshot.commit));
  assert.equal(spawnSync('git', ['rev-list', '--count', REF], { cwd: remote, encoding: 'utf8' }).stdout.trim(), '1');
});

test('the slower of two writers is informed and loses nothing', () => {
  const remote = newRemote();
  const [fast, slow] = [store(remote), store(remote)];
  const before = fast.push(write(file('a'), 'zero'), [], '');
  assert.ok(before);
  const snapshot = slow.pull(file('b'));
  assert.ok(fast.push(write(file('c'), 'zero', 'fast'), [request('fast')], before.commit));
  assert.equal(slow.push(write(file('d'), 'zero', 'slow'), [], snapshot.commit), undefined);
  const newest = file('e');
  assert.deepEqual(
    slow.pull(newest).requests.map((r) => r.id),
    ['fast'],
  );
  assert.deepEqual(read(newest), ['fast', 'zero']);
  // Both begin a history: the second is told, too.
  const empty = newRemote();
  assert.ok(store(empty).push(write(file('f'), 'x'), [], ''));
  assert.equal(store(empty).push(write(file('g'), 'y'), [], ''), undefined);
});

test('a damaged file never replaces a good one', () => {
  const remote = newRemote();
  const keeper = store(remote);
  const good = keeper.push(write(file('a'), 'good'), [], '');
  assert.ok(good);
  const damaged = file('b');
  writeFileSync(damaged, 'SQLite format 3\0 and then nothing');
  assert.throws(() => keeper.push(damaged, [], good.commit), GitHistoryError);
  assert.throws(() => keeper.push(file('missing'), [], good.commit), /there is no history/);
  const copy = file('c');
  keeper.pull(copy);
  assert.deepEqual(read(copy), ['good']);
});

test('deleted rows are not transferred', () => {
  const database = file('a');
  const noise = Array.from({ length: 2_000 }, (_, i) => randomBytesOf(i));
  write(database, ...noise);
  const before = store(newRemote()).push(database, [], '');
  const open = new DatabaseSync(database);
  open.exec('DELETE FROM t');
  open.close();
  const after = store(newRemote()).push(database, [], '');
  assert.ok(before && after && before.bytes > 60_000 && after.bytes < 1_000, `${before?.bytes} -> ${after?.bytes}`);
});

test('a damaged ref is an error that says what to do', () => {
  const remote = newRemote();
  const git = (args: string[], input = ''): string =>
    spawnSync('git', args, { cwd: remote, input, encoding: 'utf8' }).stdout.trim();
  const blob = git(['hash-object', '-w', '--stdin'], 'no database');
  const tree = git(['mktree'], `100644 blob ${blob}\thistory.db.zst\n100644 blob ${blob}\trequests.json\n`);
  const who = ['-c', 'user.name=x', '-c', 'user.email=x@localhost'];
  git(['update-ref', REF, git([...who, 'commit-tree', tree, '-m', 'x'])]);
  assert.throws(() => store(remote).pull(file('x')), /the stored history is damaged: .*Delete the ref/);
});

test('a refused push names the missing permission', () => {
  const keeper = store(path.join(root, 'nowhere.git'));
  assert.throws(() => keeper.push(write(file('a'), 'x'), [], ''), /"contents: write"/);
});

test('a request is kept for a day, longer than any loop', () => {
  const now = new Date('2026-11-28T09:00:00Z');
  const kept = stillNeeded([request('new', '2026-11-27T09:00:01Z'), request('old', '2026-11-27T09:00:00Z')], now);
  assert.deepEqual(
    kept.map((r) => r.id),
    ['new'],
  );
});
