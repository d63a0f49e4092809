// A file's name is understood without its folder, in a trace, a list of tabs or a search: no two files have the same one.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';

const ROOT = path.resolve(import.meta.dirname, '../../..');
/** Named by what reads them. */
const BY_TOOL = /^(README\.md|SKILL\.md|action\.yml)$/;
/** Names that stand twice and wait for a better one. Take a name out when its files are renamed; add none. */
const STILL_TWICE = new Set([
  ...[
    'account.ts',
    'auth.ts',
    'trending.ts',
    'votes.ts',
    'data.ts',
    'http.ts',
    'main.ts',
    'index.ts',
    'limiter.test.ts',
  ],
  ...['incidents.ts', 'tables.ts', 'stand-in.ts', 'stand-in-process.ts'],
  ...['breakpoint.ts', 'plan.ts', 'run.ts', 'shared.ts'],
]);

/** Each name that stands at several places, with them. */
function namesTwice(files: readonly string[]): Map<string, string[]> {
  const byName = Map.groupBy(files, (file) => path.basename(file));
  return new Map([...byName].filter(([name, places]) => places.length > 1 && !BY_TOOL.test(name)));
}

test('no new file has the name of another one', () => {
  const files = globSync('**/*.{ts,js,json,md,yml,tsv}', {
    cwd: ROOT,
    exclude: (name) => ['node_modules', '.results', '.git', 'fixtures', 'published', 'recordings'].includes(name),
  });
  assert.ok(files.length > 300, `${files.length} files`);
  const found = [...namesTwice(files)].filter(([name]) => !STILL_TWICE.has(name));
  assert.deepEqual(
    found.map(([name, places]) => `${name}: ${places.join(', ')}`),
    [],
  );
});

test('two files of one name are found, whatever their folders', () => {
  assert.deepEqual(
    [...namesTwice(['a/run.ts', 'b/c/run.ts', 'a/stop.ts', 'a/README.md', 'README.md'])],
    [['run.ts', ['a/run.ts', 'b/c/run.ts']]],
  );
});
