// A gate's availability probes as samples of the history.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROBES } from '../../../checks/api/availability-probes.ts';
import { entriesOfRun } from '../../../commands/lib/remember-run.ts';
import { samplesOfRun } from '../../../commands/lib/samples-of-run.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import type { HttpRecord, ResultRecord } from '../../../reports/result.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { AT, failed, healthyBody, load, probe, whole } from '../reports/sample-records.ts';
import { folderOfTest, newHistory, SITE } from '../monitoring/history-harness.ts';

const folder = folderOfTest();
const MS = Date.parse(AT);
const HOME = 'GET /';
const unanswered = (code: 'refused' | 'timeout'): Partial<HttpRecord> => ({
  ...{ valid: 0, timeouts: code === 'timeout' ? 1 : 0, failures: [{ code, message: `GET /: ${code}` }] },
  ttfb:
    code === 'timeout' ? { n: 1, sumMs: 10_000, p95Ms: 10_000, maxMs: 10_000 } : { n: 0, sumMs: 0, p95Ms: 0, maxMs: 0 },
});
const run = (control: boolean, ...records: ResultRecord[]): ResultRecord[] => [
  { ...(whole({ body: [] })[0] as ResultRecord & { kind: 'run' }), ...(control ? { control } : {}) },
  ...records,
];
const words = (records: ResultRecord[]) =>
  samplesOfRun(records).samples.map(({ class: name, status, at, ttfbMs }) => [name, status, at - MS, ttfbMs]);

test('each availability probe is a sample with its class; other records are none', () => {
  const limited = { valid: 0, rateLimited: 1, failures: [{ code: 'rate-limited' as const, message: '429' }] };
  const missing = {
    ...{ valid: 0, failures: [{ code: 'client-error' as const, message: 'GET /: status 404, expected 200' }] },
  };
  const broken = { ...failed, failures: [{ code: 'server-error' as const, message: 'GET /: status 503 (none)' }] };
  const records = [probe(HOME), probe(HOME, broken), probe(HOME, limited), probe(HOME, missing)];
  assert.deepEqual(words(run(false, ...records, load(HOME, 100), probe('GET /api/health'))), [
    ['valid', 200, -40, 40],
    ['server-error', 503, -39, 40],
    ['rate-limited', 429, -38, 40],
    ['wrong-status', 404, -37, 40],
  ]);
});

test("an unanswered probe is the site's only if a control address answered", () => {
  const records = [probe(HOME), probe('GET /artists', unanswered('refused')), probe(HOME, unanswered('timeout'))];
  const down = probe('control address', { requests: 0, failures: [{ code: 'own-network', message: 'neither' }] });
  const classes = (...of: ResultRecord[]) => samplesOfRun(of).samples.map((s) => s.class);
  assert.deepEqual(classes(...run(true, ...records)), ['valid', 'network', 'timeout']);
  assert.deepEqual(classes(...run(true, ...records, down)), ['valid', 'own-network', 'own-network']);
  const unknown = samplesOfRun(run(false, ...records));
  assert.deepEqual(unknown.samples, []);
  assert.match(
    unknown.left ?? '',
    /3 probes of this run are not stored as samples: 2 were not answered, and without --control/,
  );
});

test('two gates at once and a tick in one history: every probe is counted once, also when a run is stored twice', async () => {
  const { history, file } = await newHistory(folder);
  const second = await openHistory({ location: file, target: SITE, patienceMs: 10_000 });
  history.db.patienceMs = 10_000;
  const endpoints = PROBES.map(({ endpoint }) => endpoint);
  const entriesOf = (runId: string) => {
    const records = whole({ body: healthyBody(), run: { target: SITE, runId } });
    const verdict = judge({ records, problems: [] }, { runId });
    return { entries: entriesOfRun(SITE, verdict, records), n: samplesOfRun(records).samples.length };
  };
  const [one, two] = [entriesOf('gate-1'), entriesOf('gate-2')];
  assert.ok(one.n >= 12 * 7, String(one.n));
  const tick = endpoints.map((endpoint, i) => ({
    ...{ at: MS - i, endpoint, class: 'valid' as const, status: 200, ttfbMs: 5, code: null, message: null },
  }));
  await Promise.all([
    history.addEntries(one.entries),
    second.addEntries(two.entries),
    second.addSamples('tick-1', tick),
  ]);
  await history.addEntries(one.entries);
  await second.close();
  const all = await history.sum('*', MS - 60_000, MS + 60_000);
  assert.equal(all.n, one.n + two.n + tick.length);
  assert.equal((await history.gateSamples(MS - 60_000, MS + 60_000)).length, one.n + two.n);
});
