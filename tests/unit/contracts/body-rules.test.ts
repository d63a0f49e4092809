// The rules at their limits: the last value that is right, and the first that is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  atLeast,
  atMost,
  counts,
  descending,
  errorSchema,
  fresh,
  none,
  notBefore,
  notPast,
  ranked,
  showDate,
  unique,
  warn,
} from '../../../contracts/body-rules.ts';
import { CLOCK_SKEW_MS } from '../../../judging.ts';

const NOW = new Date('2026-11-28T12:00:00.000Z');
const ago = (ms: number): string => new Date(NOW.getTime() - ms).toISOString();
const MAX_AGE_MS = 600_000;

test('a timestamp can be as old as the limit and the skew of the clocks, and no millisecond more', () => {
  assert.deepEqual(fresh(ago(MAX_AGE_MS + CLOCK_SKEW_MS), NOW, MAX_AGE_MS), []);
  const old = MAX_AGE_MS + CLOCK_SKEW_MS + 1;
  assert.deepEqual(fresh(ago(old), NOW, MAX_AGE_MS), [
    `timestamp ${ago(old)} is ${Math.round(old / 60_000)} minutes old`,
  ]);
});

test('a timestamp can be ahead by the skew of the clocks, and no millisecond more', () => {
  const weeks = 100_000 * 60_000;
  assert.deepEqual(fresh(ago(weeks), NOW, MAX_AGE_MS), [`timestamp ${ago(weeks)} is 100000 minutes old`]);
  assert.deepEqual(fresh(ago(-CLOCK_SKEW_MS), NOW, MAX_AGE_MS), []);
  const ahead = ago(-CLOCK_SKEW_MS - 1);
  assert.deepEqual(fresh(ahead, NOW, MAX_AGE_MS), [`timestamp ${ahead} is in the future`]);
});

test('lists at their limits', () => {
  assert.deepEqual(atLeast([1, 2], 2), []);
  assert.deepEqual(atLeast([1], 2), ['1 items, at least 2 expected']);
  assert.deepEqual(atMost([1, 2], 2), []);
  assert.deepEqual(atMost([1, 2, 3], 2), ['3 items for limit=2']);
  assert.deepEqual(none([]), []);
  assert.deepEqual(none([1]), ['1 items, none expected']);
  assert.deepEqual(counts(2, [1, 2]), []);
  assert.deepEqual(counts(1, [1, 2]), ['total is 1, and 2 items are listed']);
});

test('ties are sorted; the first item that has a higher value than the item before it is named', () => {
  const of = (n: number): number => n;
  assert.deepEqual(descending([3, 3, 1], of, 'votes'), []);
  assert.deepEqual(descending([3, 1, 1, 2, 9], of, 'votes'), [
    'not sorted by votes: item 3 has a higher value than the item before it',
  ]);
  assert.deepEqual(descending([1, 2], of, 'votes'), [
    'not sorted by votes: item 1 has a higher value than the item before it',
  ]);
  assert.deepEqual(descending([], of, 'votes'), []);
});

test('ranks begin at one and leave none out', () => {
  assert.deepEqual(ranked([{ rank: 1 }, { rank: 2 }]), []);
  assert.deepEqual(ranked([{ rank: 0 }]), ['item 0 has rank 0, expected 1']);
  assert.deepEqual(ranked([{ rank: 1 }, { rank: 3 }]), ['item 1 has rank 3, expected 2']);
});

test('an id that is listed twice is named', () => {
  assert.deepEqual(unique(['a', 'b', 'c']), []);
  assert.deepEqual(unique(['a', 'b', 'c', 'b']), ['b is listed twice']);
});

test('a show of yesterday is not past, since a site in another time zone has another date; the day before is', () => {
  const show = (date: string | undefined) => [{ name: 'Harbor', date }];
  assert.deepEqual(notPast(show('2026-11-27'), NOW), []);
  assert.deepEqual(notPast(show('2026-11-26'), NOW), ['show Harbor is dated 2026-11-26, before today']);
  assert.deepEqual(notPast(show('2026-11-26T23:59:59.999Z'), NOW), [
    'show Harbor is dated 2026-11-26T23:59:59.999Z, before today',
  ]);
  assert.deepEqual(notPast(show(undefined), NOW), []);
});

test('a show may be as old as the days allowed and one more', () => {
  const show = (date: string) => [{ name: 'Harbor', date }];
  assert.deepEqual(notBefore(show('2026-11-20'), NOW, 7), []);
  assert.deepEqual(notBefore(show('2026-11-19'), NOW, 7), ['show Harbor is dated 2026-11-19, more than 7 days ago']);
});

test('a day and an instant with any offset are dates of a show; other texts are not', () => {
  for (const date of ['2026-11-29', '2026-11-29T20:00:00.000Z', '2026-11-29T20:00:00+02:00'])
    assert.ok(showDate.safeParse(date).success, date);
  for (const date of ['29.11.2026', '', '2026-13-01', 'tomorrow']) assert.ok(!showDate.safeParse(date).success, date);
});

test('an error has a text', () => {
  assert.ok(errorSchema.safeParse({ error: 'x' }).success);
  for (const body of [{}, { error: '' }, { error: 1 }]) assert.ok(!errorSchema.safeParse(body).success);
  assert.deepEqual(warn('slow'), { level: 'warn', message: 'slow' });
});
