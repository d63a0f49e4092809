import assert from 'node:assert/strict';
import { test } from 'node:test';
import { patienceOf } from '../../../checks/browser/patience.ts';
import { PATIENCE, PROOF_PATIENCE_MS } from '../../../judging.ts';
import { DELAYING_FAULTS, proofPatienceMs } from '../../../proof/proof-patience.ts';
import { FAULTS, PRESETS } from '../../../stand-in/faults.ts';
import { HYDRATION_RANGE } from '../../../stand-in/hydration.ts';

test('one setting changes all deadlines of a browser check', () => {
  assert.deepEqual(patienceOf({}), { stepMs: 5_000, pageMs: 10_000, reactionMs: 4_000 });
  assert.deepEqual(patienceOf({ EXPECT_TIMEOUT_MS: '' }), patienceOf({}));
  assert.deepEqual(patienceOf({ EXPECT_TIMEOUT_MS: '2500' }), { stepMs: 2_500, pageMs: 5_000, reactionMs: 2_000 });
  assert.equal(patienceOf({ EXPECT_TIMEOUT_MS: '500' }).stepMs, 500);
});

for (const value of ['499', '0', '-1', '2.5', '1e4', 'soon', ' 5000'])
  test(`EXPECT_TIMEOUT_MS=${JSON.stringify(value)} is refused with what to do`, () => {
    assert.throws(() => patienceOf({ EXPECT_TIMEOUT_MS: value }), /EXPECT_TIMEOUT_MS=.* is not .*unset it/);
  });

test('a fault that breaks something shortens the deadlines; one that only delays, a healthy site and a preset do not', () => {
  assert.equal(proofPatienceMs(['menu-inert']), PROOF_PATIENCE_MS.plain);
  assert.equal(proofPatienceMs(['menu-inert'], 'plain'), PROOF_PATIENCE_MS.plain);
  assert.equal(proofPatienceMs(['menu-inert'], 'react'), PROOF_PATIENCE_MS.react);
  for (const faults of [[], ['search-slow'], PRESETS.r1, PRESETS.r2])
    for (const markup of ['plain', 'react'] as const) assert.equal(proofPatienceMs(faults, markup), PATIENCE.ms);
});

test('a page of the react dialect that reacts as late as it may has not missed the shorter deadline', () => {
  const { reactionMs } = patienceOf({ EXPECT_TIMEOUT_MS: String(PROOF_PATIENCE_MS.react) });
  assert.ok(reactionMs >= HYDRATION_RANGE[1] + 500, `${reactionMs} ms, pages react after ${HYDRATION_RANGE[1]} ms`);
});

test('every fault that delays is named, and each name is a fault', () => {
  const delays = /slow|late\b|-late-|external-hanging|heavy|busy|blocking/;
  const named = FAULTS.map(({ id }) => id).filter((id) => delays.test(id));
  assert.deepEqual(named.toSorted(), DELAYING_FAULTS.toSorted());
});
