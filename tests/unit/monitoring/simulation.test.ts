import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulate } from '../../../monitoring/simulation/run-simulation.ts';

test('a small simulation meets its goals, and the same seed gives the same output', async () => {
  const figures = async (): Promise<string[]> => {
    const lines: string[] = [];
    const sizes = { days: 3, trials: 8, schedules: 20, windows: 2_000 };
    assert.equal(await simulate(7, (line) => lines.push(line), sizes), true, lines.join('\n'));
    return lines.filter((line) => !line.startsWith('  '));
  };
  assert.deepEqual(await figures(), await figures());
});
