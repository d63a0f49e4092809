import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { forgetIntent, leftIntents, writeIntent } from '../../../checks/votes/vote-intents.ts';

const root = mkdtempSync(join(tmpdir(), 'intents-'));
after(() => rmSync(root, { recursive: true }));
const vote = { target: 'http://127.0.0.1:4000', account: 'a@b.example', song: 'song-1', before: null } as const;
const later = (ms: number): Date => new Date(Date.now() + ms);

test('A folder that does not exist holds no leftovers', () => {
  assert.deepEqual(leftIntents(new Date(), join(root, 'never')), []);
});

test('An intent of a running check is not a leftover', () => {
  const dir = join(root, 'running');
  writeIntent(vote, dir);
  assert.deepEqual(leftIntents(new Date(), dir), []);
});

test('After two minutes it is a leftover, even if another process has its pid', () => {
  const dir = join(root, 'old');
  const { id } = writeIntent(vote, dir);
  assert.deepEqual(
    leftIntents(later(121_000), dir).map((i) => i.id),
    [id],
  );
});

test('An intent of a process that has ended is a leftover at once', () => {
  const dir = join(root, 'gone');
  const module = join(import.meta.dirname, '../../../checks/votes/vote-intents.ts');
  const code = `import(${JSON.stringify(module)}).then((m) => m.writeIntent(${JSON.stringify(vote)}, ${JSON.stringify(dir)}))`;
  assert.equal(spawnSync(process.execPath, ['-e', code]).status, 0);
  assert.deepEqual(
    leftIntents(new Date(), dir).map(({ song, before }) => ({ song, before })),
    [{ song: 'song-1', before: null }],
  );
});

test('A deleted intent leaves no file', () => {
  const dir = join(root, 'forgotten');
  forgetIntent(writeIntent(vote, dir).id, dir);
  assert.deepEqual(readdirSync(dir), []);
});
