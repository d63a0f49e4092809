// The long proof of deliveries: as tests/unit/notify/delivery-kill.test.ts, with a thousand changes. SEED=n repeats a run.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { folderOfTest } from '../unit/monitoring/history-harness.ts';
import { brokenPromises, figuresOf } from '../unit/notify/delivery-promises.ts';
import { killRun } from '../unit/notify/kill-harness.ts';

const folder = folderOfTest();
const SEED = Number(process.env['SEED'] ?? 2026);

test(
  '1,000 changes, receivers that fail and a sender that is killed: each delivered, none shown twice, in order',
  { timeout: 1_200_000 },
  async (t) => {
    const run = await killRun(path.join(folder, 'notices.db'), 1_000, 100, SEED);
    t.diagnostic(figuresOf(run));
    assert.deepEqual(brokenPromises(run), []);
    assert.ok(run.kills >= 50 && run.changes >= 1_000, figuresOf(run));
  },
);
