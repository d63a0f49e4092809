// The monitor under failures, in real time: disk full, read-only, foreign database, locked for a minute, stopped at random times, clock steps.
// Each test prints its exit code and the notices.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { after, before, test, type TestContext } from 'node:test';
import { createClient } from '@libsql/client';
import { PROBES } from '../../checks/api/availability-probes.ts';
import { seededRandom } from '../../common/seeded-random.ts';
import { openHistory, type History } from '../../monitoring/history/store.ts';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { Front, Receiver } from '../commands/breakable-site.ts';
import { ended, Workplace, type Ended } from '../commands/process.ts';

const INSTANTS = Number(process.env['INSTANTS'] ?? 100);
const SEED = Number(process.env['SEED'] ?? 15);
const place = new Workplace();
let site: StandIn;
before(async () => {
  site = await startStandIn();
});
after(async () => {
  await site.close();
  place.remove();
});

const tick = (file: string, time: string, env: Record<string, string> = {}): Promise<Ended> =>
  place.run('monitor', ['--target', site.url, '--for', time, '--history', file], env);
const look = async <T>(target: string, file: string, read: (history: History) => Promise<T>): Promise<T> => {
  const history = await openHistory({ location: file, target, patienceMs: 10_000 });
  return read(history).finally(() => history.close());
};
const samples = (file: string): Promise<number> =>
  look(site.url, file, async (history) => (await history.samples(0, Date.now() + 7_200_000)).length);
/** The lines that a person must see, and the exit code. */
function show(t: TestContext, what: string, { code, stdout }: Ended): string[] {
  const lines = stdout.split('\n').filter((line) => /history|spool|exit \d/i.test(line));
  t.diagnostic(`${what}: exit ${code}; ${lines.join(' | ')}`);
  return lines;
}

