// The embedded engine against the real k6: exact, or refused by name before the first request. Here the scripts in k6's async style and our own, in one process;
// tests/nightly/load-conformance.test.ts runs every recorded script as a process.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { test } from 'node:test';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { asyncProbes, startServer, type Verdict } from './conformance.ts';
import { REFUSED_PROBES } from './refused-probes.ts';

const ids = asyncProbes().map(({ id }) => id);

test(`${ids.length} scripts: exact, or refused for a reason that we have written down`, async (t) => {
  const { stop, env } = await startServer();
  t.after(stop);
  const batch = fileURLToPath(new URL('conformance-batch.ts', import.meta.url));
  const child = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', batch], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  t.after(() => child.kill('SIGKILL'));
  const verdicts = new Map<string, Verdict>();
  for await (const line of createInterface({ input: child.stdout })) {
    const verdict = JSON.parse(line) as Verdict;
    verdicts.set(verdict.id, verdict);
  }
  for (const id of ids)
    await t.test(id, () => {
      const { kind, why } = verdicts.get(id) ?? { kind: 'deviating', why: 'it did not run' };
      assert.equal(kind, id in REFUSED_PROBES ? 'refused' : 'exact', why);
    });
  const count = (kind: Verdict['kind']): number =>
    [...verdicts.values()].filter((verdict) => verdict.kind === kind).length;
  t.diagnostic(`exact ${count('exact')}, refused ${count('refused')}, deviating ${count('deviating')}`);
});
