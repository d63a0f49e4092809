// Export, check and spool import of a history, and the entries of a gate's run.
import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { checkHistory } from '../../../monitoring/history/check-history.ts';
import { exportLines } from '../../../monitoring/history/export-history.ts';
import { overview } from '../../../monitoring/history/overview.ts';
import { readRuns } from '../../../monitoring/history/run-reads.ts';
import { readSpools, SpoolFile, spoolFolder } from '../../../monitoring/history/spool-file.ts';
import { openHistory, type History } from '../../../monitoring/history/store.ts';
import { importSpools } from '../../../monitoring/history/import-spools.ts';
import { folderOfTest, newHistory, NOON, randomSamples, sample, SITE } from './history-harness.ts';

const folder = folderOfTest();
const lines = async (history: History): Promise<Record<string, unknown>[]> => {
  const all: Record<string, unknown>[] = [];
  for await (const line of exportLines(history)) all.push(JSON.parse(line) as Record<string, unknown>);
  return all;
};

test('the export has every row of the site and none of another site', async () => {
  const { history, file } = await newHistory(folder);
  const samples = randomSamples(60, NOON - 7_200_000, NOON, 9);
  await history.addSamples('run', samples);
  await history.addStates([{ at: NOON, kpi: 'database', subject: '/api/health/db', value: 1 }]);
  const other = await openHistory({ location: file, target: 'https://other.example' });
  await other.addSamples('run', [sample(NOON, { endpoint: 'GET /other' })]);
  await other.close();
  const rows = await lines(history);
  const byTable = Map.groupBy(rows, (row) => row['table']);
  const exported = byTable
    .get('samples')
    ?.map((row) => [row['at'], row['endpoint'], row['class'], row['ttfbMs'], row['code']]);
  const sorted = samples.toSorted((a, b) => a.at - b.at);
  assert.deepEqual(
    exported,
    sorted.map((one) => [one.at, one.endpoint, one.class, one.ttfbMs, one.code]),
  );
  assert.deepEqual(byTable.get('states'), [
    { table: 'states', target: SITE, at: NOON, kpi: 'database', subject: '/api/health/db', value: 1 },
  ]);
  const day = byTable.get('days')?.reduce((n, row) => n + ((row['classes'] as { valid?: number }).valid ?? 0), 0);
  assert.equal(day, samples.filter((one) => one.class === 'valid').length);
  assert.doesNotMatch(JSON.stringify(rows), /other/);
  assert.match((await overview(history)).join('\n'), /samples +60 rows from 2026-03-01 10:.* to 2026-03-01 1[12]:/);
});

test('the check finds a rollup that does not match its samples', async () => {
  const { history } = await newHistory(folder);
  await history.addSamples('run', randomSamples(300, NOON - 7_200_000, NOON, 10));
  assert.deepEqual(await checkHistory(history), []);
  await history.query('UPDATE minutes SET valid = valid + 1 WHERE bucket = (SELECT MAX(bucket) FROM minutes)');
  const [first] = await checkHistory(history);
  assert.match(first ?? '', /^minute \d+ GET .*: its rollup does not match its samples$/);
  await history.query('UPDATE hours SET valid = valid + 5');
  assert.match((await checkHistory(history)).join('\n'), /^hours: .* valid samples, but the minutes have /m);
});

test('a spool is imported once, also when repeated; an incomplete line of a killed run is skipped and reported', async () => {
  const { history, file } = await newHistory(folder);
  const where = spoolFolder(file, '/nowhere');
  assert.equal(where, `${file}.spool`);
  const spool = new SpoolFile(where);
  const about = { target: SITE, run: 'tick-1' };
  spool.append({ ...about, kind: 'samples', samples: [sample(NOON), sample(NOON + 5)] });
  const row = {
    run: 'tick-1',
    startedAt: NOON,
    durationMs: 5,
    profile: 'monitor',
    verdict: 'pass',
    exitCode: 0,
    failing: [],
  };
  spool.append({ ...about, kind: 'run', row });
  spool.append({ ...about, kind: 'deployment', commit: 'abc1234', address: SITE, at: NOON, verdict: 'pass' });
  appendFileSync(spool.path, '{"kind":"samples","targ');
  assert.deepEqual(readSpools(where), [], 'one that is written to is left alone');
  spool.close();
  const [closed] = readdirSync(where);
  const copy = path.join(where, closed ?? '');
  const [imported, ...more] = await importSpools(history, where);
  assert.match(imported ?? '', /^imported into the history: 2 samples of spool .*; 1 incomplete line is lost$/);
  assert.deepEqual(more, []);
  assert.equal(existsSync(copy), false);
  // A run that was killed between the commit and the removal leaves the file: it is not counted twice.
  writeFileSync(copy, `${JSON.stringify({ ...about, kind: 'samples', samples: [sample(NOON + 9)] })}\n`);
  assert.deepEqual(await importSpools(history, where), []);
  assert.equal((await history.samples(0, NOON + 60_000)).length, 2);
  assert.deepEqual(
    (await readRuns(history, 5)).map(({ run }) => run),
    ['tick-1'],
  );
  assert.equal((await history.deployments(0, NOON)).length, 1);
});

test('the open spool of a running process is not imported, that of an ended process is', async () => {
  const { history, file } = await newHistory(folder);
  const where = spoolFolder(file, '/nowhere');
  mkdirSync(where);
  const line = `${JSON.stringify({ target: SITE, run: 'tick', kind: 'samples', samples: [sample(NOON)] })}\n`;
  writeFileSync(path.join(where, `${process.ppid}-1-aa.open.ndjson`), line);
  assert.deepEqual(await importSpools(history, where), []);
  writeFileSync(path.join(where, '4194999-1-bb.open.ndjson'), line); // above the largest process id
  assert.equal((await importSpools(history, where)).length, 1);
  assert.equal((await history.samples(0, NOON)).length, 1);
});

test('a single write waits for a transaction of the same process, and is not refused as if another run were writing', async () => {
  const { history } = await newHistory(folder);
  const order: string[] = [];
  const long = history.db.transaction(async (tx) => {
    await tx.query(`INSERT INTO meta VALUES ('one', '1')`);
    for (let i = 0; i < 50; i += 1) await tx.query('SELECT 1');
    order.push('transaction');
  });
  const single = history.db.query(`INSERT INTO meta VALUES ('two', '2')`).then(() => order.push('single write'));
  await Promise.all([long, single]);
  assert.deepEqual(order, ['transaction', 'single write']);
});
