// The way of an audit's medians: into the history, out again for the next run, and into the verdict as a warning.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { readPast, storeMedians } from '../../../commands/lib/audit-history.ts';
import { kpi } from '../../../kpis.ts';
import type { MetricRecord } from '../../../reports/result.ts';
import { judgeMedian } from '../../../reports/verdict/kpi-figures.ts';

const dir = mkdtempSync(path.join(os.tmpdir(), 'past-test-'));
after(() => rmSync(dir, { recursive: true, force: true }));
const silent = (): void => undefined;
const TARGET = 'https://site.example';

const lcp = (run: number, samples: number[], more: Partial<MetricRecord> = {}): MetricRecord => ({
  kind: 'metric',
  at: new Date(Date.UTC(2026, 10, 1, run)).toISOString(),
  stage: 'audits',
  kpi: 'lcp',
  subject: '/',
  variant: 'mobile',
  samples,
  ...more,
});

test('stored runs are read as medians, oldest first, the newest twenty, per page and form factor', async () => {
  const file = path.join(dir, 'history.db');
  for (let run = 0; run < 23; run += 1) {
    const records = [lcp(run, [run, run + 100, run + 50]), lcp(run, [1, 2, 3], { variant: 'desktop' })];
    await storeMedians(file, TARGET, `run-${run}`, records, silent);
  }
  const past = await readPast(file, TARGET, silent);
  const mobile = past.find((one) => one.variant === 'mobile');
  assert.deepEqual(
    mobile?.medians,
    Array.from({ length: 20 }, (_, i) => i + 3 + 50),
  );
  assert.deepEqual(past.find((one) => one.variant === 'desktop')?.medians, Array<number>(20).fill(2));
  assert.deepEqual(await readPast(file, 'https://other.example', silent), []);
});
test('values measured on a busy machine are not used as earlier values', async () => {
  const file = path.join(dir, 'busy.db');
  await storeMedians(file, TARGET, 'run-1', [lcp(1, [900], { note: 'this machine is busy' })], silent);
  assert.deepEqual(await readPast(file, TARGET, silent), []);
});
test('an unusable history is reported, and no earlier values are used', async () => {
  const file = path.join(dir, 'not-a-database.db');
  writeFileSync(file, 'something else, long enough to be no database header at all '.repeat(40));
  const told: string[] = [];
  assert.deepEqual(await readPast(file, TARGET, (line) => told.push(line)), []);
  assert.match(told.join('\n'), /not compared with earlier runs: .*history .*not-a-database/);
});

const past = { runs: 9, median: 900, effect: 1, p: 0.01, worse: true, text: 'worse than before: 900 ms' };
test('a page that became worse within its limit is a warning with the earlier median', () => {
  const judged = judgeMedian(kpi('lcp'), [lcp(1, [1_500, 1_510, 1_490], { past })]);
  assert.equal(judged.verdict, 'warn');
  assert.match(judged.reason, /worse than before: 900 ms/);
});
test('a page that became better passes; a page beyond its limit breaches with any history', () => {
  assert.equal(judgeMedian(kpi('lcp'), [lcp(1, [500], { past: { ...past, worse: false } })]).verdict, 'pass');
  assert.equal(judgeMedian(kpi('lcp'), [lcp(1, [2_600], { past })]).verdict, 'breach');
});
