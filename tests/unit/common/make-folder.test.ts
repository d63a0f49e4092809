import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { makeFolder } from '../../../common/make-folder.ts';

const root = mkdtempSync(path.join(tmpdir(), 'make-folder-'));
after(() => rmSync(root, { recursive: true, force: true }));
const code = (folder: string): string => {
  try {
    makeFolder(folder);
    return 'made';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no code';
  }
};

test('missing parent folders are made, and making a folder twice is no error', () => {
  makeFolder(path.join(root, 'a/b/c'), 0o700);
  makeFolder(path.join(root, 'a/b/c'));
  assert.equal(statSync(path.join(root, 'a/b/c')).mode & 0o777, 0o700);
});

test(
  'a file on the way, and a file system that makes no folders, are errors and no endless loop',
  { timeout: 5_000 },
  () => {
    writeFileSync(path.join(root, 'file'), '');
    assert.equal(code(path.join(root, 'file/below')), 'ENOTDIR');
    // Only Linux has it; elsewhere the root itself refuses.
    if (existsSync('/proc/self')) assert.equal(code('/proc/none/history'), 'ENOENT');
  },
);
