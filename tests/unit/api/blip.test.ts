// One failed probe must not leave a run undecided: the stage asks on, within bounds, until the verdict has something to say.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { runContracts } from '../../../checks/api/contracts-stage.ts';
import { PROBES } from '../../../checks/api/availability-probes.ts';
import { probe } from '../../../checks/api/probe-client.ts';
import { MOST_EXTRA_ROUNDS, MOST_SUSPECT_ROUNDS } from '../../../judging.ts';
import { kpi, RATIO_RULES } from '../../../kpis.ts';
import type { HttpRecord } from '../../../reports/result.ts';
import { judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { samplesWanted, suspectedEndpoints } from '../../../reports/verdict/wanted-samples.ts';
import { startStandIn } from '../../../stand-in/server.ts';

const ROUNDS = 12;
const KPIS = [kpi('availability'), kpi('error-rate')] as const;

/** Runs the stage with the `failing` probes of /trending answered 500 (counted from 0), and judges. */
async function run(t: TestContext, failing: readonly number[], asksOn: boolean) {
  const site = await startStandIn();
  t.after(() => site.close());
  const http: HttpRecord[] = [];
  let asked = 0;
  await runContracts({
    target: new URL(site.url),
    rounds: ROUNDS,
    signal: new AbortController().signal,
    now: () => new Date(),
    sink: (record) => record.kind === 'http' && http.push(record),
    send: async (request) => {
      const answer = await probe(request);
      const fails = request.url.pathname === '/trending' && failing.includes(asked++);
      return fails && !answer.error ? { ...answer, status: 500 } : answer;
    },
    ...(asksOn
      ? {
          wanted: () => Math.max(...KPIS.map((one) => samplesWanted(one, http))),
          suspects: () => KPIS.flatMap((one) => suspectedEndpoints(one, http)),
        }
      : {}),
  });
  const ofPage = http.filter(({ endpoint }) => endpoint === 'GET /trending').length;
  return { n: http.length, ofPage, verdicts: KPIS.map((one) => judgeRatio(one, http).verdict) };
}

test('without a failure no more probes are sent', async (t) => {
  const { n, verdicts } = await run(t, [], true);
  assert.equal(n, ROUNDS * PROBES.length);
  assert.deepEqual(verdicts, ['pass', 'pass']);
});

test('a single failure is a warning after clean repeats', async (t) => {
  assert.deepEqual((await run(t, [3], false)).verdicts, ['suspected', 'suspected']);
  const { n, verdicts } = await run(t, [3], true);
  assert.deepEqual(verdicts, ['warn', 'warn']);
  assert.ok(n >= 1 / 0.005 && n < RATIO_RULES.cleanSamples.alert, `${n} samples`);
});

test('a page that failed twice is asked 30 times more, and stays suspected if all is well', async (t) => {
  const { ofPage, verdicts } = await run(t, [3, 14], true);
  assert.deepEqual(verdicts, ['suspected', 'suspected']);
  assert.equal(ofPage, ROUNDS + MOST_EXTRA_ROUNDS + MOST_SUSPECT_ROUNDS);
});

test('a third failure of the same page is a breach, and ends the probes', async (t) => {
  const { ofPage, verdicts } = await run(t, [3, 14, 30], true);
  assert.deepEqual(verdicts, ['breach', 'breach']);
  assert.ok(ofPage > ROUNDS + MOST_EXTRA_ROUNDS && ofPage < ROUNDS + MOST_EXTRA_ROUNDS + 5, `${ofPage} probes`);
});
