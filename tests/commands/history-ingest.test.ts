// npm run history -- --ingest: imports the folder of a finished run into another history, with the rows that the gate would write.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Plan } from '../../actions/action-inputs.ts';
import { openKeeper } from '../../actions/history-keeper.ts';
import { openHistory } from '../../monitoring/history/store.ts';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { Workplace, type Ended } from './process.ts';

const place = new Workplace();
let site: StandIn;
/** Outside the results folder, so that a later run does not remove it. */
const folder = path.join(place.results, 'kept-run');
before(async () => {
  site = await startStandIn({ faults: ['permissions-policy-missing'] });
  const end = await place.run('gate', [
    '--target',
    site.url,
    '--profile',
    'quick',
    '--only',
    'security',
    '--no-account',
  ]);
  assert.ok(existsSync(path.join(place.latest, 'verdict.json')), end.stderr);
  cpSync(place.latest, folder, { recursive: true, dereference: true });
});
after(async () => {
  await site.close();
  place.remove();
});

const history = (file: string, ...args: string[]): Promise<Ended> =>
  place.run('history', ['--target', site.url, '--history', file, ...args]);
const rowsOf = async (file: string): Promise<string[]> => {
  const end = await history(file, '--export');
  assert.equal(end.code, 0, end.stderr);
  return end.stdout.trim().split('\n').sort();
};
const own = (): string => path.join(place.results, 'private', 'history.db');
const fresh = (name: string): string => path.join(place.results, `${name}.db`);

test('ingesting a run writes the same rows as the gate; a second time adds none', async () => {
  const file = fresh('other');
  const first = await history(file, '--ingest', folder);
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stdout, /run \S+ \(quick, \w+\) was imported into the history/);
  const expected = await rowsOf(own());
  for (const kind of ['runs', 'checks', 'deployments'])
    assert.ok(
      expected.some((line) => (JSON.parse(line) as { table: string }).table === kind),
      `the gate wrote ${kind}`,
    );
  assert.deepEqual(await rowsOf(file), expected);
  const second = await history(file, '--ingest', folder);
  assert.equal(second.code, 0);
  assert.match(second.stdout, /is already in the history/);
  assert.deepEqual(await rowsOf(file), expected);
});

test('a folder that is not a finished run of this site is rejected with what to do, exit 4; nothing is written', async () => {
  const file = fresh('refused');
  const empty = path.join(place.results, 'empty');
  mkdirSync(empty);
  const none = await history(file, '--ingest', empty);
  assert.equal(none.code, 4);
  assert.match(none.stderr, /cannot read .*verdict\.json \(ENOENT\)\. Judge the run first: npm run verdict -- --run /);
  const other = await place.run('history', [
    ...['--target', 'https://other.example', '--history', file],
    ...['--ingest', folder],
  ]);
  assert.equal(other.code, 4);
  assert.match(other.stderr, /is a run against http:\/\/127\.0\.0\.1:\d+, not https:\/\/other\.example/);
  assert.deepEqual(await rowsOf(file), ['']);
  const both = await history(file, '--ingest', folder, '--prune');
  assert.equal(both.code, 4);
});

test('a gate that ends while a tick loop holds the history is in the history afterwards', async () => {
  const remotes = path.join(place.results, 'remotes');
  spawnSync('git', ['init', '-q', '--bare', path.join(remotes, 'suite')]);
  const before_ = { ...process.env };
  Object.assign(process.env, { GITHUB_SERVER_URL: remotes, GITHUB_REPOSITORY: 'suite', HISTORY_GIT_TOKEN: '' });
  const plan: Plan = {
    command: 'gate',
    target: site.url,
    args: [],
    kind: 'http',
    history: { kind: 'git', ref: 'refs/synthetic/history' },
    allowInconclusive: false,
    loopMinutes: 0,
    tickSeconds: 60,
  };
  const rooms = ['loop', 'gate', 'reader'].map((name) => path.join(place.results, name));
  const [loop, gate, reader] = rooms.map((room) => {
    mkdirSync(path.join(room, 'private'), { recursive: true });
    return openKeeper(plan, room);
  });
  assert.ok(loop && gate && reader);
  const files = rooms.map((room) => path.join(room, 'private', 'history.db'));
  try {
    loop.read();
    // The tick of the loop: an empty history of this site.
    await (await openHistory({ location: files[0] ?? '', target: site.url })).close();
    await loop.keepOwn();
    loop.read();
    gate.read();
    await gate.addRun(folder);
    await loop.keepOwn();
    reader.read();
    assert.deepEqual(await rowsOf(files[2] ?? ''), await rowsOf(own()));
  } finally {
    for (const keeper of [loop, gate, reader]) keeper.close();
    for (const name of ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'HISTORY_GIT_TOKEN']) delete process.env[name];
    Object.assign(process.env, before_);
    rmSync(remotes, { recursive: true, force: true });
  }
});
