import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberResults } from '../../../common/remember-results.ts';

test('a result is calculated once for its three numbers, in their places', () => {
  const asked: string[] = [];
  const remembered = rememberResults(100, (a, b, c) => {
    asked.push(`${a} ${b} ${c}`);
    return a * 100 + b * 10 + c;
  });
  for (const [a, b, c] of [
    [1, 2, 3],
    [3, 2, 1],
    [1, 2, 3],
    [2, 1, 3],
    [1, 2, 4],
    [3, 2, 1],
  ] as const)
    assert.equal(remembered(a, b, c), a * 100 + b * 10 + c);
  assert.deepEqual(asked, ['1 2 3', '3 2 1', '2 1 3', '1 2 4']);
});

test('no more than so many are kept: then all are forgotten', () => {
  let calculated = 0;
  const remembered = rememberResults(3, (a) => {
    calculated += 1;
    return a;
  });
  for (const a of [1, 2, 3]) remembered(a, 0, 0);
  assert.equal(calculated, 3);
  remembered(1, 0, 0);
  assert.equal(calculated, 4, 'the memory was full');
  for (const a of [1, 2, 3]) remembered(a, 0, 0);
  assert.equal(calculated, 6);
});
