// The folder of a run, among those of many others.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { RUN_ID } from '../../../common/run-id.ts';

const root = mkdtempSync(path.join(tmpdir(), 'run-folders-'));
after(() => rmSync(root, { recursive: true, force: true }));
process.env['RESULTS_ROOT'] = root;
// Loaded once the folder is known.
const { openRunFolder } = await import('../../../commands/lib/run-folder.ts');

const NOW = new Date('2026-11-28T12:00:00Z');
const idOf = (n: number): string => `20261128T120000Z-${n.toString(16).padStart(6, '0')}`;

test('a new run keeps its folder, though more runs of the same second have higher names than are kept', () => {
  const closed = Array.from({ length: 30 }, (_, i) => openRunFolder(NOW, idOf(i + 1)));
  for (const one of closed) one.close();
  const lowest = openRunFolder(NOW, idOf(0));
  assert.ok(existsSync(lowest.dir));
  assert.equal(
    readdirSync(root).filter((name) => RUN_ID.test(name)).length,
    21,
    'the 20 that are kept, and the running one',
  );
  lowest.close();
});
