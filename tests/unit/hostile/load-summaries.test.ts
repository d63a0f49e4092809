// What a load engine writes is read by the judge: whatever of a summary is missing, null or unlike any run, there is a judgement in words
// without NaN, and none passes without valid answers. Random summaries by fast-check: seeded, each property for some tenths of a second.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SummaryData, SummaryMetric } from '../../../load/engine/summary.ts';
import { endpointLine, httpRecord, sums } from '../../../load/figures.ts';
import { judgeLoad, type LoadResult } from '../../../load/judge.ts';
import { k6Report } from '../../../load/k6-report.ts';
import { planOf } from '../../../load/load-plan.ts';
import { ownOutcome } from '../../../load/own-script.ts';
import { SCRIPTS } from '../../../load/profiles.ts';
import { resultRecord } from '../../../reports/result.ts';
import { CALM, HOGGED, summary, withSlots } from '../load/sample-summaries.ts';
import { holds } from './read-anything.ts';

const MS = 300;
const CODES = [0, 99, 99, 0, 104, 105, 107, 108, 110, 255, null] as const;
const NO_NUMBER = /NaN|Infinity|undefined|null/;

const count = fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 376), fc.nat(2_000));
const time = fc.oneof(fc.constantFrom(0, 5, 1_999, 2_000, 6_000), fc.double({ min: 0, max: 60_000, noNaN: true }));
const whole = withSlots(summary(), () => 5);
const NAMES = [...Object.keys(whole.metrics), 'site_held_back', 'iterations', 'http_reqs', 'site_ttfb', 'site_ttfb{endpoint:search,phase:spike}', 'site_invalid{endpoint:home}', '__proto__', 'constructor']; // prettier-ignore
const COUNTS = ['count', 'passes', 'fails'] as const;
const TIMES = ['avg', 'p(95)', 'max', 'rate'] as const;
// JSON has null where a figure was NaN or infinite.
const edit = fc.oneof(
  fc.record({ name: fc.constantFrom(...NAMES), drop: fc.constant(true) }),
  fc.record({ name: fc.constantFrom(...NAMES), key: fc.constantFrom(...COUNTS), put: fc.option(count) }),
  fc.record({ name: fc.constantFrom(...NAMES), key: fc.constantFrom(...TIMES), put: fc.option(time) }),
  fc.record({ name: fc.constantFrom(...NAMES), ok: fc.boolean() }),
);
type Edit = { name: string; drop?: true; key?: string; put?: number | null; ok?: boolean };

function edited(edits: readonly Edit[]): SummaryData {
  const metrics = new Map(Object.entries(whole.metrics));
  for (const { name, drop, key, put = null, ok } of edits) {
    const { values, thresholds } = metrics.get(name) ?? { values: {}, thresholds: {} };
    const next: SummaryMetric = { type: 'rate', contains: 'default', values, thresholds: thresholds ?? {} };
    if (drop === true) metrics.delete(name);
    else if (key !== undefined) metrics.set(name, { ...next, values: { ...values, [key]: put as number } });
    else metrics.set(name, { ...next, thresholds: { 'rate<=0.005': { ok: ok === true } } });
  }
  return JSON.parse(JSON.stringify({ ...whole, metrics: Object.fromEntries(metrics) })) as SummaryData;
}
const runs = fc.record({
  edits: fc.array(edit, { maxLength: 12 }),
  script: fc.constantFrom(...SCRIPTS),
  exitCode: fc.constantFrom(...CODES),
  stopped: fc.constantFrom(undefined, undefined, undefined, 'deadline' as const, 'signal' as const),
  generator: fc.constantFrom(CALM, CALM, HOGGED, { ...CALM, machineBusy: 0.95 }, undefined),
  siteIsLocal: fc.boolean(),
});

