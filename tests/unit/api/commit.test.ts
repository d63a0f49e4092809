// Which commit is live, and whether it is still the one that a run began with.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { commitChange, liveCommit, waitForCommit } from '../../../checks/api/live-commit.ts';
import { closedPort, site } from './tiny.ts';

const OLD = 'efe125f1c0ffee00efe125f1c0ffee00efe125f1';
const NEW = 'adf1f9e1c0ffee00efe125f1c0ffee00efe125f1';

/** A site whose comprehensive health tells `whole()`, and whose basic one tells `short`. */
const tells = (t: TestContext, whole: () => string, short?: string | number): Promise<URL> =>
  site(t, (request, response) => {
    const body =
      request.url === '/api/health/comprehensive'
        ? { version: whole() }
        : { system: { deployment: { vercel: short === undefined ? {} : { commit: short } } } };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });

test('the full commit is read, else its seven characters, else none', async (t) => {
  assert.equal(await liveCommit(await tells(t, () => OLD)), OLD);
  assert.equal(await liveCommit(await tells(t, () => 'unknown', 'efe125f')), 'efe125f');
  assert.equal(await liveCommit(await tells(t, () => 'unknown')), undefined);
  for (const other of ['v1', 1_234_567])
    assert.equal(await liveCommit(await tells(t, () => 'unknown', other)), undefined, String(other));
  assert.equal(await liveCommit(await closedPort()), undefined);
});

test('a commit that changed during the run is reported; the same or an unknown one is not', async (t) => {
  const live = await tells(t, () => NEW);
  assert.match((await commitChange(live, OLD)) ?? '', /changed in the middle of the run, from efe125f1\w+ to adf1f9e1/);
  assert.equal(await commitChange(live, NEW), undefined);
  assert.equal(await commitChange(live, NEW.slice(0, 7)), undefined);
  assert.equal(await commitChange(live, undefined), undefined);
  assert.equal(await commitChange(await closedPort(), OLD), undefined);
});

test('waiting for a commit ends when it is live, and at the deadline when it is not', async (t) => {
  assert.deepEqual(await waitForCommit(await tells(t, () => NEW), NEW.slice(0, 7), 1), { ok: true, found: NEW });
  assert.deepEqual(await waitForCommit(await tells(t, () => OLD), NEW, 1), { ok: false, found: OLD });
});
