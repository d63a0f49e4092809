// How often a run fails a build of a healthy site, and how surely it fails one of a site with a bad endpoint, by seeded random runs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../common/seeded-random.ts';
import { MORE_PROBES } from '../../../judging.ts';
import { kpi } from '../../../kpis.ts';
import type { HttpRecord } from '../../../reports/result.ts';
import { judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { samplesWanted, suspectedEndpoints } from '../../../reports/verdict/wanted-samples.ts';
import { failed, probe } from './sample-records.ts';

const KPIS = [kpi('availability'), kpi('error-rate')];
const ROUNDS = 12;
const ENDPOINTS = Array.from({ length: 10 }, (_, i) => `GET /${i}`);
const GOOD = new Map(ENDPOINTS.map((endpoint) => [endpoint, probe(endpoint)]));
const BAD = new Map(ENDPOINTS.map((endpoint) => [endpoint, probe(endpoint, failed)]));

/** A run as the contracts stage samples it; `rate`: the chance that a request to the endpoint fails. */
function breaches(random: () => number, rate: (endpoint: string) => number): boolean {
  const records: HttpRecord[] = [];
  const ask = (endpoints: readonly string[]): void => {
    for (const endpoint of endpoints)
      records.push((random() < rate(endpoint) ? BAD : GOOD).get(endpoint) as HttpRecord);
  };
  for (let round = 0; round < ROUNDS; round += 1) ask(ENDPOINTS);
  if (records.every(({ valid }) => valid === 1)) return false;
  for (let round = 0; round < MORE_PROBES.rounds.contracts; round += 1) {
    const isOpen = KPIS.some((one) => samplesWanted(one, records) > 0);
    const suspects = new Set(KPIS.flatMap((one) => suspectedEndpoints(one, records)));
    if (!isOpen && suspects.size === 0) break;
    ask(isOpen ? ENDPOINTS : [...suspects]);
  }
  return KPIS.some((one) => judgeRatio(one, records).verdict === 'breach');
}

const share = (runs: number, rate: (endpoint: string) => number): number => {
  const random = seededRandom(11);
  return Array.from({ length: runs }, () => breaches(random, rate)).filter(Boolean).length / runs;
};

// Seeded: one here, none in another 60,000.
test('a healthy site with 0.05 % of 500 fails at most one build in 10,000', () => {
  assert.ok(share(10_000, () => 0.0005) <= 0.0001);
});

test('one endpoint that fails 10 % of its requests fails half of the builds, and one that fails 30 % nearly all', () => {
  const one =
    (bad: number) =>
    (endpoint: string): number =>
      endpoint === 'GET /0' ? bad : 0.000_5;
  const [tenth, third] = [share(200, one(0.1)), share(100, one(0.3))];
  assert.ok(tenth > 0.5, `${tenth}`);
  // The first 12 requests all succeed once in 72 runs.
  assert.ok(third > 0.95, `${third}`);
});
