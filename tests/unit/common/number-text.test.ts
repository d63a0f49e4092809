import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ordinal, showSpan } from '../../../common/number-text.ts';

test('an ordinal is a word up to ten, and has its own ending from then on', () => {
  const shown = [1, 2, 3, 10, 11, 12, 13, 21, 22, 23, 101, 111].map(ordinal);
  assert.deepEqual(shown, [
    'first',
    'second',
    'third',
    'tenth',
    '11th',
    '12th',
    '13th',
    '21st',
    '22nd',
    '23rd',
    '101st',
    '111th',
  ]);
});

const [S, MIN, H, D] = [1_000, 60_000, 3_600_000, 86_400_000];
for (const [ms, text] of [
  [0, '0 s'],
  [0.4, '0 ms'],
  [999, '999 ms'],
  [999.7, '1 s'],
  [1.25 * S, '1.3 s'],
  [90 * S, '90 s'],
  [119.9 * S, '119.9 s'],
  [2 * MIN, '2 min'],
  [12.34 * MIN, '12.3 min'],
  [119 * MIN, '119 min'],
  [119.7 * MIN, '2 h'],
  [150 * MIN, '2 h 30 min'],
  [3 * H - 1, '3 h'],
  [24 * H, '24 h'],
  [47 * H + 29 * MIN, '47 h 29 min'],
  [47 * H + 31 * MIN, '2 days'],
  [3 * D, '3 days'],
  [3 * D + 4 * H, '3 days 4 h'],
  [1_200 * D, '1,200 days'],
] as const)
  test(`a span of ${ms} ms is ${text}`, () => assert.equal(showSpan(ms), text));
