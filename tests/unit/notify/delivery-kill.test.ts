import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { folderOfTest } from '../monitoring/history-harness.ts';
import { brokenPromises, figuresOf } from './delivery-promises.ts';
import { killRun } from './kill-harness.ts';

const folder = folderOfTest();

test(
  '50 changes, receivers that fail and a sender that is killed: each delivered, none shown twice, in order',
  { timeout: 120_000 },
  async (t) => {
    const run = await killRun(path.join(folder, 'notices.db'), 50, 4, 16);
    t.diagnostic(figuresOf(run));
    assert.deepEqual(brokenPromises(run), []);
    assert.ok(run.kills > 0 && run.changes >= 50, figuresOf(run));
  },
);

test('the delivery checks detect a lost, an unmarked, a reordered and an unopened resolution', () => {
  const expected = new Map([
    [1, { incident: 'a', kind: 'opened' }],
    [2, { incident: 'a', kind: 'resolved' }],
  ]);
  const arrival = (seq: number, kind: string, isRepeat = false) =>
    ['webhook', 'slack', 'pagerduty', 'alertmanager'].map((channel) => ({
      channel,
      key: `a/${seq}`,
      incident: 'a',
      seq,
      kind,
      isRepeat,
    }));
  const broken = (...arrivals: ReturnType<typeof arrival>[]) =>
    brokenPromises({ changes: 2, incidents: 1, trouble: {}, kills: 0, expected, arrivals: arrivals.flat() }).filter(
      (line) => line.startsWith('slack'),
    );
  assert.deepEqual(broken(arrival(1, 'opened'), arrival(2, 'resolved')), []);
  assert.deepEqual(broken(arrival(1, 'opened')), ['slack: change 2 (resolved) was not delivered']);
  assert.deepEqual(broken(arrival(1, 'opened'), arrival(1, 'opened'), arrival(2, 'resolved')), [
    'slack: change 1 was repeated without a mark',
  ]);
  assert.deepEqual(broken(arrival(2, 'resolved'), arrival(1, 'opened')), [
    'slack: a begins with resolved',
    'slack: a: 1 after 2',
  ]);
});
