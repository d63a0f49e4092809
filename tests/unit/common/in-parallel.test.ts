import assert from 'node:assert/strict';
import test from 'node:test';
import { inParallel } from '../../../common/in-parallel.ts';

test('at most so many items are under way, and the results stand in the order of the list', async () => {
  let underWay = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const done = inParallel(['a', 'b', 'c', 'd', 'e'], 2, async (item, i) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise<void>((resolve) => ends.push(resolve));
    underWay -= 1;
    return `${item}${i}`;
  });
  // The newest ends first, so that results come in another order than the list.
  for (let i = 0; i < 5; i += 1) {
    ends.pop()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(await done, ['a0', 'b1', 'c2', 'd3', 'e4']);
  assert.equal(most, 2);
});

test('after an abort no item begins', async () => {
  const control = new AbortController();
  const begun: number[] = [];
  const results = await inParallel(
    [1, 2, 3],
    1,
    async (item) => {
      begun.push(item);
      if (item === 2) control.abort();
      return item;
    },
    control.signal,
  );
  assert.deepEqual([begun, results], [[1, 2], [1, 2]]); // prettier-ignore
});

test('an error of an item rejects, and an empty list is done at once', async () => {
  await assert.rejects(
    inParallel([1], 3, () => Promise.reject(new Error('no site'))),
    /no site/,
  );
  assert.deepEqual(await inParallel([], 3, () => Promise.resolve(1)), []);
});
