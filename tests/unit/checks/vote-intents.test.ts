import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
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

test('A damaged file is named and stays, and the other intents are read', (t) => {
  const dir = join(root, 'damaged');
  const { id } = writeIntent(vote, dir);
  const said = t.mock.method(console, 'error', () => undefined);
  for (const [name, text] of [['cut.json', '{"id":'], ['foreign.json', '{}']] as const) writeFileSync(join(dir, name), text); // prettier-ignore
  assert.deepEqual(
    leftIntents(later(121_000), dir).map((i) => i.id),
    [id],
  );
  const texts = said.mock.calls.map(({ arguments: [text] }) => String(text)).sort();
  assert.deepEqual(texts.map((text) => text.slice(0, text.indexOf(' cannot be read'))), [join(dir, 'cut.json'), join(dir, 'foreign.json')]); // prettier-ignore
  assert.equal(readdirSync(dir).length, 3);
});

test('A deleted intent leaves no file', () => {
  const dir = join(root, 'forgotten');
  forgetIntent(writeIntent(vote, dir).id, dir);
  assert.deepEqual(readdirSync(dir), []);
});
