import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsIdleMachine, runsToProve } from '../../../proof/proof-runs.ts';

const CHECKS = [
  { id: 'front-door.home', stage: 'front-door', profiles: ['quick', 'gate', 'nightly'] },
  { id: 'journey.a', stage: 'journeys', profiles: ['quick', 'gate', 'nightly'] },
  { id: 'journey.b', stage: 'journeys', profiles: ['nightly'] },
  { id: 'load.latency', stage: 'load', profiles: ['quick', 'gate', 'nightly'] },
  { id: 'load.soak', stage: 'load', profiles: [] },
  { id: 'security.rate-limit', stage: 'security', profiles: [] },
] as const;
const runs = (...declared: string[]): unknown[] =>
  runsToProve(declared, CHECKS, 'quick').map(({ only, flags = [] }) => [only, ...flags]);

test("a profile's checks are proved by whole stages, other checks by name, in the same run if it may share the machine", () => {
  assert.deepEqual(runs('journey.a'), [[['journeys']]]);
  assert.deepEqual(runs('journey.b'), [[['journey.b']]]);
  assert.deepEqual(runs('journey.a', 'journey.b'), [[['journeys', 'journey.b']]]);
  assert.deepEqual(runs('journey.a', 'journey.b', 'load.latency'), [[['journeys', 'load']], [['journey.b']]]);
});

test('where the front door dies each stage is a run of its own, since the run would end there', () => {
  assert.deepEqual(runs('front-door.home'), [[['front-door']]]);
  assert.deepEqual(runs('front-door.home', 'journey.a', 'journey.b', 'load.latency'), [
    [['front-door']],
    [['journeys', 'journey.b']],
    [['load']],
  ]);
});

test("only the limiter's own check runs with a limiter, because it would limit a load run", () => {
  assert.deepEqual(runs('load.soak'), [[['load.soak']]]);
  assert.deepEqual(runs('security.rate-limit'), [[['security.rate-limit'], '--limiter', 'enforced']]);
  assert.deepEqual(runs('load.soak', 'security.rate-limit'), [
    [['load.soak']],
    [['security.rate-limit'], '--limiter', 'enforced'],
  ]);
});

for (const [only, expected] of [
  [['journeys'], false],
  [['journey.login.cookie', 'security.rate-limit'], false],
  [['front-door', 'contracts'], false],
  [['journeys', 'load'], true],
  [['audits'], true],
  [['audit.home'], true],
  [['contract.votes', 'load.soak'], true],
] as const)
  test(`a run of ${only.join(' and ')} ${expected ? 'needs an idle machine' : 'can share the machine'}`, () => {
    assert.equal(needsIdleMachine({ only: [...only] }), expected);
  });
