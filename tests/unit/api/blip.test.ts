// One failed probe must not leave a run undecided: the stage asks on, within bounds, until the verdict has something to say.
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import { runContracts } from '../../../checks/api/contracts-stage.ts';
import { PROBES } from '../../../checks/api/availability-probes.ts';
import { probeUntilDecided } from '../../../checks/api/more-probes.ts';
import { probe } from '../../../checks/api/probe-client.ts';
import { MORE_PROBES } from '../../../judging.ts';
import { kpi, RATIO_RULES } from '../../../kpis.ts';
import type { HttpRecord } from '../../../reports/result.ts';
import { judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { samplesWanted, suspectedEndpoints } from '../../../reports/verdict/wanted-samples.ts';
import { load } from '../../../commands/lib/stages/run-load.ts';
import { startStandIn } from '../../../stand-in/server.ts';
import { load as loadOf, probe as sampleOf } from '../reports/sample-records.ts';

const ROUNDS = 12;
const KPIS = [kpi('availability'), kpi('error-rate')] as const;

/** As a run asks of its samples so far. */
const whatIsOpen = (http: readonly HttpRecord[]) => ({
  wanted: () => Math.max(...KPIS.map((one) => samplesWanted(one, http))),
  suspects: () => KPIS.flatMap((one) => suspectedEndpoints(one, http)),
});

/** Runs the stage with the `failing` probes of /trending (counted from 0), and probe `at` of `other`, answered 500, and judges. */
async function run(
  t: TestContext,
  failing: readonly number[],
  asksOn: boolean,
  [other, at]: readonly [string, number] = ['', 0],
) {
  const site = await startStandIn();
  t.after(() => site.close());
  const http: HttpRecord[] = [];
  let asked = 0;
  let askedOther = 0;
  await runContracts({
    target: new URL(site.url),
    rounds: ROUNDS,
    signal: new AbortController().signal,
    now: () => new Date(),
    sink: (record) => record.kind === 'http' && http.push(record),
    send: async (request) => {
      const answer = await probe(request);
      const { pathname } = request.url;
      const fails =
        (pathname === '/trending' && failing.includes(asked++)) || (pathname === other && askedOther++ === at);
      return fails && !answer.error ? { ...answer, status: 500 } : answer;
    },
    ...(asksOn ? whatIsOpen(http) : {}),
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

test('two pages that failed once each are cleared by the probes of all', async (t) => {
  const { ofPage, n, verdicts } = await run(t, [3], true, ['/artists', 7]);
  assert.deepEqual(verdicts, ['warn', 'warn']);
  assert.ok(n >= 2 / 0.005 && ofPage < ROUNDS + MORE_PROBES.rounds.contracts, `${n} samples`);
});

test('a page that failed twice is asked 46 times more, and stays suspected if all is well', async (t) => {
  const { ofPage, verdicts } = await run(t, [3, 14], true);
  assert.deepEqual(verdicts, ['suspected', 'suspected']);
  assert.equal(ofPage, ROUNDS + MORE_PROBES.rounds.contracts);
});

test('a third failure of the same page is a breach, and ends the probes', async (t) => {
  const { ofPage, verdicts } = await run(t, [3, 14, 30], true);
  assert.deepEqual(verdicts, ['breach', 'breach']);
  assert.ok(ofPage > ROUNDS && ofPage < ROUNDS + MORE_PROBES.rounds.contracts, `${ofPage} probes`);
});

/** The end of a load stage that left these samples, with `failing` probes of /api/search answered 500. */
async function afterLoad(t: TestContext, left: readonly HttpRecord[], failing: readonly number[]) {
  const site = await startStandIn();
  t.after(() => site.close());
  const http = [...left];
  let asked = 0;
  await load({
    target: new URL(site.url),
    profile: 'gate',
    selected: new Set(),
    mayLoad: true,
    noAccount: true,
    headers: {},
    folder: { runId: '', dir: '', results: '', tmp: '', close: () => {} },
    rounds: ROUNDS,
    signal: new AbortController().signal,
    now: () => new Date(),
    log: () => {},
    sink: (record) => record.kind === 'http' && http.push(record),
    send: async (request) => {
      const answer = await probe(request);
      const fails = request.url.pathname === '/api/search' && failing.includes(asked++);
      return fails && !answer.error ? { ...answer, status: 500 } : answer;
    },
    ...whatIsOpen(http),
  });
  const more = http.slice(left.length);
  return {
    more,
    before: KPIS.map((one) => judgeRatio(one, left).verdict),
    after: KPIS.map((one) => judgeRatio(one, http).verdict),
  };
}
const SEARCHED = [
  ...Array.from({ length: ROUNDS }, () => PROBES.map(({ endpoint }) => sampleOf(endpoint))).flat(),
  loadOf('GET /api/trending', 376),
  loadOf('GET /api/search', 376, { valid: 374, serverErrors: 2 }),
];

test('two failures of the 376 answers of a load run are decided by more probes of that endpoint', async (t) => {
  const { more, before, after } = await afterLoad(t, SEARCHED, []);
  assert.deepEqual(before, ['suspected', 'suspected']);
  assert.deepEqual(after, ['warn', 'warn']);
  assert.deepEqual(
    new Set(more.map(({ stage, endpoint }) => `${stage} ${endpoint}`)),
    new Set(['load GET /api/search']),
  );
  assert.equal(more.length, 12);
});

test('an endpoint that fails after a load run, too, is a breach', async (t) => {
  const { after } = await afterLoad(t, SEARCHED, [0, 1, 2, 3, 4, 5, 6]);
  assert.deepEqual(after, ['breach', 'breach']);
});

test('after a load run without a suspicion nothing more is asked', async (t) => {
  const { more } = await afterLoad(t, SEARCHED.slice(0, -1), []);
  assert.equal(more.length, 0);
});

test('what is wanted only for some rounds is asked for so long', async (t) => {
  const site = await startStandIn();
  t.after(() => site.close());
  const rounds: number[] = [];
  let sent = 0;
  const context = {
    target: new URL(site.url),
    rounds: ROUNDS,
    signal: t.signal,
    now: () => new Date(),
    sink: () => void (sent += 1),
    wanted: (round: number) => (rounds.push(round), round < 3 ? 1 : 0),
  };
  await probeUntilDecided(context, 'contracts', MORE_PROBES.rounds.contracts);
  assert.deepEqual([rounds, sent], [[0, 1, 2, 3], 3 * (PROBES.length - 1)]);
});
