import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sortedGroups } from '../../../common/sorted-groups.ts';

test('groups come in the order of their names, whoever came first, and keep the order inside', () => {
  const all = ['b2', 'a1', 'b1', 'a2'];
  const grouped = sortedGroups(all, (one) => one.charAt(0));
  assert.deepEqual(grouped, [
    ['a', ['a1', 'a2']],
    ['b', ['b2', 'b1']],
  ]);
});
