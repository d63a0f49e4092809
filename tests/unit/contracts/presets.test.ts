// The presets against lists written before the run: nothing more is found, and nothing less.
import assert from 'node:assert/strict';
import test from 'node:test';
import { runContract } from '../../../checks/api/contracts.ts';
import { driftTable, type DriftRow } from '../../../checks/api/drift-table.ts';
import { CONTRACTS } from '../../../contracts/index.ts';
import type { PresetName } from '../../../stand-in/faults.ts';
import { startStandIn } from '../../../stand-in/server.ts';
import { R2_DRIFT } from './presets/r2-drift.ts';

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

test('a healthy site has no drift, and R1’s is what its description says', async () => {
  assert.deepEqual(await driftOf('healthy'), []);
  // 1.7: whatever finds an artist with genres answers 500.
  assert.deepEqual(lines((await driftOf('r1')).map(cells)), ['GET /api/search (route) breaking 200 500']);
});

test('a table keeps its cells, whatever a key is called', () => {
  const row = { endpoint: 'GET /x', path: '$.a|b\n', kind: 'additive', old: '-', new: 'string | null' } as const;
  assert.match(driftTable([row]), /\| \$\.a\\\|b {1,2}\| additive \| - \| string \\\| null \|$/);
});
