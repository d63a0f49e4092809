// Every environment variable that the code reads stands in the table that docs/environment.md is made from, and no other does.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { ENVIRONMENT } from '../../../commands/lib/environment-table.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const files = globSync('**/*.ts', {
  cwd: ROOT,
  // actions/ reads what GitHub and action.yml give it (tests/unit/actions).
  exclude: (name) => ['node_modules', '.results', 'tests', '.git', 'actions'].includes(name),
});
/** Set for a child, read by itself, or handed to a library: not ours to explain. */
const OTHERS = new Set([
  'DEBIAN_FRONTEND',
  'TMPDIR',
  'HOME',
  'PATH',
  'TERM',
  'TZ',
  'GITLAB_CI',
  'NODE_COMPILE_CACHE',
  'PWTEST_CACHE_DIR',
]);

test('each variable that is read has a row, and each row is read somewhere', () => {
  const read = new Set<string>();
  const named = new Set<string>();
  for (const file of files) {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    for (const [, name] of text.matchAll(/(?:process\.env|\benv)\['(\w+)'\]/g)) read.add(name ?? '');
    for (const [, names] of text.matchAll(/\{([^{}]*)\} = process\.env/g))
      for (const [, name] of (names ?? '').matchAll(/\b([A-Z_]{4,})\b/g)) read.add(name ?? '');
    if (!file.endsWith('environment-table.ts'))
      for (const [, name] of text.matchAll(/\b([A-Z][A-Z_]+|npm_lifecycle_event)\b/g)) named.add(name ?? '');
  }
  const known = new Set(Object.keys(ENVIRONMENT));
  assert.deepEqual(
    [...read].filter((name) => !known.has(name) && !OTHERS.has(name)),
    [],
    'add a row to commands/lib/environment-table.ts, then npm run generate',
  );
  assert.deepEqual(
    [...known].filter((name) => !named.has(name)),
    [],
    'rows that nothing reads',
  );
  assert.ok(read.size > 20, 'the glob found the repository');
});
