// Results of runs in the history: verdicts, checks, states, medians, load runs, capacities, deployments.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pastMedians, readCapacities, readLoads, readRuns } from '../../../monitoring/history/run-reads.ts';
import type { ResultRecord } from '../../../reports/result.ts';
import { folderOfTest, newHistory, NOON } from './history-harness.ts';

const folder = folderOfTest();
const DAY = 86_400_000;
const at = new Date(NOON).toISOString();
const metric = (kpi: string, samples: number[], more: object = {}): ResultRecord =>
  ({ kind: 'metric', at, stage: 'contracts', kpi, subject: '/', samples, ...more }) as ResultRecord;

test('records of a run can be read back: checks, states of dependencies, medians, load runs', async () => {
  const { history } = await newHistory(folder);
  const load: ResultRecord = {
    ...{ kind: 'http', at, stage: 'load', source: 'load', endpoint: 'GET /api/trending', requests: 100, valid: 97 },
    ...{ serverErrors: 2, rateLimited: 1, timeouts: 0, failures: [] },
    ttfb: { n: 100, sumMs: 5_000, p95Ms: 90, maxMs: 120 },
  };
  const check: ResultRecord = {
    ...{ kind: 'check', at, id: 'security.headers', stage: 'security', outcome: 'fail', durationMs: 5, evidence: [] },
    ...{ failures: [{ code: 'header', message: 'header x is missing' }], rerun: 'x' },
  };
  const records = [
    ...[load, check, metric('lcp', [300, 100, 200], { variant: 'mobile' }), metric('memory', [1.4])],
    metric('external-apis', [0], { subject: 'spotify', note: 'HTTP 429' }),
    metric('database', [1], { subject: '/api/health/db' }),
  ];
  await history.addRecords('run-1', records);
  await history.addRecords('run-1', records);
  assert.deepEqual(await readLoads(history, 5), [
    {
      ...{ at: NOON, run: 'run-1', endpoint: 'GET /api/trending', requests: 100, valid: 97, serverErrors: 2 },
      ...{ rateLimited: 1, timeouts: 0, meanMs: 50, p95Ms: 90, maxMs: 120 },
    },
  ]);
  assert.deepEqual(await history.checks(NOON - 1, NOON), [
    { at: NOON, id: 'security.headers', outcome: 'fail', message: 'header: header x is missing' },
  ]);
  assert.deepEqual(
    (await history.states(NOON - 1, NOON)).map(({ kpi, subject, value }) => [kpi, subject, value]).sort(),
    [
      ['database', '/api/health/db', 1],
      ['external-apis', 'spotify', 0],
      ['external-rate-limit', 'spotify', 1],
    ],
  );
  const medians = await pastMedians(history, ['lcp', 'memory'], 20);
  assert.deepEqual(medians, [{ kpi: 'lcp', subject: '/', variant: 'mobile', medians: [200] }]);
});

test('the newest medians are returned, and pruning follows the retention', async () => {
  const { history } = await newHistory(folder);
  for (let day = 0; day < 5; day += 1) {
    const when = new Date(NOON - (5 - day) * DAY).toISOString();
    await history.addRecords(`run-${day}`, [
      { ...metric('cls', [day], { variant: 'mobile' }), at: when } as ResultRecord,
    ]);
  }
  assert.deepEqual((await pastMedians(history, ['cls'], 3))[0]?.medians, [2, 3, 4]);
  const run = { durationMs: 1, verdict: 'pass', exitCode: 0, failing: [] };
  await history.addRun({ ...run, run: 'old tick', startedAt: NOON - 40 * DAY, profile: 'monitor' });
  await history.addRun({ ...run, run: 'old gate', startedAt: NOON - 40 * DAY, profile: 'gate' });
  await history.addRun({ ...run, run: 'tick', startedAt: NOON, profile: 'monitor', commit: 'abc1234' });
  await history.prune(NOON);
  assert.deepEqual(
    (await readRuns(history, 9)).map((row) => [row.run, row.commit]),
    [
      ['tick', 'abc1234'],
      ['old gate', undefined],
    ],
  );
  assert.equal((await readRuns(history, 9, ['gate'])).length, 1);
});

test('a deployment is stored once for each address, by its first time, with its last verdict', async () => {
  const { history } = await newHistory(folder);
  const seen = { commit: 'abc1234', address: 'https://site.example' };
  await history.addDeployment({ ...seen, at: NOON, verdict: null });
  await history.addDeployment({ ...seen, at: NOON + 5, verdict: 'breach' });
  await history.addDeployment({ ...seen, at: NOON + 9, verdict: null });
  assert.deepEqual(await history.deployments(0, NOON + 10), [{ ...seen, at: NOON, verdict: 'breach' }]);
  await history.addDeployment({ ...seen, at: NOON + 20, verdict: 'pass' });
  assert.equal((await history.deployments(0, NOON + 10))[0]?.verdict, 'pass');
});

test('capacities are returned newest first', async () => {
  const { history } = await newHistory(folder);
  await history.addCapacity({ run: 'r1', at: NOON, script: 'break-point', perSecond: 80, note: 'limiter off' });
  await history.addCapacity({ run: 'r2', at: NOON + 1, script: 'break-point', perSecond: 95.5 });
  assert.deepEqual(
    (await readCapacities(history, 5)).map(({ run, perSecond, note }) => [run, perSecond, note]),
    [
      ['r2', 95.5, null],
      ['r1', 80, 'limiter off'],
    ],
  );
});
