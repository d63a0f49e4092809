// The runner that stands for node:test while mutants are tried: it runs hooks and tests in order, stops at the first failure, and what it
// found is kept.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { mutantsOfRoom } from '../../../commands/lib/run-mutation.ts';
import { digestOf, idOf } from '../../../commands/lib/resumable-record.ts';
import { EQUIVALENT, reasonOf } from '../../../proof/mutation/equivalent-mutants.ts';
import { MUTATION_ROOMS } from '../../../proof/mutation/mutation-rooms.ts';
import * as small from '../../../proof/mutation/small-test-runner.ts';

test('hooks and tests run in order, and a skipped one does not', async () => {
  const seen: string[] = [];
  const say = (text: string) => (): void => void seen.push(text);
  const failure = await small.runFile(() => {
    small.before(say('before'));
    small.after(say('after'));
    small.beforeEach(say('each'));
    void small.test('one', say('one'));
    void small.test('left out', { skip: true }, say('left out'));
    small.describe('inner', () => {
      small.before(say('inner before'));
      void small.test('two', async (t: small.Context) => {
        t.after(say('cleaned'));
        await t.test('part', say('part'));
      });
    });
    return Promise.resolve();
  });
  assert.equal(failure, undefined);
  assert.deepEqual(seen, ['before', 'each', 'one', 'inner before', 'each', 'part', 'cleaned', 'after']);
});

test('the first failure ends a file and is named; so are a part, a hook and a file that cannot be loaded', async () => {
  const boom = (): never => assert.fail('boom');
  let isReached = false;
  const failureOf = (register: () => void): Promise<string | undefined> =>
    small.runFile(() => Promise.resolve(register()));
  const first = await failureOf(() => {
    void small.test('bad', () => Promise.reject(new Error('boom')));
    void small.test('later', () => (isReached = true));
  });
  assert.deepEqual([first, isReached], ['bad: boom', false]);
  assert.match((await failureOf(() => void small.test('whole', (t: small.Context) => t.test('part', boom)))) ?? '', /part: boom/); // prettier-ignore
  assert.match((await failureOf(() => void small.before(boom))) ?? '', /boom/);
  assert.match((await failureOf(boom)) ?? '', /boom/);
  assert.equal(await failureOf(() => void small.test('good', () => {})), undefined);
});

test('findings of a cut run count while no file has changed', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mutation-'));
  const file = path.join(folder, 'a.ts');
  try {
    writeFileSync(file, 'a');
    const before = digestOf([file]);
    assert.equal(digestOf([file]), before);
    writeFileSync(file, 'b');
    assert.notEqual(digestOf([file]), before);
  } finally {
    rmSync(folder, { recursive: true });
  }
  const mutant = { file: 'a.ts', line: 1, column: 1, from: 3, to: 4, text: '>', what: 'x', code: '' };
  assert.equal(idOf(mutant), 'a.ts:3-4:>');
  assert.notEqual(idOf({ ...mutant, text: '>=' }), idOf(mutant));
});

test('a listed mutant is known by its edit, or by its edit and line alone', () => {
  const file = 'reports/verdict/judge-times.ts';
  const reason = (what: string, code: string): string | undefined => reasonOf({ file, what, code });
  assert.ok(reason('n < 2 -> false', 'anywhere'));
  assert.ok(reason('0 -> 0 + 1', 'const middle = mean(samples) ?? 0;'));
  assert.equal(reason('0 -> 0 + 1', 'return 0;'), undefined);
  assert.equal(reason('toString', ''), undefined);
  assert.equal(reasonOf({ file: 'other.ts', what: 'n < 2 -> false', code: '' }), undefined);
});

test('every listed equivalent mutant is still a mutant of a room, with a reason', () => {
  const all = Object.values(MUTATION_ROOMS).flatMap(mutantsOfRoom);
  for (const [file, edits] of Object.entries(EQUIVALENT))
    for (const [what, reason] of Object.entries(edits)) {
      assert.ok(
        all.some((one) => one.file === file && [one.what, `${one.what}, in: ${one.code}`].includes(what)),
        `${file}: ${what}`,
      );
      assert.ok(reason.length > 10, what);
    }
});
