// A release moves the major tag; a pre-release and a tag of another form do not.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { releasePublished } from './lib/events.ts';
import { runWorkflow, type JobReport } from './lib/local-runner.ts';
import { makeWorld, SUITE_REPOSITORY, type World } from './lib/runner-world.ts';

let world: World;
before(async () => (world = await makeWorld()));
after(() => world.close());

const release = async (tag: string, isPrerelease = false): Promise<JobReport | undefined> => {
  world.api.calls.length = 0;
  const event = releasePublished(tag, isPrerelease);
  return (await runWorkflow({ world, repository: SUITE_REPOSITORY, file: 'release.yml', event })).jobs['tag'];
};
const changes = (): string[] =>
  world.api.calls.map((call) => `${call.method} ${call.path.replace(`/repos/${SUITE_REPOSITORY}`, '')}`);

test('v1 is made by the first release and moved by the next', async () => {
  assert.equal((await release('v1.0.0'))?.result, 'success');
  assert.deepEqual(changes(), ['PATCH /git/refs/tags/v1', 'POST /git/refs']);
  world.api.tags.add('tags/v1');
  assert.equal((await release('v1.1.0'))?.result, 'success');
  assert.deepEqual(changes(), ['PATCH /git/refs/tags/v1']);
  assert.deepEqual(world.api.calls[0]?.body, { sha: '2'.repeat(40), force: true });
});

test('a pre-release and a tag of another form do not move v1', async () => {
  assert.equal((await release('v1.2.0-rc.1', true))?.result, 'skipped');
  assert.equal((await release('nightly'))?.result, 'failure');
  assert.deepEqual(changes(), []);
});
