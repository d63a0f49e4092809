import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

const MODULE = path.join(import.meta.dirname, '../../../common/compile-caches.ts');
/** What a process with that environment gives to its children. */
const cachesOf = (env: Record<string, string>): Record<string, string> =>
  JSON.parse(
    execFileSync(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { compileCaches } from ${JSON.stringify(MODULE)}; console.log(JSON.stringify(compileCaches()));`,
      ],
      { encoding: 'utf8', env },
    ),
  ) as Record<string, string>;

test('children share caches in the private folder, which other users cannot read', (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'caches-'));
  t.after(() => rmSync(root, { recursive: true }));
  const results = path.join(root, 'results');
  assert.deepEqual(cachesOf({ RESULTS_ROOT: results }), {
    NODE_COMPILE_CACHE: path.join(results, 'private/compiled'),
    PWTEST_CACHE_DIR: path.join(results, 'private/transformed'),
  });
  assert.equal(statSync(path.join(results, 'private')).mode & 0o777, 0o700);
});

test('caches that the user has set stay', (t) => {
  const root = mkdtempSync(path.join(os.tmpdir(), 'caches-'));
  t.after(() => rmSync(root, { recursive: true }));
  const own = { NODE_COMPILE_CACHE: path.join(root, 'a'), PWTEST_CACHE_DIR: path.join(root, 'b') };
  assert.deepEqual(cachesOf({ RESULTS_ROOT: path.join(root, 'results'), ...own }), own);
});

test('without a folder for them there are no caches', () => {
  assert.deepEqual(cachesOf({ RESULTS_ROOT: '/dev/null/results' }), {});
});
