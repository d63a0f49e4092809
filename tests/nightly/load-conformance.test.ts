// Every script that was recorded with the real k6 2.2, and our own, each as a process: exact, or refused by name before the first request.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asProcess, asyncProbes, blockingProbes, judge, startServer } from '../unit/load/conformance.ts';
import { REFUSED_PROBES } from '../unit/load/refused-probes.ts';

test('each script is exact or refused', { concurrency: 3 }, async (t) => {
  const { stop } = await startServer();
  t.after(stop);
  const probes = [...asyncProbes(), ...blockingProbes()];
  assert.ok(probes.length > 380);
  const kinds = { exact: 0, refused: 0, deviating: 0 };
  await Promise.all(
    probes.map((probe) =>
      t.test(probe.id, async () => {
        const { kind, why } = await judge(probe, asProcess);
        kinds[kind]++;
        // The scripts with blocking calls are refused as a kind.
        const mayRefuse = probe.id in REFUSED_PROBES || !/^page-|\.async$/.test(probe.id);
        assert.ok(kind === 'exact' || (kind === 'refused' && mayRefuse), `${kind}: ${why}`);
      }),
    ),
  );
  t.diagnostic(`exact ${kinds.exact}, refused ${kinds.refused}, deviating ${kinds.deviating}`);
});
