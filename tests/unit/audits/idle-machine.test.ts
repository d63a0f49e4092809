import assert from 'node:assert/strict';
import { test } from 'node:test';
import { othersShare, parseStat } from '../../../checks/audits/cpu-speed.ts';
import {
  fastestOf,
  measureMachine,
  spin,
  machineProblem,
  waitForIdleMachine,
  type MachineLook,
} from '../../../checks/audits/idle-machine.ts';

const fit: MachineLook = {
  benchmarkIndex: 2_000,
  before: { rate: 5, share: 1 },
  after: { rate: 4.9, share: 0.99 },
  others: 0.02,
};

test('an idle machine is accepted, also without figures about other processes', () => {
  assert.equal(machineProblem(fit, 5), undefined);
  assert.equal(machineProblem({ ...fit, others: undefined }, 5), undefined);
});
test('a slow, busy, delayed or uneven machine is refused, each with its own reason', () => {
  assert.match(machineProblem({ ...fit, benchmarkIndex: 100 }, 5) ?? '', /too slow: benchmarkIndex 100/);
  assert.match(machineProblem({ ...fit, others: 0.5 }, 5) ?? '', /busy with other work: 50 %/);
  assert.match(machineProblem({ ...fit, after: { rate: 5, share: 0.3 } }, 5) ?? '', /delayed us: a test loop got 30 %/);
  assert.match(machineProblem({ ...fit, after: { rate: 2, share: 1 } }, 5) ?? '', /too uneven: 40 %/);
});
test('each run is compared with the fastest CPU loop of all runs', () => {
  assert.equal(fastestOf([]), 0);
  assert.equal(fastestOf([fit, { ...fit, after: { rate: 7, share: 1 } }]), 7);
});
test('a spin gets some of its time and does some work', () => {
  const { rate, share } = spin();
  assert.ok(rate > 0 && share > 0 && share <= 1);
});
test('the look around a run hands its result on', async () => {
  const { result, machine } = await measureMachine(() => Promise.resolve({ benchmarkIndex: 7, figures: 'x' }));
  assert.equal(result.figures, 'x');
  assert.equal(machine.benchmarkIndex, 7);
});

test('a run waits for an idle machine up to its limit, and does not wait without figures', async () => {
  const looks = (...shares: (number | undefined)[]) => {
    return () => Promise.resolve(shares.length > 1 ? shares.shift() : shares[0]);
  };
  assert.equal(await waitForIdleMachine(5_000, looks(0.1)), 0);
  assert.equal(await waitForIdleMachine(5_000, looks(0.9, 0.5, 0.2)), 400);
  assert.equal(await waitForIdleMachine(5_000, looks(0.9)), 5_000);
  assert.equal(await waitForIdleMachine(0, looks(0.9)), 0);
  assert.equal(await waitForIdleMachine(5_000, looks(undefined)), 0);
});

test('the use by others is the use of the host minus our own', () => {
  const before = { busy: 1_000, all: 2_000, ours: 300 };
  assert.equal(othersShare(before, { busy: 1_100, all: 2_200, ours: 350 }), 0.25);
  assert.equal(othersShare(before, { busy: 1_100, all: 2_200, ours: 500 }), 0);
});
test('without two measurements at different times the use is unknown', () => {
  const reading = { busy: 1, all: 2, ours: 0 };
  assert.equal(othersShare(undefined, reading), undefined);
  assert.equal(othersShare(reading, undefined), undefined);
  assert.equal(othersShare(reading, reading), undefined);
});
test('/proc/PID/stat is parsed with any process name', () => {
  const stat = '4242 (a) b (c) S 17 4242 4242 0 -1 4194560 1 2 3 4 100 20 3 1 20 0 1 0 99 0 0';
  assert.deepEqual(parseStat(stat), { pid: 4_242, parent: 17, ticks: 124 });
});
