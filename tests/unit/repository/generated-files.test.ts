// Generated files are committed; whoever changes their source runs `npm run generate`.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { generatedFiles, type GeneratedFile } from '../../../commands/lib/generated-files.ts';
import { ROOT } from '../../../commands/lib/run-folder.ts';

async function allFiles(): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  for await (const file of generatedFiles()) files.push(file);
  return files;
}

test('every generated file is current: npm run generate', async () => {
  const files = await allFiles();
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

test('no two generators write the same file', async () => {
  const names = (await allFiles()).map(([file]) => file);
  assert.equal(new Set(names).size, names.length);
});