test('any summary is judged in words without NaN; it passes only as a whole run with a valid answer of each endpoint', () => {
  holds(
    runs,
    ({ edits, script, exitCode, stopped, generator, siteIsLocal }) => {
      const plan = planOf(script, 'smoke', false);
      const given = edited(edits);
      const run: LoadResult = { exitCode, stopped, summary: given, generator, stderr: 'x', plan, siteIsLocal };
      const { outcome, failures, notes } = judgeLoad(run);
      for (const words of [...failures.map(({ message }) => message), ...notes]) assert.doesNotMatch(words, NO_NUMBER);
      assert.equal(failures.length > 0, outcome !== 'pass', outcome);
      if (outcome !== 'pass' && outcome !== 'warn') return;
      assert.ok(exitCode === 0 || exitCode === 99);
      assert.equal(stopped, undefined);
      assert.equal(generator?.overloaded, undefined);
      for (const name of plan.endpoints) assert.ok(sums(given, name).counts.valid > 0, name);
    },
    MS * 2,
  );
});

test('random runs end in every way: properties of runs that all end in one would show nothing', () => {
  const ends = fc.sample(runs, { seed: 19, numRuns: 400 }).map(({ edits, script, ...run }) => {
    const plan = planOf(script, 'smoke', false);
    return judgeLoad({ ...run, summary: edited(edits), stderr: '', plan }).outcome;
  });
  for (const outcome of ['broken', 'fail', 'inconclusive', 'pass'] as const)
    assert.ok(ends.filter((one) => one === outcome).length >= 5, outcome);
});

test('no run without a summary is judged as the site', () =>
  holds(
    runs,
    ({ script, exitCode, stopped, generator, siteIsLocal }) => {
      const plan = planOf(script, 'smoke', false);
      const { outcome } = judgeLoad({
        exitCode,
        stopped,
        summary: undefined,
        generator,
        stderr: '',
        plan,
        siteIsLocal,
      });
      assert.ok(outcome === 'broken' || outcome === 'inconclusive', outcome);
    },
    MS / 3,
  ));

test('any summary makes valid records, and a line without NaN for each endpoint', () =>
  holds(
    fc.array(edit, { maxLength: 12 }),
    (edits) => {
      const given = edited(edits);
      for (const name of planOf('latency', 'smoke', false).endpoints) {
        const record = httpRecord(given, name, new Date(0).toISOString());
        resultRecord.parse(record);
        assert.ok(record.valid <= record.requests);
        assert.doesNotMatch(endpointLine('GET /x', sums(given, name)), NO_NUMBER);
      }
      assert.doesNotMatch(k6Report(CALM, given).overloaded ?? '', NO_NUMBER);
    },
    MS,
  ));

test("a script of one's own passes only with iterations and requests, whatever its metrics are", () =>
  holds(
    fc.record({
      counts: fc.record({ iterations: fc.option(count), http_reqs: fc.option(count), other: fc.option(count) }, { requiredKeys: [] }), // prettier-ignore
      exitCode: fc.constantFrom(...CODES),
      stopped: fc.constantFrom(undefined, undefined, 'deadline' as const, 'signal' as const),
      generator: fc.constantFrom(CALM, HOGGED, { ...CALM, exceptions: 2 }, undefined),
    }),
    ({ counts, exitCode, stopped, generator }) => {
      const metrics = Object.fromEntries(
        Object.entries(counts).map(([name, one]): [string, SummaryMetric] => [
          name,
          { type: 'counter', contains: 'default', values: one === null ? {} : { count: one } },
        ]),
      );
      const { outcome, message } = ownOutcome({ exitCode, stopped, metrics, generator, stderr: 'x' });
      assert.ok(message.length > 0);
      if (outcome !== 'pass') return;
      assert.deepEqual([exitCode, stopped], [0, undefined]);
      assert.ok((counts.iterations ?? 0) > 0 && (counts.http_reqs ?? 0) > 0);
      assert.doesNotMatch(message, NO_NUMBER);
    },
    MS / 3,
  ));
