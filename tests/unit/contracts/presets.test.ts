// The presets against lists written before the run: nothing more is found, and nothing less.
import assert from 'node:assert/strict';
import test from 'node:test';
import { runContract } from '../../../checks/api/run-contract.ts';
import { driftTable, type DriftRow } from '../../../checks/drift/drift-table.ts';
import type { ApiContext } from '../../../checks/api/api-context.ts';
import { runContracts } from '../../../checks/api/contracts-stage.ts';
import { runSecurity } from '../../../checks/security/security-stage.ts';
import { CONTRACTS } from '../../../contracts/contract-list.ts';
import type { PresetName } from '../../../stand-in/faults.ts';
import { startStandIn, type StandIn } from '../../../stand-in/server.ts';
import { R1_FINDINGS } from '../../../proof/r1-findings.ts';
import { R2_DRIFT } from '../../../proof/r2-drift.ts';

async function driftOf(preset: PresetName): Promise<DriftRow[]> {
  const site = await startStandIn({ preset });
  const rows: DriftRow[] = [];
  for (const contract of CONTRACTS)
    rows.push(...(await runContract(contract, new URL(site.url), () => new Date())).drift);
  await site.close();
  return rows;
}
const lines = (rows: readonly (readonly string[])[]): string[] => [...new Set(rows.map((row) => row.join(' ')))].sort();
const cells = ({ endpoint, path, kind, old, new: now }: DriftRow): string[] => [endpoint, path, kind, old, now];

test('the drift table of r2 is exactly the one of the site’s description', async () => {
  const found = (await driftOf('r2')).map(cells);
  const listed = R2_DRIFT.map((row) => row.slice(0, 5));
  assert.deepEqual(lines(found), lines(listed));
  assert.equal(new Set(lines(listed)).size, R2_DRIFT.length);
});

test('a healthy site has no drift; R1’s drift equals its description', async () => {
  assert.deepEqual(await driftOf('healthy'), []);
  // 1.7 and 10: two routes answer 500.
  assert.deepEqual(lines((await driftOf('r1')).map(cells)), [
    'GET /api/search (route) breaking 200 500',
    'GET /api/votes/statistics (route) breaking 200 500',
  ]);
});

/** Lines of everything that contracts and security checks find, as `check code line`. */
async function findingsOf(preset: PresetName): Promise<string[]> {
  const site = await startStandIn({ preset });
  const found: string[] = [];
  await runContracts({ ...context(site, found), rounds: 0 });
  await runSecurity(context(site, found));
  await site.close();
  return found;
}
const context = (site: StandIn, found: string[]): ApiContext => ({
  target: new URL(site.url),
  account: site.account,
  rounds: 0,
  signal: new AbortController().signal,
  now: () => new Date(),
  sink: (record) => {
    if (record.kind === 'check')
      found.push(...record.failures.map(({ code, message }) => `${record.id} ${code} ${message}`));
  },
});

test('R1 has exactly the findings of the list, each once', async () => {
  const found = await findingsOf('r1');
  const rows = R1_FINDINGS.map((row) => row.slice(0, 3).join(' '));
  const unlisted = found.filter((line) => !rows.some((row) => line.startsWith(row)));
  const unfound = rows.filter((row) => found.filter((line) => line.startsWith(row)).length !== 1);
  assert.deepEqual({ unlisted, unfound }, { unlisted: [], unfound: [] });
});

test('a healthy site has no finding, also as a warning', async () => {
  assert.deepEqual(await findingsOf('healthy'), []);
});

test('a table has the same cells for any key name', () => {
  const row = { endpoint: 'GET /x', path: '$.a|b\n', kind: 'additive', old: '-', new: 'string | null' } as const;
  assert.match(driftTable([row]), /\| \$\.a\\\|b {1,2}\| additive \| - \| string \\\| null \|$/);
});
