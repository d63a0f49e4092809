// The proof in three shards, one after the other, and their files joined: as the whole, a missing part named, a wrong row told.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { Workplace } from '../commands/process.ts';
import type { ProofRow } from '../../proof/proof-matrix.ts';

const place = new Workplace();
after(() => place.remove());
const FAULTS = ['healthy', 'powered-by', 'hsts-short', 'cors-reflected', 'csp-missing', 'source-maps-served'];
const asked = ['--fault', FAULTS.join(',')];
const file = (part: number | string): string => path.join(place.results, `shard-${part}.json`);
const join = (...parts: (number | string)[]) => place.run('prove', ['--join', parts.map(file).join(','), ...asked]);

test('three shards hold each fault once, and say what they run while they run it', async () => {
  for (const part of [1, 2, 3]) {
    const { code, stdout } = await place.run('prove', [...asked, '--only', 'security', '--shard', `${part}/3`]);
    assert.equal(code, 0, stdout);
    assert.equal(stdout.match(/^running \S+, part 1 of 1: security$/gm)?.length, 2, stdout);
    assert.match(stdout, /^2 proved, 0 differ, 0 without a check/m);
    const [written] = /\S+proof\.json/.exec(stdout) ?? [];
    cpSync(path.resolve(written ?? ''), file(part));
  }
});

test('joined they are the whole; a part that is missing is named, and its exit code is 2', async () => {
  const whole = await join(1, 2, 3);
  assert.deepEqual([whole.code, /^6 proved, 0 differ, 0 missing/m.test(whole.stdout)], [0, true], whole.stdout);
  const rows = JSON.parse(readFileSync(file(3), 'utf8')) as ProofRow[];
  const part = await join(1, 2);
  assert.equal(part.code, 2);
  const [, named = ''] = /^in none of the files: (.*)$/m.exec(part.stdout) ?? [];
  assert.deepEqual(named.split(' ').sort(), rows.map(({ fault }) => fault).sort());
});

test('a row that differs ends with 1, a repeated one replaces the earlier, and a file that is no proof with 4', async () => {
  const rows = JSON.parse(readFileSync(file(1), 'utf8')) as ProofRow[];
  writeFileSync(file('wrong'), JSON.stringify(rows.map((row) => ({ ...row, proved: false }))));
  const wrong = await join(1, 2, 3, 'wrong');
  assert.equal(wrong.code, 1);
  assert.match(wrong.stdout, /^in several files, the last one counts: /m);
  assert.match(wrong.stdout, /^4 proved, 2 differ, 0 missing/m);
  writeFileSync(file('other'), '{}');
  const other = await join('other');
  assert.equal(other.code, 4);
  assert.match(other.stderr, /cannot read .*shard-other\.json as a proof\.json/);
});
