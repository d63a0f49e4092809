// Two writers at a time are killed by SIGKILL at random times: all committed samples must exist. KILLS=200 for the long version
// (`npm run test:nightly`).
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { seededRandom } from '../../../common/seeded-random.ts';
import { checkHistory } from '../../../monitoring/history/check-history.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import { folderOfTest, NOON, SITE } from './history-harness.ts';

const WRITER = path.resolve(import.meta.dirname, '../../fixtures/history/writer.ts');
const KILLS = Number(process.env['KILLS'] ?? 4);
const folder = folderOfTest();

/** Starts a writer and kills it `ms` after its first commit. Returns the numbers that it reported as committed. */
async function killedWriter(file: string, run: string, first: number, ms: number): Promise<number[]> {
  const child = spawn(process.execPath, [WRITER, file, run, String(first)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  const begun = Promise.withResolvers<void>();
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    begun.resolve();
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await Promise.race([begun.promise, closed]);
  await pause(ms);
  child.kill('SIGKILL');
  await closed;
  return output.split('\n').slice(0, -1).map(Number);
}

test(
  `${KILLS} kills of two writers at once lose nothing committed`,
  { timeout: 120_000 + KILLS * 10_000 },
  async () => {
    const file = path.join(folder, 'killed.db');
    const random = seededRandom(200);
    let committed = 0;
    for (let i = 0; i < KILLS; i += 2) {
      const [a, b] = await Promise.all([
        killedWriter(file, `run-${i}`, i * 1_000, random() * 150),
        killedWriter(file, `run-${i + 1}`, i * 1_000, random() * 150),
      ]);
      const history = await openHistory({ location: file, target: SITE, patienceMs: 30_000 });
      const from = NOON + i * 250_000;
      for (const numbers of [a, b]) {
        committed += numbers.length;
        const kept = new Set((await history.samples(from - 1, from + 250_000)).map(({ at }) => at));
        for (const number of numbers)
          assert.ok(kept.has(NOON + number * 250), `sample ${number} of round ${i} is lost`);
      }
      // A sample may be committed before its number was reported.
      const all = await history.sum('*', from - 1, from + 249_999);
      assert.ok(
        all.n >= a.length + b.length && all.n <= a.length + b.length + 2,
        `${all.n} of ${a.length} + ${b.length}`,
      );
      await history.close();
    }
    const history = await openHistory({ location: file, target: SITE });
    assert.deepEqual(await checkHistory(history), []);
    await history.close();
    assert.ok(committed >= KILLS, String(committed));
  },
);
