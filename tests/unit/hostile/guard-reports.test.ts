// What a test attaches for the reporter may be any text: there is a record of each check and of each guard, and a guard has only findings
// that are whole. Random attachments by fast-check: seeded, for some tenths of a second.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FullConfig, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import fc from 'fast-check';
import { GUARD_FINDINGS, GUARD_IDS } from '../../../checks/guards/guard-checks.ts';
import { VITALS } from '../../../checks/measures/web-vitals.ts';
import RecordReporter from '../../../checks/reporter/record-reporter.ts';
import { FAILED_REQUESTS, OWN_ANSWERS, OWN_DELAY_MS } from '../../../checks/reporter/test-facts.ts';
import { resultRecord, type CheckRecord, type ResultRecord } from '../../../reports/result.ts';

for (const name of ['RESULTS_FILE', 'RECORD_ONLY', 'TARGET_URL']) delete process.env[name];
const CHECKS = ['journey.home.content', 'journey.search.hero'];
const STATUSES = ['passed', 'failed', 'timedOut', 'skipped', 'interrupted'] as const;
type End = { status: (typeof STATUSES)[number]; attached: Readonly<Record<string, string>> };

/** The records of a run with a test for each end. */
async function recordsOf(ends: readonly End[]): Promise<ResultRecord[]> {
  const records: ResultRecord[] = [];
  const reporter = new RecordReporter({ sink: (record) => void records.push(record) });
  const tests = ends.map((_, i) => ({
    id: String(i),
    title: 'a test',
    retries: 0,
    tags: [],
    annotations: [{ type: 'check', description: CHECKS[i] }],
    parent: { project: () => ({ name: 'desktop' }) },
  })) as unknown as TestCase[];
  reporter.onBegin({} as FullConfig, { allTests: () => tests } as unknown as Suite);
  for (const [i, { status, attached }] of ends.entries()) {
    const attachments = Object.entries(attached).map(([name, body]) => ({ name, contentType: 'application/json', body: Buffer.from(body) })); // prettier-ignore
    const result = { status, duration: 1, retry: 0, errors: [], annotations: [], attachments };
    reporter.onTestEnd(tests[i] as TestCase, result as unknown as TestResult);
  }
  // What it prints, it prints before it waits for anything: the runner of these tests needs stdout again.
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true;
  const ended = reporter.onEnd();
  process.stdout.write = write;
  await ended;
  return records;
}
const checksOf = (records: readonly ResultRecord[]): CheckRecord[] => records.filter((one) => one.kind === 'check');

const finding = { guard: 'guard.page-errors', text: 'boom', page: '/' };
const report = (...findings: unknown[]): string => JSON.stringify({ requests: 10, findings });
const passed = (body: string): End[] => [{ status: 'passed', attached: { [GUARD_FINDINGS]: body } }];
const guardOf = async (body: string): Promise<string | undefined> =>
  checksOf(await recordsOf(passed(body))).find(({ id }) => id === finding.guard)?.outcome;

test('a whole report counts; one that is not whole watched nothing', async () => {
  const of = await Promise.all([
    guardOf(report()),
    guardOf(report(finding)),
    guardOf(report({ ...finding, guard: 'guard.unknown' })),
    guardOf(report(finding, { ...finding, text: 1 })),
    guardOf(JSON.stringify({ findings: [finding] })),
    guardOf('null'),
    guardOf('{"requests": 10, "fin'),
    guardOf(JSON.stringify({ requests: 1.5, findings: [{ ...finding, once: true }] })),
    guardOf(JSON.stringify({ requests: -1, findings: [finding] })),
  ]);
  assert.deepEqual(of, ['pass', 'fail', ...Array.from({ length: 7 }, () => 'inconclusive')]);
});

const nearly = fc
  .record({
    requests: fc.oneof(fc.nat(500), fc.jsonValue()),
    findings: fc.oneof(fc.array(fc.record({ guard: fc.oneof(fc.constantFrom(...GUARD_IDS), fc.string()), text: fc.string({ unit: 'binary' }), page: fc.oneof(fc.string(), fc.jsonValue()), once: fc.oneof(fc.boolean(), fc.constant(undefined)) })), fc.jsonValue()), // prettier-ignore
  })
  .map((one) => JSON.stringify(one));
const json = fc.oneof(fc.json({ maxDepth: 4 }), fc.string());
const times = fc.double({ min: 0, max: 60_000, noNaN: true });
const visited = fc.record({ path: fc.string(), ttfb: times, lcp: times, cls: times }, { requiredKeys: ['path'] });
const attached = fc
  .record(
    {
      [GUARD_FINDINGS]: fc.oneof(nearly, json),
      [VITALS]: fc.oneof(fc.array(visited).map((all) => JSON.stringify(all)), json), // prettier-ignore
      [FAILED_REQUESTS]: json,
      [OWN_ANSWERS]: json,
      [OWN_DELAY_MS]: fc.oneof(times.map(String), fc.constantFrom('null', '"5"', '[]', '{}', '-5', '1e999', '{')),
    },
    { requiredKeys: [] },
  )
  .map((all): Readonly<Record<string, string>> => ({ ...all }));

test('any text as an attachment: a valid record of each check and each guard, none invented, none lost', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ status: fc.constantFrom(...STATUSES), attached }), { minLength: 1, maxLength: 2 }),
      async (ends) => {
        const records = await recordsOf(ends);
        for (const record of records) resultRecord.parse(JSON.parse(JSON.stringify(record)));
        const checks = checksOf(records);
        assert.deepEqual(checks.map(({ id }) => id).sort(), [...CHECKS.slice(0, ends.length), ...GUARD_IDS].sort());
        for (const [i, { status }] of ends.entries()) {
          const outcome = checks.find(({ id }) => id === CHECKS[i])?.outcome;
          assert.equal(outcome === 'pass', status === 'passed', `${status} is ${outcome}`);
        }
        const isWatched = ends.some((end) => end.attached[GUARD_FINDINGS] !== undefined);
        for (const { id, outcome } of checks) if (!isWatched && id.startsWith('guard.')) assert.equal(outcome, 'inconclusive'); // prettier-ignore
      },
    ),
    { seed: 19, numRuns: 1_000_000, interruptAfterTimeLimit: 300, markInterruptAsFailure: false },
  ));
