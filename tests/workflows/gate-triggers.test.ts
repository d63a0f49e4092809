// The gate, by each of its triggers, from the checkout of a repository that has nothing of ours.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { addWorkflow, deployingSite, HTTP_GATE, LIVE_COMMIT, OLD_COMMIT, secretsOf } from './lib/callers.ts';
import { deploymentStatus, vercelDispatch, workflowDispatch, type Event } from './lib/events.ts';
import { runWorkflow, type JobReport, type RunOptions, type RunReport } from './lib/local-runner.ts';
import { makeWorld, SITE_REPOSITORY, SUITE_REPOSITORY, type World } from './lib/runner-world.ts';

let world: World;
let site: StandIn;
before(async () => {
  world = await makeWorld();
  site = await startStandIn();
  for (const event of ['deployment_status', 'repository_dispatch', 'workflow_dispatch'])
    addWorkflow(
      world,
      `${event}.yml`,
      `on: { ${event}: }
jobs:
  call:
    uses: ${SUITE_REPOSITORY}/.github/workflows/post-deploy.yml@v1
    with: { only: '${HTTP_GATE.only}', profile: ${HTTP_GATE.profile}, event: ${event}${event === 'workflow_dispatch' ? ", target: '${{ github.event.inputs.target }}'" : ''} }
    secrets: inherit
`,
    );
});
after(async () => {
  await world.close();
  await site.close();
});

const run = (event: Event, more: Partial<RunOptions> = {}): Promise<RunReport> => {
  world.api.calls.length = 0;
  return runWorkflow({
    world,
    repository: SITE_REPOSITORY,
    file: `${event.name}.yml`,
    event,
    secrets: secretsOf(site),
    vars: { CONTROL_URL: site.controlUrl },
    ...more,
  });
};
const job = (report: RunReport, name: string): JobReport => {
  const found = report.jobs[`call / ${name}`];
  assert.ok(found, `no job ${name}`);
  return found;
};
const status = (): unknown => world.api.calls.find((call) => call.path.includes('/statuses/'))?.body;
const uploaded = (): string[] =>
  [...world.artifacts.values()]
    .flat()
    .map((file) => file.split('/').at(-1) ?? '')
    .sort();
const noSecretIn = (text: string): void => {
  const { password } = site.account;
  for (const form of [password, encodeURIComponent(password), Buffer.from(password).toString('base64')])
    assert.equal(text.includes(form), false, `the log shows ${form}`);
};

const byDeployment = (): Event => deploymentStatus({ environment: 'Production', sha: LIVE_COMMIT, url: site.url });
const byVercel = (): Event => vercelDispatch({ environment: 'production', sha: LIVE_COMMIT, url: site.url });
const byHand = (): Event => workflowDispatch({ target: site.url });

