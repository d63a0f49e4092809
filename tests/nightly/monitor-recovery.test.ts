// All 5xx, unreachable, healthy again, in real time: one incident with one notice, resolved only at the end. About ten minutes.
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { after, test } from 'node:test';
import { openIncidentStore } from '../../monitoring/incidents/incident-store.ts';
import { openHistory } from '../../monitoring/history/store.ts';
import { watchedSite } from '../commands/breakable-site.ts';
import { Workplace } from '../commands/process.ts';

const place = new Workplace();
after(() => place.remove());
/** Five minutes until the windows contain no failure, two minutes of ok, and a margin. */
const WELL_AGAIN_MS = 10 * 60_000;

test('all 5xx, unreachable, healthy: one incident from first to last failure, resolved by the monitor', async (t) => {
  const { front, receiver, history: file, stopMonitor, close } = await watchedSite(place);
  front.mode = '5xx';
  await receiver.next(/application/i);
  await pause(30_000);
  await front.close();
  await pause(30_000);
  front.mode = 'well';
  await front.open();
  const wellMs = Date.now();
  const incidents = async () => {
    const history = await openHistory({ location: file, target: front.url, patienceMs: 10_000 });
    const store = openIncidentStore(history.db, new URL(front.url).origin);
    const all = (await store.list('all')).filter(({ level }) => level !== 'info');
    const timeline = await Promise.all(all.map(({ id }) => store.timeline(id)));
    await history.close();
    return { all, kinds: timeline.flat().map(({ kind }) => kind) };
  };
  let seen = await incidents();
  while (seen.all.some(({ state }) => state !== 'resolved') && Date.now() < wellMs + WELL_AGAIN_MS) {
    await pause(5_000);
    seen = await incidents();
  }
  const { code, stdout } = await stopMonitor();
  t.diagnostic(
    `exit ${code}; ${seen.kinds.join(', ')}; notices: ${receiver.notices.map(({ text }) => text.split('\n', 1)[0]).join(' | ')}`,
  );
  t.diagnostic(`resolved ${((Date.now() - wellMs) / 1_000).toFixed(0)} s after the site was well`);
  assert.equal(seen.all.length, 1, stdout);
  assert.deepEqual([seen.all[0]?.state, seen.all[0]?.wasDown], ['resolved', true]);
  assert.ok((seen.all[0]?.lastBadMs ?? 0) <= wellMs + 2_000, 'it ends with the last failure');
  assert.equal(seen.kinds.filter((kind) => kind === 'opened').length, 1);
  assert.equal(seen.kinds.filter((kind) => kind === 'resolved').length, 1);
  assert.ok(code === 0 || code === 2, `exit ${code}`);
  await close();
});
