import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ordinal } from '../../../common/number-text.ts';

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
