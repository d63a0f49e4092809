import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CHECKS } from '../../../checks/index.ts';
import { cellsOf, filesOfJourneys } from '../../../commands/lib/browser-mutants.ts';
import { mutantsOfRoom } from '../../../commands/lib/run-mutation.ts';
import { checksOfMutant } from '../../../proof/mutation/checks-of-mutant.ts';
import { MUTATION_ROOMS } from '../../../proof/mutation/mutation-rooms.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SOURCE = `import { test } from 'x';
const LIMIT = 3;
test(...proves({ id: 'journey.a', reddens: ['x'] }), async () => { await expect(1).toBe(LIMIT); });
const other = { id: 'not-a-journey' };
test(...proves({ id: 'journey.b', reddens: [] }), async () => {});
`;

test('a mistake belongs to the check whose test holds it; beside the tests it can weaken each of the file', () => {
  const of = (text: string): readonly string[] =>
    checksOfMutant(SOURCE, SOURCE.indexOf(text), ['journey.a', 'journey.b']);
  assert.deepEqual(of('await expect(1)'), ['journey.a']);
  assert.deepEqual(of('test(...proves({ id: \'journey.b'), ['journey.b']); // prettier-ignore
  assert.deepEqual(of('3;'), ['journey.a', 'journey.b']);
  assert.deepEqual(of("'not-a-journey'"), ['journey.a', 'journey.b']);
});

test('checks that are made in a loop are all tried', () => {
  const file = 'checks/journeys/accessibility/axe.check.ts';
  const source = readFileSync(path.join(ROOT, file), 'utf8');
  const declared = CHECKS.filter((check) => check.file === file).map(({ id }) => id);
  assert.ok(declared.length > 5);
  assert.deepEqual(checksOfMutant(source, source.indexOf('for (const'), declared), declared);
});

test('the cells of a check are its faults, its warnings and the healthy site, and each has a fault to be noticed by', () => {
  const [warning] = CHECKS.filter(({ id, warns = [] }) => id.startsWith('journey.') && warns.length > 0);
  assert.ok(warning);
  const cells = cellsOf([warning.id]);
  assert.deepEqual(
    cells.map(({ fault, verdict }) => `${fault ?? 'healthy'} ${verdict}`),
    [
      ...warning.reddens.map((id) => `${id} breach`),
      ...(warning.warns ?? []).map((id) => `${id} warn`),
      'healthy pass',
    ],
  );
  for (const { id } of CHECKS.filter((one) => one.id.startsWith('journey.'))) assert.ok(cellsOf([id]).length > 1, id);
});

test('mistakes are made in what journeys do, not in what they declare, and each file has a check', () => {
  const room = MUTATION_ROOMS['journeys'];
  assert.ok(room?.inBrowser);
  const mutants = mutantsOfRoom(room);
  assert.ok(mutants.length >= 300, `${mutants.length} mutants`);
  for (const { file, from, what } of mutants.slice(0, 100)) {
    const source = readFileSync(path.join(ROOT, file), 'utf8');
    assert.ok(
      CHECKS.some((check) => check.file === file),
      file,
    );
    const before = source.slice(0, from);
    assert.ok(before.lastIndexOf('async (') > before.lastIndexOf('reddens: [') || !before.includes('reddens: ['), what);
  }
  assert.ok(filesOfJourneys().every((file) => path.isAbsolute(file)));
});
