// The history between runs: consecutive ticks share one, an acknowledgement meets it, and its loss costs one run and is said.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { schedule, workflowDispatch } from './lib/events.ts';
import { runWorkflow, type RunReport } from './lib/local-runner.ts';
import { makeWorld, SUITE_REPOSITORY, type World } from './lib/runner-world.ts';

let world: World;
let site: StandIn;
before(async () => {
  world = await makeWorld();
  site = await startStandIn({ faults: ['all-500'] });
});
after(async () => {
  await world.close();
  await site.close();
});

const TICKS = Number(process.env['TICKS'] ?? 15);
const vars = (): Record<string, string> => ({
  TARGET_URL: site.url,
  CONTROL_URL: site.controlUrl,
  MONITOR_MINUTES: '0',
  MONITOR_TICK: '2s',
});
const tick = (): Promise<RunReport> =>
  runWorkflow({
    world,
    repository: SUITE_REPOSITORY,
    file: 'synthetic.yml',
    event: schedule('11,31,51 * * * *'),
    vars: vars(),
  });
const remote = (): string => path.join(world.root, 'remotes', SUITE_REPOSITORY);
const git = (...args: string[]): string => spawnSync('git', args, { cwd: remote(), encoding: 'utf8' }).stdout;
/** The ids of the notices that a log has, of incidents that were opened. */
const opened = (log: string): string[] =>
  [...log.matchAll(/(?:--acknowledge |-f incident=)(application-[\w-]+)/g)].map((m) => m[1] ?? '');

test(`${TICKS} consecutive ticks share one history and open one incident for one outage, which a workflow acknowledges`, async () => {
  const notices: string[] = [];
  for (let i = 0; i < TICKS; i += 1) {
    const report = await tick();
    const job = report.jobs['monitor'];
    assert.ok(job);
    // 2 while the windows are too young, 1 once they show the outage; never green, never broken.
    assert.match(job.outputs['verdict'] ?? job.log, /inconclusive|breach/);
    assert.match(job.log, i === 0 ? /does not exist yet: this run begins the history/ : /history: read \d+ bytes/);
    assert.match(job.log, /history: kept \d+ bytes/);
    notices.push(...opened(job.log));
  }
  assert.equal(new Set(notices).size, 1, `one incident, found ${notices.join(', ')}`);
  assert.equal(
    git('for-each-ref', '--format=%(refname)').trim(),
    'refs/synthetic/history',
    'no branch, so no preview is built',
  );
  assert.equal(
    git('rev-list', '--count', 'refs/synthetic/history').trim(),
    '1',
    'one commit: older histories are not kept',
  );

  const acknowledge = (incident: string): Promise<RunReport> =>
    runWorkflow({
      world,
      repository: SUITE_REPOSITORY,
      file: 'acknowledge.yml',
      event: workflowDispatch({ incident, by: 'ada', note: 'known' }, SUITE_REPOSITORY),
      inputs: { incident, by: 'ada', note: 'known' },
      vars: vars(),
    });
  const done = (await acknowledge(notices[0] ?? '')).jobs['acknowledge'];
  assert.equal(done?.result, 'success', done?.log);
  assert.match(done?.summary ?? '', /ada is on it: known/);
  const unknown = (await acknowledge('application-1')).jobs['acknowledge'];
  assert.equal(unknown?.result, 'failure');
  assert.ok(
    unknown?.steps.some((step) => step.code === 4),
    'an unknown incident is wrong usage',
  );
  const next = (await tick()).jobs['monitor'];
  assert.deepEqual(opened(next?.log ?? ''), [], 'the next tick knows the acknowledgement');
});

test('a lost history is started again, and the run reports it', async () => {
  const before_ = git('rev-parse', 'refs/synthetic/history');
  git('update-ref', '-d', 'refs/synthetic/history');
  const lost = (await tick()).jobs['monitor'];
  assert.match(lost?.log ?? '', /does not exist yet: this run begins the history/);
  assert.notEqual(git('rev-parse', 'refs/synthetic/history'), before_);
});

test('without TARGET_URL nothing runs, nothing fails, and the name of the run has the reason', async () => {
  for (const file of ['synthetic.yml', 'journeys.yml']) {
    const report = await runWorkflow({ world, repository: SUITE_REPOSITORY, file, event: schedule('') });
    assert.ok(Object.values(report.jobs).every((job) => job.result === 'skipped'));
    assert.equal(report.name, 'not run, the variable TARGET_URL is not set');
  }
});
