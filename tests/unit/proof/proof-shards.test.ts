// The proof in shards: each fault in exactly one, all of them about as long, and joined they are the whole again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProofRow } from '../../../proof/proof-matrix.ts';
import { joinedProofs, subjectsOfShard } from '../../../proof/proof-shards.ts';
import { proofSubjects, runsOf, type ProofSubject } from '../../../proof/proof-subjects.ts';

const row = (fault: string, proved = true): ProofRow => ({
  fault,
  stages: [],
  expected: [],
  found: [],
  verdict: 'breach',
  proved,
});

for (const count of [1, 3, 8])
  test(`each fault is in exactly one of ${count} shards, in the order of the list`, () => {
    const all = proofSubjects(undefined);
    const runs = (subject: ProofSubject) => runsOf(subject, 'quick');
    const shards = Array.from({ length: count }, (_, i) => subjectsOfShard(all, runs, { part: i + 1, of: count }));
    assert.deepEqual(
      shards
        .flat()
        .map(({ id }) => id)
        .toSorted(),
      all.map(({ id }) => id).toSorted(),
    );
    for (const shard of shards)
      assert.deepEqual(
        shard,
        all.filter((subject) => shard.includes(subject)),
      );
  });

test('a long subject is combined with few short ones: no shard takes twice the time of another', () => {
  const seconds: Record<string, number> = { long: 1, a: 1, b: 1, c: 1, d: 1 };
  const runs = (id: string) => [{ only: id === 'long' ? ['journeys'] : ['contracts'] }];
  const names = Object.keys(seconds);
  assert.deepEqual(subjectsOfShard(names, runs, { part: 1, of: 2 }), ['long']);
  assert.deepEqual(subjectsOfShard(names, runs, { part: 2, of: 2 }), ['a', 'b', 'c', 'd']);
});

test('joined, a missing fault is named, and the later of two rows counts', () => {
  const joined = joinedProofs([[row('a'), row('b', false)], [row('b')]], ['a', 'b', 'c']);
  assert.deepEqual(joined.rows, [row('a'), row('b')]);
  assert.deepEqual(joined.missing, ['c']);
  assert.deepEqual(joined.repeated, ['b']);
});
