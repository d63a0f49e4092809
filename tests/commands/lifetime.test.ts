import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { markedProcesses } from '../../commands/lib/marked-processes.ts';
import { Workplace, ended } from './process.ts';

const place = new Workplace();
after(() => place.remove());
const tempFolders = (): string[] =>
  readdirSync(os.tmpdir())
    .filter((name) => name.startsWith('mysetlist-'))
    .sort();
const runsOf = (): Set<string> => new Set(readdirSync(place.results));
const processes = (): number[] => markedProcesses((id) => runsOf().has(id));

/** Resolves once the command has said it; rejects when it ends without. */
const said = (child: ReturnType<Workplace['start']>, pattern: RegExp): Promise<RegExpExecArray> =>
  new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      seen += chunk.toString();
      const match = pattern.exec(seen);
      if (match) resolve(match);
    });
    child.once('close', () => reject(new Error(`ended without saying ${pattern}: ${seen}`)));
  });

/** The port of the run's own stand-in, as its first line names it. */
async function standInPort(child: ReturnType<Workplace['start']>): Promise<number> {
  const first = await said(child, / against http:\/\/127\.0\.0\.1:(\d+)/);
  return Number(first[1]);
}

const listens = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });

test('a finished run leaves no process and no temp folder', async () => {
  const before = tempFolders();
  const { code, stdout } = await place.run('start', ['--only', 'front-door']);
  assert.equal(code, 0, stdout);
  assert.deepEqual(processes(), []);
  assert.deepEqual(tempFolders(), before);
});

test('npm start | head -1: a closed stdout ends the run and leaves nothing', async () => {
  const before = tempFolders();
  const child = place.startByNpm('start');
  const port = await standInPort(child);
  child.stdout?.destroy();
  const { code } = await ended(child);
  assert.equal(code, 3);
  assert.deepEqual(processes(), []);
  assert.deepEqual(tempFolders(), before);
  assert.equal(await listens(port), false);
});

test('a SIGKILL of npm ends its child processes and leaves nothing', async () => {
  const before = tempFolders();
  const child = place.startByNpm('start');
  const port = await standInPort(child);
  assert.equal(await listens(port), true);
  child.kill('SIGKILL');
  // The pipe closes when the last of npm's descendants is gone.
  const { stdout } = await ended(child);
  assert.match(stdout, /the process that started this command has ended/);
  assert.deepEqual(processes(), []);
  assert.deepEqual(tempFolders(), before);
  assert.equal(await listens(port), false);
});

test('SIGTERM during a stage still gives a verdict: broken, with the reason', async () => {
  const child = place.start('start', ['--only', 'journeys']);
  await said(child, /journeys/);
  child.kill('SIGTERM');
  const { code, stdout } = await ended(child);
  assert.equal(code, 3, stdout);
  assert.match(place.verdict().causes[0]?.message ?? '', /SIGTERM/);
  assert.deepEqual(processes(), []);
});

test('the next run removes what a SIGKILLed run left', async () => {
  const before = tempFolders();
  const child = place.start('start', ['--only', 'journeys']);
  await said(child, /journeys/);
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
  await said(child, /✓/);
  const runner = processes().filter((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('cli.js'));
  assert.ok(runner.length > 0);
  for (const pid of runner) process.kill(pid, 'SIGKILL');
  const { code, stdout } = await ended(child);
  assert.equal(code, 3, stdout);
  assert.ok(place.verdict().causes.some((cause) => /Playwright was ended by SIGKILL/.test(cause.message)));
  assert.deepEqual(processes(), []);
});
