import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KPIS } from '../../../kpis.ts';
import { checksOf } from '../../../checks/index.ts';
import { FAULTS, isFaultId, PRESETS, type FaultId } from '../../../stand-in/faults.ts';
import { NIGHTLY } from '../../../stand-in/nightly.ts';
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
    assert.equal(new Set(fault.noticedBy).size, fault.noticedBy.length, `${fault.id} names an id twice`);
  }
});

test('what notices a fault is a KPI or looks like the id of a check', () => {
  const kpis = new Set<string>(KPIS.map(({ id }) => id));
  for (const { id, noticedBy } of FAULTS) {
    const strange = noticedBy.filter(
      (name) => !kpis.has(name) && !/^(front-door|contract|security|journey|audit|load)\.[a-z0-9.-]+$/.test(name),
    );
    assert.deepEqual(strange, [], id);
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

test('every journey is turned red by three faults at least, one of them its own', () => {
  const universal = ['all-500', 'edge-challenge', 'page-crash', 'console-error'];
  for (const { id } of checksOf('journeys')) {
    const faults = FAULTS.filter(({ noticedBy }) => noticedBy.includes(id)).map((fault) => fault.id as string);
    assert.ok(faults.length >= 3, `${id}: ${faults.join(' ')}`);
    assert.ok(
      faults.some((fault) => !universal.includes(fault)),
      `${id} has no fault of its own`,
    );
  }
});

test('what the nightly journeys notice are faults and journeys that exist', () => {
  const known = new Set<string>(
    checksOf('journeys')
      .filter(({ profiles }) => !profiles.includes('gate'))
      .map(({ id }) => id),
  );
  assert.deepEqual(new Set(Object.keys(NIGHTLY).map((id) => `journey.${id}`)), known);
  for (const faults of Object.values(NIGHTLY)) for (const id of faults) assert.ok(isFaultId(id), id);
});
