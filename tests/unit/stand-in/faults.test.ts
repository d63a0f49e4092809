import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { KPIS } from '../../../kpis.ts';
import { checksOf } from '../../../checks/index.ts';
import { FAULTS, isFaultId, PRESETS, type FaultId } from '../../../stand-in/faults.ts';
import { NIGHTLY } from '../../../stand-in/nightly.ts';
import { DIALECTS, type DialectName } from '../../../stand-in/pages/writers/index.ts';
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
    test(`a client sees ${id} (${markup}), and sees nothing where it is not`, async () => {
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
