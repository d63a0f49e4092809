// The generated Prometheus rules and our own evaluator must agree on each series. More seeds: tests/nightly.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CERTIFICATE_DAYS } from '../../../kpis.ts';
import { exceedsChance, isProvedAbove } from '../../../monitoring/alerts/binomial-proof.ts';
import { failuresNeeded, neededOf } from '../../../monitoring/prometheus/failures-needed.ts';
import { scenarioOf } from './promtool-scenarios.ts';
import { compare, promtool, SHORT, skip, TARGET, type Check } from './promtool.ts';

test('the table of needed failures equals the binomial test for every number of answers', () => {
  for (const isProof of [exceedsChance, (f: number, n: number) => isProvedAbove(f, n, 0.005)]) {
    const needed = failuresNeeded(isProof);
    for (let n = 1; n <= 1_000; n += 1) {
      const k = neededOf(needed, n);
      assert.ok(k > n || isProof(k, n), `${k} of ${n}`);
      assert.ok(k - 1 < 1 || k - 1 > n || !isProof(k - 1, n), `${k - 1} of ${n}`);
    }
  }
});

test('short windows: promtool and our evaluator agree on each series of seeded scenarios', { skip }, async () => {
  let fired = 0;
  for (const seed of [1, 2]) fired += (await compare(scenarioOf(seed), 30, SHORT)).size;
  assert.ok(fired > 10, `only ${fired} series fired`);
});

test('states, journeys, coverage and the certificate fire as in our evaluator', { skip }, () => {
  const series = (name: string, labels: string, values: string) => ({
    series: `${name}{target="${TARGET}"${labels}}`,
    values,
  });
  const input = [
    series('synthetic_dependency_state', ', kpi="database", subject="postgres"', '1x39 0x40'),
    series('synthetic_dependency_state', ', kpi="external-apis", subject="spotify"', '0x79'),
    series('synthetic_dependency_state', ', kpi="external-apis", subject="ticketmaster"', '1x79'),
    series('synthetic_check', ', check="sign-in", verdict="fail"', '0x39 1x40'),
    series('synthetic_check', ', check="vote", verdict="fail"', '0x79'),
    series('synthetic_certificate_expiry_timestamp_seconds', '', `${(CERTIFICATE_DAYS.warn - 1) * 86_400}x79`),
  ];
  const firing = (eval_time: string, ...rules: [rule: string, labels: string][]): Check => ({
    expr: 'synthetic:firing',
    eval_time,
    exp_samples: rules.map(([rule, labels]) => ({
      labels: `synthetic:firing{rule="${rule}", target="${TARGET}"${labels}}`,
      value: 1,
    })),
  });
  const { isGood, output } = promtool('states', 15, input, [
    firing('595s', ['certificate.warning', '']),
    // The first failed reading: the database does not fire before the second one.
    firing('600s', ['certificate.warning', ''], ['journey.sign-in', ', check="sign-in", verdict="fail"']),
    firing(
      '900s',
      ['certificate.warning', ''],
      ['journey.sign-in', ', check="sign-in", verdict="fail"'],
      ['database.critical', ''],
    ),
  ]);
  assert.ok(isGood, output);
  const broken = promtool('states seen to fail', 15, input, [firing('595s')]);
  assert.equal(broken.isGood, false, 'a promtool that accepts anything would compare nothing');
});
