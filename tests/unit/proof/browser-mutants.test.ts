import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { CHECKS } from '../../../checks/index.ts';
import { filesOfJourneys } from '../../../commands/lib/browser-mutants.ts';
import { mutantsOfRoom } from '../../../commands/lib/run-mutation.ts';
import { batchesOf, cellsOf, withMistakes } from '../../../proof/mutation/browser-batches.ts';
import { checksOfMutant } from '../../../proof/mutation/checks-of-mutant.ts';
import { mutantsOf } from '../../../proof/mutation/mutants.ts';
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

test('the cells of a check are its faults and its warnings, and each journey has one to be noticed by', () => {
  const [warning] = CHECKS.filter(({ id, warns = [] }) => id.startsWith('journey.') && warns.length > 0);
  assert.ok(warning);
  assert.deepEqual(
    cellsOf(CHECKS, [warning.id]).map(({ fault, verdict }) => `${fault} ${verdict}`),
    [...warning.reddens.map((id) => `${id} breach`), ...(warning.warns ?? []).map((id) => `${id} warn`)],
  );
  for (const { id } of CHECKS.filter((one) => one.id.startsWith('journey.')))
    assert.ok(cellsOf(CHECKS, [id]).length > 0, id);
});

const FILE = 'checks/journeys/x.check.ts';
const checks = ['journey.a', 'journey.b'].map((id) => ({ id, file: FILE, reddens: ['x'] }));
const trialsOf = (source: string) => mutantsOf(FILE, source, { weakened: true }).map((mutant, i) => ({ id: `${i}`, mutant })); // prettier-ignore
const batched = (source: string, most = 9) => batchesOf(trialsOf(source), { checks, sourceOf: () => source, most });

test('mistakes of different checks are tried together, those of one check one after the other', () => {
  const source = SOURCE.replace('async () => {}', 'async () => { await expect(2).toBe(2); }');
  const batches = batched(source);
  for (const batch of batches) {
    const ids = batch.flatMap((one) => one.ids);
    assert.equal(new Set(ids).size, ids.length);
  }
  assert.equal(batches.flat().length, trialsOf(source).length);
  assert.ok(batches.some((batch) => batch.length === 2));
  assert.ok(batched(source, 1).every((batch) => batch.length === 1));
  const [both = []] = batches.filter((batch) => batch.length === 2);
  const changed = withMistakes(source, FILE, both);
  assert.notEqual(changed, source);
  for (const { mutant } of both) assert.notEqual(changed, withMistakes(source, FILE, [{ ...both[0]!, mutant }]));
  assert.equal(withMistakes(source, 'other.ts', both), source);
});

test('one mistake of a batch may change what the guards see', () => {
  const journey = (id: string): string =>
    `test(...proves({ id: '${id}' }), async ({ guards }) => {\n  guards.provoke(a);\n});\n`;
  const batches = batched(journey('journey.a') + journey('journey.b'));
  assert.deepEqual(
    batches.map((batch) => batch.filter(({ touchesGuards }) => touchesGuards).length),
    batches.map((batch) => Math.min(1, batch.filter(({ touchesGuards }) => touchesGuards).length)),
  );
  assert.equal(batches.flat().filter(({ touchesGuards }) => touchesGuards).length >= 2, true);
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
