// A merge that was committed half done: types and format do not see it in Markdown or YAML.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../../commands/lib/run-folder.ts';

const MARKER = /^(<{7}|>{7}) \S/m;

test('no file holds the markers of a merge conflict', () => {
  const names = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0').filter(Boolean);
  assert.ok(names.length > 500, `${names.length} files`);
  const text = (name: string): string => {
    try {
      return readFileSync(path.join(ROOT, name), 'latin1');
    } catch {
      return ''; // deleted and not committed yet
    }
  };
  assert.deepEqual(
    names.filter((name) => MARKER.test(text(name))),
    [],
  );
});

test('the pattern sees both markers', () => {
  for (const line of ['<<<<<<< HEAD', '>>>>>>> main']) assert.match(`a\n${line}\nb`, MARKER);
  assert.doesNotMatch('======= text', MARKER);
});
