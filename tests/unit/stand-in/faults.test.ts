import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FAULTS, PRESETS, type FaultId } from '../../../stand-in/faults.ts';
import { DIALECTS, type DialectName } from '../../../stand-in/pages/writers/dialects.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';
import type { Probe } from './asking-the-stand-in.ts';
import { BROWSER_FAULTS } from './browser-faults.ts';
import { HTTP_PROBES } from './probes.ts';

const sites = new Map<DialectName, StandIn>();
before(async () => {
  for (const markup of DIALECTS) sites.set(markup, await startStandIn({ markup }));
});
after(() => Promise.all([...sites.values()].map((site) => site.close())));

/** What a probe sees of the stand-in as just started, with these faults. */
async function seen(markup: DialectName, faults: readonly FaultId[], probe: Probe): Promise<unknown> {
  const site = sites.get(markup);
  assert.ok(site);
  await fetch(`${site.controlUrl}/reset`, { method: 'POST' });
  site.setFaults(faults);
  return probe(site);
}

for (const markup of DIALECTS) {
  for (const [id, probe] of Object.entries(HTTP_PROBES) as [FaultId, Probe][]) {
    test(`${id} (${markup}) is visible to a client, and only with the fault on`, async () => {
      const healthy = await seen(markup, [], probe);
      assert.deepEqual(await seen(markup, [], probe), healthy, 'two looks at a healthy site');
      assert.notDeepEqual(await seen(markup, [id], probe), healthy);
    });
  }
}

test('every fault has a probe, here or in a browser', () => {
  const elsewhere = new Set<FaultId>([...BROWSER_FAULTS, 'limiter-bypass']); // the latter in limiter.test.ts
  const unproved = FAULTS.filter(({ id }) => !HTTP_PROBES[id] && !elsewhere.has(id)).map(({ id }) => id);
  assert.deepEqual(unproved, []);
});

test('faults have a unique id, a one-line description and a source', () => {
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
