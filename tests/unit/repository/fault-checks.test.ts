// No fault of the stand-in is without a check that notices it, unless it is said why nothing must.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HARMLESS_FAULTS, HARMLESS_JOURNEYS, quietText } from '../../../proof/quiet-faults.ts';
import { KNOWN_IDS, REACTIONS } from '../../../proof/reactions.ts';
import { faultTable } from '../../../proof/fault-table.ts';

for (const { fault, noticedBy, warnedBy } of REACTIONS)
  test(`the fault ${fault} is noticed by a check, or has a reason why it must turn nothing red`, () => {
    const isNoticed = noticedBy.length + warnedBy.length > 0;
    const isQuiet = quietText(fault) !== undefined;
    assert.ok(
      isNoticed || isQuiet,
      `no check has "${fault}" in its reddens or warns, and proof/quiet-faults.ts says nothing of it`,
    );
    assert.ok(!(isNoticed && isQuiet), `proof/quiet-faults.ts calls "${fault}" quiet, and a check notices it`);
  });

test('docs/fault-matrix.md has no empty row', () => {
  const empty = faultTable()
    .split('\n')
    .filter((line) => /^\| `/.test(line) && /\| +\| +\|$/.test(line));
  assert.deepEqual(empty, []);
});

test('a journey that a harmless fault must leave green exists', () => {
  for (const [fault, journeys] of Object.entries(HARMLESS_JOURNEYS)) {
    assert.ok(Object.hasOwn(HARMLESS_FAULTS, fault), fault);
    for (const id of journeys) assert.ok(KNOWN_IDS.has(id), `${fault}: ${id}`);
  }
});
