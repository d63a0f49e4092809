import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { markedProcesses } from '../../commands/lib/children.ts';
import { Workplace, ended } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const tempFolders = (): string[] =>
  readdirSync(os.tmpdir())
    .filter((name) => name.startsWith('mysetlist-'))
    .sort();
const runsOf = (): Set<string> => new Set(readdirSync(place.results));
const processes = (): number[] => markedProcesses((id) => runsOf().has(id));

/** Resolves once the command has said `text`. */
const said = (child: ReturnType<Workplace['start']>, text: string): Promise<void> =>
  new Promise((resolve) => {
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      if (seen.includes(text)) resolve();
    });
  });

test('a run that came to its end leaves no process and no temp folder', async () => {
  const before = tempFolders();
  const { code, stdout } = await place.run('start', ['--only', 'front-door']);
  assert.equal(code, 0, stdout);
  assert.deepEqual(processes(), []);
  assert.deepEqual(tempFolders(), before);
});

test('a reader that goes away after the first line (head -1) ends the run, and nothing stays', async () => {
  const before = tempFolders();
  const child = place.start('start');
  await said(child, '\n');
  child.stdout?.destroy();
  const { code } = await ended(child);
  assert.equal(code, 3);
  assert.deepEqual(processes(), []);
  assert.deepEqual(tempFolders(), before);
});

test('SIGTERM in the middle of a stage still gives a verdict: broken, with its reason', async () => {
  const child = place.start('start', ['--only', 'journeys']);
  await said(child, 'journeys');
  child.kill('SIGTERM');
  const { code, stdout } = await ended(child);
  assert.equal(code, 3, stdout);
  assert.match(place.verdict().causes[0]?.message ?? '', /SIGTERM/);
  assert.deepEqual(processes(), []);
});

test('what a SIGKILLed run leaves behind is gone when the next run has started', async () => {
  const before = tempFolders();
  const child = place.start('start', ['--only', 'journeys']);
  await said(child, 'journeys');
  child.kill('SIGKILL');
  await ended(child);
  const next = await place.run('start', ['--only', 'front-door']);
  assert.equal(next.code, 0, next.stdout);
  assert.deepEqual(processes(), []);
  assert.deepEqual(tempFolders(), before);
  assert.deepEqual(readdirSync(path.join(place.results, 'private', 'leases')), []);
  assert.ok(existsSync(place.latest));
});

test('a stage whose process is killed is broken, with its cause, and never green', async () => {
  const child = place.start('start', ['--only', 'journeys']);
  await said(child, '✓');
  const runner = processes().filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('cli.js'));
  assert.ok(runner.length > 0);
  for (const pid of runner) process.kill(pid, 'SIGKILL');
  const { code, stdout } = await ended(child);
  assert.equal(code, 3, stdout);
  assert.ok(place.verdict().causes.some((cause) => /Playwright ended by SIGKILL/.test(cause.message)));
  assert.deepEqual(processes(), []);
});