/** A file system of this size; undefined if this user may not mount one. */
function smallDisk(t: TestContext, name: string, kb: number): string | undefined {
  const folder = path.join(place.results, name);
  mkdirSync(folder);
  const end = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kb}k`, 'tmpfs', folder], { encoding: 'utf8' });
  if (end.status !== 0) {
    t.skip(`this user may not mount a tmpfs: ${end.stderr.trim()}`);
    return undefined;
  }
  t.after(() => execFileSync('umount', ['-l', folder]));
  return folder;
}

test('disk full: one line, exit 3, the verdict is still printed, and the stored data stays intact', async (t) => {
  const folder = smallDisk(t, 'full', 320);
  if (folder === undefined) return;
  const file = path.join(folder, 'history.db');
  await tick(file, '1s');
  const kept = await samples(file);
  const ballast = path.join(folder, 'ballast');
  for (let kb = 256; kb >= 1; kb /= 2)
    for (;;) {
      try {
        writeFileSync(ballast, Buffer.alloc(kb * 1_024), { flag: 'a' });
      } catch {
        break;
      }
    }
  const end = await tick(file, '4s');
  const lines = show(t, 'full disk', end);
  assert.equal(end.code, 3, end.stdout + end.stderr);
  assert.match(lines.join('\n'), /full|no space/i);
  assert.match(end.stdout, /probes of http/);
  execFileSync('rm', [ballast]);
  assert.ok((await samples(file)) >= kept);
});

test('a read-only file system: one line, exit 3, the verdict is still printed', async (t) => {
  const folder = smallDisk(t, 'readonly', 4_096);
  if (folder === undefined) return;
  const file = path.join(folder, 'history.db');
  await tick(file, '1s');
  execFileSync('mount', ['-o', 'remount,ro', folder]);
  const end = await tick(file, '3s');
  execFileSync('mount', ['-o', 'remount,rw', folder]);
  const lines = show(t, 'read-only', end);
  assert.equal(end.code, 3, end.stdout + end.stderr);
  assert.match(lines.join('\n'), /no write permission/);
  assert.doesNotMatch(end.stdout, /can be written again/, 'nothing was written in between');
  assert.match(end.stdout, /probes of http/);
});

test('a corrupt and a foreign database: one line each, exit 3, neither is changed', async (t) => {
  const foreign = path.join(place.results, 'foreign.db');
  const database = new DatabaseSync(foreign);
  database.exec('CREATE TABLE orders (id INTEGER); INSERT INTO orders VALUES (7)');
  database.close();
  const text = path.join(place.results, 'corrupt.db');
  writeFileSync(text, 'no database at all '.repeat(400));
  for (const [file, pattern] of [
    [foreign, /database of another program/],
    [text, /not an SQLite database|damaged/],
  ] as const) {
    const end = await tick(file, '2s');
    assert.match(show(t, path.basename(file), end).join('\n'), pattern);
    assert.equal(end.code, 3, end.stdout + end.stderr);
    assert.match(end.stdout, /probes of http/);
  }
  const after_ = new DatabaseSync(foreign);
  assert.deepEqual({ ...after_.prepare('SELECT id FROM orders').get() }, { id: 7 });
  after_.close();
});

test('a history locked for a minute: nothing is lost, and the tick reports the import', async (t) => {
  const file = path.join(place.results, 'locked.db');
  await tick(file, '1s');
  const before_ = await samples(file);
  const other = createClient({ url: `file:${file}` });
  const lock = await other.transaction('write');
  const running = tick(file, '75s');
  await pause(60_000);
  await lock.rollback();
  other.close();
  const end = await running;
  show(t, 'locked for a minute', end);
  assert.match(end.stdout, /locked/);
  assert.ok(end.code === 0 || end.code === 2, `${end.code} ${end.stdout}`);
  const probes = Number(/^(\d+) probes of/m.exec(end.stdout)?.[1]);
  // The samples of the last second may wait in the spool for the next tick.
  const next = await tick(file, '1s');
  assert.equal(await samples(file), before_ + probes + Number(/^(\d+) probes of/m.exec(next.stdout)?.[1]));
});

test(`${INSTANTS} ticks ended at random instants by SIGKILL or SIGTERM (seed ${SEED}): at most the last second is lost, the history stays intact, no abort is stored as a failure, no notice is sent`, async (t) => {
  const file = path.join(place.results, 'instants.db');
  const front = new Front(site.url);
  await front.open();
  t.after(() => front.close());
  const receiver = new Receiver();
  const hook = await receiver.open();
  t.after(() => receiver.server.close());
  const paths: ReadonlySet<string> = new Set(PROBES.map((probe) => probe.path));
  const random = seededRandom(SEED);
  const ends = new Map<string, { times: number; answered: number; kept: number; lostMost: number }>();
  const classes = new Set<string>();
  let before_ = 0;
  for (let i = 0; i < INSTANTS; i += 1) {
    front.answered.length = 0;
    const args = ['--target', front.url, '--for', '270s', '--history', file];
    const child = place.start('monitor', args, { ALERT_WEBHOOK_URL: hook });
    const end = ended(child);
    // Its first line is printed after its signal handlers are installed.
    await once(child.stdout as Readable, 'data');
    await pause(random() * 4_000);
    const signal = random() < 0.5 ? 'SIGKILL' : 'SIGTERM';
    child.kill(signal);
    const { code, stdout } = await end;
    assert.ok(code === (signal === 'SIGKILL' ? null : 3), `${signal}: exit ${code}\n${stdout}`);
    assert.doesNotMatch(stdout, /opened|P[0-3] /);
    // Stored samples: in the history or in the spool, which the next tick imports.
    const kept = await look(front.url, file, async (history) => {
      const all = await history.samples(0, Date.now());
      for (const sample of all) classes.add(sample.class);
      return all.length;
    });
    const answered = front.answered.filter((of) => paths.has(of)).length;
    const how = `${signal}, exit ${code ?? 'by the signal'}`;
    const so = ends.get(how) ?? { times: 0, answered: 0, kept: 0, lostMost: 0 };
    const lost = answered - (kept - before_);
    ends.set(how, {
      times: so.times + 1,
      answered: so.answered + answered,
      kept: so.kept + kept - before_,
      lostMost: Math.max(so.lostMost, lost),
    });
    // One probe each 1.25 s: one or two belong to the last second, and one may be in flight.
    assert.ok(lost <= (signal === 'SIGKILL' ? 3 : 1), `${how}: ${answered} answered, ${kept - before_} kept`);
    before_ = kept;
  }
  for (const [how, { times, answered, kept, lostMost }] of ends)
    t.diagnostic(`${how}: ${times} times; ${answered} probes answered, ${kept} kept, at most ${lostMost} lost at once`);
  t.diagnostic(
    `${before_} samples in the history, classes ${[...classes].join(', ')}; ${receiver.notices.length} notices`,
  );
  const check = await place.run('history', ['--target', front.url, '--history', file, '--check']);
  assert.equal(check.code, 0, check.stdout + check.stderr);
  assert.deepEqual([[...classes], receiver.notices], [['valid'], []]);
});

test('a clock step of an hour, forward and back, sends no notice and loses no sample', async (t) => {
  for (const hours of [1, -1]) {
    const file = path.join(place.results, `clock${hours}.db`);
    const step = path.join(place.results, `step${hours}.mjs`);
    // The wall clock of the process jumps after 6 seconds; its monotonic clock does not.
    writeFileSync(
      step,
      `const real = Date.now; const at = real() + 6_000;
       const now = () => { const t = real(); return t < at ? t : t + ${hours} * 3_600_000; };
       const RealDate = Date;
       globalThis.Date = class extends RealDate { constructor(...args) { if (args.length === 0) super(now()); else super(...args); } static now() { return now(); } };`,
    );
    const end = await tick(file, '15s', { NODE_OPTIONS: `--import ${pathToFileURL(step).href}` });
    show(t, `clock ${hours > 0 ? '+' : ''}${hours} h`, end);
    assert.equal(end.code, 2, end.stdout + end.stderr);
    assert.doesNotMatch(end.stdout, /opened|P[0-3] /);
    assert.equal(await samples(file), Number(/^(\d+) probes of/m.exec(end.stdout)?.[1]));
  }
});
