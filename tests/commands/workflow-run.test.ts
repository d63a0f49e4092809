// A gate as GitHub would run it, from a repository that has nothing of ours. All triggers: npm run test:nightly.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startStandIn, type StandIn } from '../../stand-in/server.ts';
import { addWorkflow, HTTP_GATE, LIVE_COMMIT, secretsOf } from '../workflows/lib/callers.ts';
import { deploymentStatus, type Event } from '../workflows/lib/events.ts';
import { runWorkflow } from '../workflows/lib/local-runner.ts';
import { makeWorld, SITE_REPOSITORY, SUITE_REPOSITORY, type World } from '../workflows/lib/runner-world.ts';

let world: World;
let site: StandIn;
before(async () => {
  world = await makeWorld();
  site = await startStandIn();
});
after(async () => {
  await world.close();
  await site.close();
});

const push: Event = { name: 'push', payload: {} };

test('the reusable workflow passes a healthy deployment and posts its status', async () => {
  const uses = `${SUITE_REPOSITORY}/.github/workflows/post-deploy.yml@v1`;
  addWorkflow(
    world,
    'gate.yml',
    `on: { deployment_status: }\njobs:\n  call:\n    uses: ${uses}\n    with: { only: '${HTTP_GATE.only}', profile: quick }\n`,
  );
  const event = deploymentStatus({ environment: 'Production', sha: LIVE_COMMIT, url: site.url });
  const vars = { CONTROL_URL: site.controlUrl };
  const report = await runWorkflow({
    world,
    repository: SITE_REPOSITORY,
    file: 'gate.yml',
    event,
    secrets: secretsOf(site),
    vars,
  });
  const gate = report.jobs['call / gate'];
  assert.equal(gate?.outputs['verdict'], 'pass', gate?.log);
  assert.deepEqual(
    world.api.calls.filter((call) => call.method === 'POST').map((call) => (call.body as { state: string }).state),
    ['success'],
  );
  assert.equal(world.artifacts.size, 1);
});

test('the action itself: a breach fails the step with its outputs; an empty command is wrong usage before anything is installed', async () => {
  const job = (id: string, inputs: string): string =>
    `  ${id}:\n    runs-on: x\n    permissions: { contents: read }\n    outputs: { verdict: '\${{ steps.a.outputs.verdict }}', code: '\${{ steps.a.outputs.exit-code }}' }\n    steps:\n      - { id: a, uses: '${SUITE_REPOSITORY}@v1', with: ${inputs} }\n`;
  addWorkflow(
    world,
    'direct.yml',
    `on: { push: }\njobs:\n${job('breach', `{ command: gate, target: '${site.url}', only: front-door, profile: quick, no-account: true }`)}${job('empty', `{ command: '', target: '${site.url}' }`)}`,
  );
  site.setFaults(['all-500']);
  const { jobs } = await runWorkflow({ world, repository: SITE_REPOSITORY, file: 'direct.yml', event: push });
  site.setFaults([]);
  assert.deepEqual([jobs['breach']?.result, jobs['breach']?.outputs], ['failure', { verdict: 'breach', code: '1' }]);
  assert.deepEqual([jobs['empty']?.result, jobs['empty']?.outputs], ['failure', { verdict: 'usage', code: '4' }]);
  assert.ok(jobs['empty']?.steps.some((step) => step.name === 'install' && step.outcome === 'skipped'));
});

test('a tick, the page and the list of incidents start from the action, and share the history on a git ref', async () => {
  const step = (command: string, more = ''): string =>
    `      - { id: ${command}, uses: '${SUITE_REPOSITORY}@v1', with: { command: ${command}, target: '${site.url}', history: git${more} } }\n`;
  addWorkflow(
    world,
    'tick.yml',
    `on: { push: }\njobs:\n  tick:\n    runs-on: x\n    permissions: { contents: write }\n    steps:\n${step('monitor', `, for: 2s, control: '${site.controlUrl}'`).replace('- {', '- { continue-on-error: true,')}${step('report')}${step('incidents')}`,
  );
  const { jobs } = await runWorkflow({ world, repository: SITE_REPOSITORY, file: 'tick.yml', event: push });
  const log = jobs['tick']?.log ?? '';
  // Two seconds prove nothing yet, so the tick and the list that names it are inconclusive, never broken.
  const codes = jobs['tick']?.steps.flatMap(({ code }) => code || []) ?? [];
  assert.deepEqual(codes, [2, 2], log);
  assert.match(log, /history: kept \d+ bytes[^]*history: read \d+ bytes/);
});