for (const event of [byDeployment, byVercel, byHand]) {
  test(`a healthy deployment passes (${event.name})`, async () => {
    const report = await run(event());
    const gate = job(report, 'gate');
    assert.equal(gate.result, 'success', gate.log);
    assert.deepEqual(
      [gate.outputs['verdict'], gate.outputs['exit-code'], gate.outputs['failed-kpis']],
      ['pass', '0', ''],
    );
    assert.match(gate.summary, /^## ✅ pass \(exit code 0\)/m);
    for (const name of ['junit.xml', 'results.ndjson', 'summary.md', 'verdict.json'])
      assert.ok(uploaded().includes(name), name);
    assert.equal(uploaded().includes('history.db'), false);
    assert.equal((status() as { state: string }).state, 'success');
    assert.equal(job(report, 'rollback').result, 'skipped');
    noSecretIn(gate.log + gate.summary);
  });
}

test('a broken deployment fails with evidence, a failed status, advice and a protected rollback', async () => {
  // The history learns the address of a deployment from the gate that passed it, while the target is the alias.
  const before = await run(
    deploymentStatus({ environment: 'Production', sha: LIVE_COMMIT, url: 'https://good.example' }),
    {
      vars: { CONTROL_URL: site.controlUrl, TARGET_URL: site.url },
    },
  );
  assert.equal(job(before, 'gate').outputs['verdict'], 'pass', job(before, 'gate').log);
  site.setFaults(['all-500']);
  // all-500 hides the commit, too: the target says nothing, so no commit is asked for.
  const report = await run(workflowDispatch({ target: site.url }), {
    vars: { CONTROL_URL: site.controlUrl, TARGET_URL: site.url, ROLLBACK_ENVIRONMENT: 'rollback' },
    secrets: { ...secretsOf(site), VERCEL_TOKEN: 'vercel-canary-token' },
  });
  site.setFaults([]);
  const gate = job(report, 'gate');
  assert.equal(gate.result, 'failure');
  assert.deepEqual([gate.outputs['verdict'], gate.outputs['exit-code']], ['breach', '1'], gate.log);
  assert.match(gate.outputs['failed-kpis'] ?? '', /availability/);
  assert.ok(gate.annotations.some((a) => a.level === 'error' && a.title.startsWith('breach')));
  assert.match(gate.summary, /breach \(exit code 1\)/);
  assert.ok(uploaded().includes('verdict.json'));
  const posted = status() as { state: string; description: string; target_url: string };
  assert.equal(posted.state, 'failure');
  assert.match(posted.description, /^breach: /);
  assert.match(posted.target_url, /\/artifacts\//);
  assert.deepEqual(
    [gate.outputs['last-good-url'], gate.outputs['last-good-commit']],
    ['https://good.example', LIVE_COMMIT],
  );
  const rollback = job(report, 'rollback');
  assert.equal(rollback.environment, 'rollback');
  assert.deepEqual(
    world.api.calls.filter((call) => call.path.startsWith('/v2/')).map((call) => call.body),
    [{ alias: new URL(site.url).host }],
  );
  // The faults are still on: the verification says so and is not green.
  assert.equal(rollback.result, 'failure');
  noSecretIn(gate.log);
  assert.equal(rollback.log.includes('vercel-canary-token'), false);
});

test('without a protected environment nothing is rolled back', async () => {
  site.setFaults(['all-500']);
  const report = await run(workflowDispatch({ target: site.url }), {
    vars: { CONTROL_URL: site.controlUrl, TARGET_URL: site.url },
  });
  site.setFaults([]);
  assert.equal(job(report, 'gate').outputs['verdict'], 'breach');
  assert.equal(job(report, 'rollback').result, 'skipped');
});

test('a preview, the docs and a deployment under way are not gated', async () => {
  const events = [
    deploymentStatus({ environment: 'Preview', sha: LIVE_COMMIT, url: site.url }),
    deploymentStatus({ environment: 'Production – docs', sha: LIVE_COMMIT, url: site.url }),
    deploymentStatus({ environment: 'Production', state: 'in_progress', sha: LIVE_COMMIT, url: site.url }),
    vercelDispatch({ environment: 'preview', sha: LIVE_COMMIT, url: site.url }),
    vercelDispatch({ environment: 'production', project: 'storybook', sha: LIVE_COMMIT, url: site.url }),
  ];
  for (const event of events) {
    const report = await run(event, { vars: { VERCEL_PROJECT: 'mysetlist-sonnet' } });
    for (const name of ['gate', 'status', 'rollback']) assert.equal(job(report, name).result, 'skipped', name);
    assert.deepEqual(world.api.calls, [], 'no status is posted either');
  }
});

test('a gate that crashes posts a status, and never a green one', async () => {
  const report = await run(deploymentStatus({ environment: 'Production', sha: LIVE_COMMIT, url: site.url }), {
    lost: ['gate'],
  });
  assert.equal(job(report, 'gate').result, 'failure');
  assert.deepEqual(
    [(status() as { state: string }).state, (status() as { description: string }).description],
    ['error', 'the gate ended as failure without a verdict'],
  );
  assert.equal(job(report, 'rollback').result, 'skipped');
});

test('the gate waits for a deployment that serves the old commit for 20 s', async () => {
  let asked = 0;
  // The gate asks every 2 s.
  const late = await deployingSite(site.url, (path) =>
    path === '/api/health/comprehensive' && (asked += 1) <= 10 ? OLD_COMMIT : asked <= 10 ? OLD_COMMIT : LIVE_COMMIT,
  );
  const started = Date.now();
  const report = await run(deploymentStatus({ environment: 'Production', sha: LIVE_COMMIT, url: late.url }));
  await late.close();
  assert.equal(job(report, 'gate').outputs['verdict'], 'pass', job(report, 'gate').log);
  assert.ok(Date.now() - started >= 18_000, 'it waited');
});

test('a deployment that flips back during the gate is inconclusive', async () => {
  let isBack = false;
  const flipping = await deployingSite(site.url, (path) => {
    isBack ||= path.startsWith('/api/activity/recent');
    return isBack ? OLD_COMMIT : LIVE_COMMIT;
  });
  const report = await run(deploymentStatus({ environment: 'Production', sha: LIVE_COMMIT, url: flipping.url }));
  await flipping.close();
  const gate = job(report, 'gate');
  assert.deepEqual([gate.outputs['verdict'], gate.outputs['exit-code']], ['inconclusive', '2'], gate.log);
  assert.equal((status() as { state: string }).state, 'error');
});

test('a manual target that is not on the list gets no account; without a list no target gets one', async () => {
  const refused = await run(workflowDispatch({ target: site.url }), {
    vars: { ALLOWED_TARGETS: 'https://mysetlist-sonnet.vercel.app' },
  });
  assert.deepEqual(job(refused, 'gate').outputs['exit-code'], '4');
  assert.match(job(refused, 'gate').annotations[0]?.message ?? '', /is not among allowed-targets/);
  const open = await run(workflowDispatch({ target: site.url }), { vars: { CONTROL_URL: site.controlUrl } });
  assert.equal(job(open, 'gate').outputs['verdict'], 'pass');
  assert.match(job(open, 'gate').log, /INPUT_NO_ACCOUNT: true\n/);
  assert.match(job(open, 'gate').log, /SYNTHETIC_PASSWORD: \n/);
});

test('two calls in one run upload under two names', async () => {
  const text = (id: string): string =>
    `  ${id}:\n    uses: ${SUITE_REPOSITORY}/.github/workflows/post-deploy.yml@v1\n    with: { only: front-door, profile: quick, no-account: true, target: '${site.url}' }\n`;
  addWorkflow(world, 'twice.yml', `on: { push: }\njobs:\n${text('first')}${text('second')}`);
  const report = await run({ name: 'push', payload: {} }, { file: 'twice.yml' });
  assert.deepEqual([report.jobs['first']?.result, report.jobs['second']?.result], ['success', 'success']);
  assert.equal(world.artifacts.size, 2);
});
