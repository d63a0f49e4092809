// How many failed browser checks a run may run a second time.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  endIfHopeless,
  isHopeless,
  mostConfirmed,
  noteChecksOfRun,
  noteFailedChecks,
} from '../../../checks/reporter/confirmation.ts';

test('a small run confirms four, a larger one 3 % of its checks', () => {
  assert.deepEqual([0, 1, 141, 166, 167, 400].map(mostConfirmed), [4, 4, 4, 4, 5, 12]);
});

test('a second run begins up to that number, and a first run always', () => {
  const ends = (checks: number, failed: number, retry: number): boolean => {
    noteChecksOfRun(checks);
    noteFailedChecks(failed);
    try {
      endIfHopeless({ retry });
      return false;
    } catch (error) {
      return isHopeless([String(error)]);
    }
  };
  assert.deepEqual([ends(141, 4, 1), ends(141, 5, 1), ends(141, 5, 0)], [false, true, false]);
  assert.deepEqual([ends(400, 12, 1), ends(400, 13, 1)], [false, true]);
});
