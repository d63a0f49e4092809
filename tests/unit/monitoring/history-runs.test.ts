// Results of runs in the history: verdicts, checks, states, medians, load runs, capacities, deployments.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pastMedians, readCapacities, readLoads, readRuns } from '../../../monitoring/history/run-reads.ts';
import type { ResultRecord } from '../../../reports/result.ts';
import { failing, folderOfTest, newHistory, NOON, sample, SITE } from './history-harness.ts';

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
  assert.deepEqual(await history.deployments(0, NOON + 10), [
    { ...seen, at: NOON, verdict: 'breach', verdictAt: NOON + 5 },
  ]);
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

test('a commit that is live again is one more deployment; late and repeated sightings are none', async () => {
  const { history } = await newHistory(folder);
  const alias = { address: SITE, verdict: null };
  const see = (commit: string, minute: number, more: object = {}): Promise<void> =>
    history.addDeployment({ commit, at: NOON + minute * 60_000, ...alias, ...more });
  const seen = async (): Promise<string[]> =>
    (await history.deployments(0, NOON + DAY)).map(
      ({ at, commit, isReturn }) => `${(at - NOON) / 60_000} ${commit}${isReturn ? ' again' : ''}`,
    );
  await see('aaaaaaa', 0);
  // A gate of the same deployment knows the whole id and the own address.
  await see('aaaaaaa1111', 1, { address: 'https://a.example', verdict: 'pass' });
  await see('bbbbbbb', 10);
  await see('bbbbbbb', 15);
  assert.deepEqual(await seen(), ['0 aaaaaaa', '1 aaaaaaa1111', '10 bbbbbbb']);
  await see('aaaaaaa', 20);
  await see('aaaaaaa1111', 25);
  assert.deepEqual((await seen()).slice(3), ['20 aaaaaaa again', '25 aaaaaaa1111'], 'the long id has a row of its own');
  assert.equal((await history.deployments(0, NOON + DAY)).at(-1)?.commit, 'aaaaaaa1111', 'the newest is live');
  // From a spool, late.
  await see('bbbbbbb', 12);
  await see('ccccccc', 30);
  assert.deepEqual((await seen()).slice(3), ['20 aaaaaaa again', '25 aaaaaaa1111', '30 ccccccc']);
});

test('the samples of a gate are told from those of the schedule', async () => {
  const { history } = await newHistory(folder);
  const run = { startedAt: NOON, durationMs: 1, verdict: 'pass', exitCode: 0, failing: [], profile: 'gate' };
  await history.addRun({ ...run, run: 'gate-1' });
  await history.addRun({ ...run, run: 'tick-1-noon', profile: 'monitor' });
  await history.addSamples('tick-1', [sample(NOON + 1), sample(NOON + 2)]);
  await history.addSamples('gate-1', [sample(NOON + 3), failing(NOON + 4, 'own-network'), sample(NOON + 9)]);
  assert.deepEqual(await history.gateSamples(NOON, NOON + 8), [NOON + 3]);
  assert.equal((await history.sum('*', NOON - 60_000, NOON + 60_000)).n, 4, 'all of them are samples');
});
