// The embedded engine against the real k6: exact, or refused before it says anything. `CONFORMANCE=all` runs every recorded script
// (about 4 minutes); without it the ones in the async style and our own.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { judge, probesOf, startServer } from './conformance.ts';
import { OWN_PROBES } from './own-probes.ts';
import { REFUSED_PROBES } from './refused-probes.ts';

let stop = (): void => {};
before(async () => (stop = await startServer()));
after(() => stop());

const ALL = process.env['CONFORMANCE'] === 'all';
const probes = [...probesOf('probes-async.ndjson'), ...OWN_PROBES, ...(ALL ? probesOf('probes.ndjson') : [])];

test(`${probes.length} scripts: exact or refused, none otherwise`, { concurrency: 3 }, async (t) => {
  const kinds = { exact: 0, refused: 0, deviating: 0 };
  await Promise.all(
    probes.map((probe) =>
      t.test(probe.id, async () => {
        const { kind, why } = await judge(probe);
        kinds[kind]++;
        const refusable = probe.id in REFUSED_PROBES || !probe.id.endsWith('.async');
        assert.ok(kind === 'exact' || (kind === 'refused' && refusable), `${kind}: ${why}`);
      }),
    ),
  );
  t.diagnostic(`exact ${kinds.exact}, refused ${kinds.refused}, deviating ${kinds.deviating}`);
});
