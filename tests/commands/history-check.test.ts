// A missing history: reading creates no file, and a check without data does not pass.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { openHistory } from '../../monitoring/history/store.ts';
import { sample } from '../unit/monitoring/history-harness.ts';
import { Workplace, type Ended } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const SITE = 'https://site.example';
const history = (target: string, file: string, ...args: string[]): Promise<Ended> =>
  place.run('history', ['--target', target, '--history', file, ...args]);

test('a missing file is reported and not created', async () => {
  const file = path.join(place.results, 'nowhere.db');
  const end = await history(SITE, file, '--check');
  assert.equal(end.code, 4, end.stdout);
  assert.match(end.stderr, /there is no history \S+nowhere\.db yet/);
  assert.equal(existsSync(file), false);
});

for (const command of ['incidents', 'report'])
  test(`${command} reports a missing history and creates none`, async () => {
    const file = path.join(place.results, `${command}.db`);
    const end = await place.run(command, ['--target', SITE, '--history', file]);
    assert.equal(end.code, 4, end.stdout);
    assert.match(end.stderr, /there is no history \S+\.db yet/);
    assert.equal(existsSync(file), false);
  });

test('the history of another site is intact but has nothing to check: exit 2; of its own site: exit 0', async () => {
  const file = path.join(place.results, 'one-site.db');
  const made = await openHistory({ location: file, target: SITE });
  await made.addSamples('run', [sample(Date.now() - 1_000)]);
  await made.close();
  const other = await history('https://other.example', file, '--check');
  assert.equal(other.code, 2, other.stdout + other.stderr);
  assert.match(other.stdout, /has no data of https:\/\/other\.example: there is nothing to check/);
  const own = await history(SITE, file, '--check');
  assert.deepEqual([own.code, own.stdout.trim()], [0, 'the history is intact'], own.stderr);
});
