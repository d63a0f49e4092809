// The generated Prometheus rules and our own evaluator agree on each series: many seeds, and the error budget over hours.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scenarioOf, type Scenario } from '../unit/monitoring/promtool-scenarios.ts';
import { COMPARED, compare, SHORT, skip } from '../unit/monitoring/promtool.ts';

const SEEDS = Number(process.env['SEEDS'] ?? 40);

test(`short windows of ${SEEDS} seeded scenarios, in which each rule fires`, { skip }, async () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= SEEDS; seed += 1)
    for (const series of await compare(scenarioOf(seed), 30, SHORT)) seen.add(series);
  for (const rule of [...COMPARED].filter((of) => SHORT.test(of)))
    assert.ok(
      [...seen].some((series) => series.includes(`rule="${rule}"`)),
      `no scenario makes ${rule} fire`,
    );
});

test('the error budget: promtool and our evaluator agree over hours', { skip }, async () => {
  const scenario: Scenario = {
    ...{ name: 'burn', seed: 5, forS: 8 * 3_600, everyMs: 5_000, stepS: 30 },
    faults: [
      { fromS: 3_600, toS: 5_400, share: 0.06, class: 'server-error' },
      { fromS: 10_800, toS: 14_400, share: 0.03, class: 'invalid' },
      { fromS: 20_000, toS: 21_800, share: 1, class: 'none' },
      { fromS: 22_500, toS: 23_100, share: 0.5, class: 'network' },
    ],
  };
  const seen = await compare(scenario, 600, /^budget\./);
  for (const line of ['burn-14', 'burn-6'])
    assert.ok(
      [...seen].some((series) => series.includes(line)),
      `${line} fires in the scenario`,
    );
});
