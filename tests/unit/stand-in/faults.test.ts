import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FAULTS, PRESETS, type FaultId } from '../../../stand-in/faults.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';
import { BROWSER_FAULTS } from './browser-faults.ts';
import { HTTP_PROBES } from './probes.ts';

let site: StandIn;
before(async () => {
  site = await startStandIn();
});
after(() => site.close());

const reset = () => fetch(`${site.controlUrl}/reset`, { method: 'POST' });

for (const [id, probe] of Object.entries(HTTP_PROBES) as [FaultId, NonNullable<(typeof HTTP_PROBES)[FaultId]>][]) {
  test(`a client sees ${id}`, async () => {
    await reset();
    site.setFaults([]);
    const healthy = await probe(site);
    await reset();
    site.setFaults([id]);
    const faulted = await probe(site);
    assert.notDeepEqual(faulted, healthy);
  });
}

test('every fault has a probe, here or in a browser', () => {
  const elsewhere = new Set<FaultId>([...BROWSER_FAULTS, 'limiter-bypass']); // the latter in limiter.test.ts
  const unproved = FAULTS.filter(({ id }) => !HTTP_PROBES[id] && !elsewhere.has(id)).map(({ id }) => id);
  assert.deepEqual(unproved, []);
});

test('faults have an id of their own, one line of words and a source', () => {
  assert.equal(new Set(FAULTS.map(({ id }) => id)).size, FAULTS.length);
  for (const fault of FAULTS) {
    assert.match(fault.id, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.match(fault.description, /^.{10,110}$/);
    assert.notEqual(fault.source, '');
  }
});

test('healthy has no faults, and each preset names a fault once', () => {
  assert.deepEqual(PRESETS.healthy, []);
  for (const ids of Object.values(PRESETS)) assert.equal(new Set(ids).size, ids.length);
});

test('every preset starts and serves its home page', async () => {
  for (const preset of ['healthy', 'r1', 'r2'] as const) {
    const one = await startStandIn({ preset });
    try {
      assert.equal((await fetch(one.url)).status, 200, preset);
    } finally {
      await one.close();
    }
  }
});
