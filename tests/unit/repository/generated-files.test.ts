// Generated files are committed; whoever changes their source runs `npm run generate`.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { generatedFiles } from '../../../commands/lib/generated-files.ts';
import { ROOT } from '../../../commands/lib/run-folder.ts';

test('every generated file is current: npm run generate', () => {
  const files = generatedFiles();
  const old = files.filter(([file, text]) => {
    const absolute = path.join(ROOT, file);
    return !existsSync(absolute) || readFileSync(absolute, 'utf8') !== text;
  });
  assert.deepEqual(
    old.map(([file]) => file),
    [],
  );
  assert.ok(files.length > 20, 'the generators ran');
});

test('no two generators write the same file', () => {
  const names = generatedFiles().map(([file]) => file);
  assert.equal(new Set(names).size, names.length);
});
