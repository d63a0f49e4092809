import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EXIT_CODES, verdictOfOutcomes, worstVerdict, type VerdictWord } from '../../../reports/verdict/exit-codes.ts';

const ROWS: [is: VerdictWord, of: VerdictWord[]][] = [
  ['broken', []],
  ['pass', ['pass']],
  ['warn', ['pass', 'warn']],
  ['inconclusive', ['warn', 'inconclusive', 'pass']],
  ['broken', ['inconclusive', 'broken', 'pass']],
  ['breach', ['broken', 'breach', 'inconclusive']],
];
test('a proved breach wins over a broken part; an empty run is broken', () => {
  for (const [is, of] of ROWS) assert.equal(worstVerdict(of), is, of.join());
});

test('results that cannot be trusted prove no breach', () => {
  assert.equal(worstVerdict(['breach'], { trusted: false }), 'broken');
  assert.equal(worstVerdict(['pass'], { trusted: false }), 'broken');
});

test('a skipped check proves nothing; an unfinished run is broken unless it has proved a breach', () => {
  assert.equal(verdictOfOutcomes(['pass', 'skipped']), 'inconclusive');
  assert.equal(verdictOfOutcomes([]), 'broken');
  assert.equal(verdictOfOutcomes(['pass'], false), 'broken');
  assert.equal(verdictOfOutcomes(['fail', 'broken'], false), 'breach');
  assert.deepEqual(Object.values(EXIT_CODES), [0, 0, 1, 2, 3]);
});
