import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckRecord, ResultRecord } from '../../../reports/result.ts';
import { baselineOf } from '../../../reports/verdict/write-baseline.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';
import { findingsOf, fingerprintOf, normalised, type KnownIssue } from '../../../reports/verdict/known-issues.ts';
import type { Verdict } from '../../../reports/verdict/verdict-format.ts';
import { check, CHECK_OF, failed, healthyBody, metric, probe, whole } from './sample-records.ts';

const ID = CHECK_OF.journeys;
const NOW = new Date('2026-11-28T08:00:00Z');
const failing = (
  message: string,
  code: CheckRecord['failures'][number]['code'] = 'assertion',
): Partial<CheckRecord> => ({
  outcome: 'fail',
  failures: [{ code, message }],
});
const body = (...more: ResultRecord[]): ResultRecord[] => [
  ...healthyBody().filter((r) => !(r.kind === 'check' && more.some((m) => m.kind === 'check' && m.id === r.id))),
  ...more,
];
const verdictOf = (
  records: ResultRecord[],
  knownIssues: readonly KnownIssue[] = [],
  profile?: 'gate' | 'nightly',
): Verdict =>
  judge(
    {
      records: whole({ body: records }).map((r) =>
        r.kind === 'run' ? { ...r, at: NOW.toISOString(), profile: profile ?? r.profile } : r,
      ),
      problems: [],
    },
    { knownIssues },
  );
const baseline = (records: ResultRecord[], previous: readonly KnownIssue[] = []): ReturnType<typeof baselineOf> =>
  baselineOf(verdictOf(records), { owner: 'web team', days: 30, now: NOW, previous });
const row = (verdict: Verdict, id: string): { verdict: string; reason?: string | undefined } => {
  const found = [...verdict.checks, ...verdict.kpis].find((one) => one.id === id);
  assert.ok(found, id);
  return found;
};

const FLAWED = body(check(ID, 'journeys', failing('buttons without a name\n  expected 0, received 12')));
const ISSUES = baseline(FLAWED).file.issues;

test('a known issue is a warning with its reason, owner and expiry, and the run passes', () => {
  assert.deepEqual(
    ISSUES.map(({ check: id, finding, expires, owner }) => ({ id, finding, expires, owner })),
    [{ id: ID, finding: 'buttons without a name', expires: '2026-12-28', owner: 'web team' }],
  );
  assert.equal(verdictOf(FLAWED).exitCode, 1);
  const known = verdictOf(FLAWED, ISSUES);
  assert.equal(known.exitCode, 0);
  assert.equal(known.verdict, 'warn');
  assert.match(row(known, ID).reason ?? '', /^known until 2026-12-28 \(web team\): found when/);
});

test('a known issue counts on its last day; the day after it fails and names its owner', () => {
  assert.equal(
    verdictOf(
      FLAWED,
      ISSUES.map((one) => ({ ...one, expires: '2026-11-28' })),
    ).exitCode,
    0,
  );
  const late = verdictOf(
    FLAWED,
    ISSUES.map((one) => ({ ...one, expires: '2026-11-27' })),
  );
  assert.equal(late.exitCode, 1);
  assert.match(row(late, ID).reason ?? '', /was known until 2026-11-27 \(web team\), which has passed: buttons/);
});

test('a new finding is a breach, alone and together with a known one', () => {
  for (const message of ['links without a name', '- buttons without a name\n- links without a name']) {
    const found = verdictOf(body(check(ID, 'journeys', failing(message))), ISSUES);
    assert.equal(found.exitCode, 1, message);
    assert.match(row(found, ID).reason ?? '', /^links without a name|^- buttons/);
  }
});

test('the same finding of another check, or with another code, is new', () => {
  const other = body(check(CHECK_OF.security, 'security', failing('buttons without a name')));
  assert.equal(row(verdictOf(other, ISSUES), CHECK_OF.security).verdict, 'breach');
  const code = body(check(ID, 'journeys', failing('buttons without a name', 'page-error')));
  assert.equal(row(verdictOf(code, ISSUES), ID).verdict, 'breach');
});

test('a vanished known issue warns in the gate and fails in nightly', () => {
  const gate = verdictOf(body(), ISSUES, 'gate');
  assert.equal(row(gate, ID).verdict, 'warn');
  assert.match(row(gate, ID).reason ?? '', /is fixed. Remove its entry: buttons without a name/);
  assert.equal(row(verdictOf(body(), ISSUES, 'nightly'), ID).verdict, 'breach');
});

test('a known issue has not vanished where its check did not run or could not judge', () => {
  for (const outcome of ['inconclusive', 'broken', 'skipped'] as const) {
    const found = verdictOf(body(check(ID, 'journeys', { outcome })), ISSUES, 'nightly');
    assert.equal(row(found, ID).verdict, outcome);
  }
  const without = body().filter((r) => !(r.kind === 'check' && r.id === ID));
  assert.notEqual(row(verdictOf(without, ISSUES, 'nightly'), ID).verdict, 'breach');
});

test('a known failure on one variant does not hide a broken one on another', () => {
  const records = body(
    check(ID, 'journeys', { ...failing('buttons without a name'), variant: 'desktop' }),
    check(ID, 'journeys', { outcome: 'broken', variant: 'phone', failures: [{ code: 'tool', message: 'x' }] }),
  );
  assert.equal(row(verdictOf(records, ISSUES), ID).verdict, 'broken');
});

test('availability, error rate, database and their checks can never be known issues', () => {
  const down = body(...Array.from({ length: 20 }, () => probe('GET /api/search', failed)));
  const made = baseline(down);
  assert.ok(
    made.never.some((line) => line.startsWith('availability:')),
    made.never.join(),
  );
  assert.ok(!made.file.issues.some(({ check: id }) => id === 'availability' || id === 'error-rate'));
  const forged = (id: string, code: string, finding: string): KnownIssue => ({
    check: id,
    fingerprint: fingerprintOf(id, code, finding),
    finding,
    reason: 'r',
    owner: 'o',
    expires: '2026-12-28',
  });
  const all = ['availability', 'error-rate', 'database'].flatMap((id) =>
    ['overall', 'GET /api/search'].map((part) => forged(id, 'kpi', part)),
  );
  assert.equal(verdictOf(down, all).exitCode, 1);
  for (const code of ['server-error', 'refused', 'timeout'] as const) {
    const contract = body(check(CHECK_OF.contracts, 'contracts', failing('GET /api/search: status 500', code)));
    const entry = forged(CHECK_OF.contracts, code, 'GET /api/search: status 500');
    assert.equal(row(verdictOf(contract, [entry]), CHECK_OF.contracts).verdict, 'breach', code);
    assert.equal(baseline(contract).file.issues.length, 0);
  }
});

test('a known KPI breach stays known when slightly worse, and is new when much worse or on another page', () => {
  const cls = (value: number, subject = '/'): ResultRecord[] => [
    ...healthyBody().filter((r) => !(r.kind === 'metric' && r.kpi === 'cls')),
    metric('cls', [value, value, value], { subject }),
  ];
  const issues = baseline(cls(0.3)).file.issues;
  assert.deepEqual(
    issues.map(({ check: id, found }) => [id, found]),
    [['cls', 0.3]],
  );
  assert.equal(row(verdictOf(cls(0.31), issues), 'cls').verdict, 'warn');
  assert.match(row(verdictOf(cls(0.5), issues), 'cls').reason ?? '', /is worse than the 0\.3 that is known/);
  assert.equal(row(verdictOf(cls(0.5), issues), 'cls').verdict, 'breach');
  assert.equal(row(verdictOf(cls(0.3, '/artists'), issues), 'cls').verdict, 'breach');
  assert.equal(row(verdictOf(cls(0.01), issues, 'nightly'), 'cls').verdict, 'breach');
});

test('a second baseline preserves owner, reason and day of repeated findings, and removes fixed ones', () => {
  const mine = ISSUES.map((one) => ({ ...one, owner: 'Ann', reason: 'ticket 7', expires: '2026-12-01' }));
  const again = baseline(body(check(ID, 'journeys', failing('- buttons without a name\n- new one'))), mine);
  assert.equal(again.kept, 1);
  assert.deepEqual(again.file.issues.find(({ finding }) => finding.startsWith('buttons'))?.owner, 'Ann');
  assert.equal(again.file.issues.length, 2);
  assert.deepEqual(baseline(body(), mine), {
    file: { schema: 1, target: again.file.target, issues: [] },
    never: [],
    kept: 0,
    dropped: 1,
  });
});

test('a fingerprint ignores ids, times, ports, counts and figures, and depends on statuses and names', () => {
  const same = [
    ['GET /api/shows took 3,412 ms', 'GET /api/shows took 2.9 ms'],
    ['show 0a1b2c3d-0000-4000-8000-00000000000a is stale', 'show ffffffff-0000-4000-8000-00000000000b is stale'],
    ['http://127.0.0.1:4000/x is dead', 'https://site.example/x is dead'],
    ['seen at 2026-11-28T01:02:03.004Z', 'seen at 2026-12-01'],
    ['3 of 20 rows', '17 of 40 rows'],
  ] as const;
  for (const [a, b] of same) assert.equal(normalised(a), normalised(b));
  const apart = [
    ['GET /api/x answered 500', 'GET /api/x answered 404'],
    ['GET /api/x 500', 'GET /api/x 404'],
    ['button "Vote up"', 'button "Vote down"'],
  ] as const;
  for (const [a, b] of apart) assert.notEqual(normalised(a), normalised(b));
  assert.deepEqual(findingsOf({ message: 'Seen:\n- a\n  - b\n' }), ['a', 'b']);
  assert.deepEqual(findingsOf({ message: '' }), ['']);
});

test('a baseline counts preserved and removed entries, cuts long findings, and lists findings that cannot be known issues', () => {
  const mine = [...ISSUES, { ...(ISSUES[0] as KnownIssue), fingerprint: '0123456789ab' }, { ...(ISSUES[0] as KnownIssue), fingerprint: '0123456789ac' }]; // prettier-ignore
  const { kept, dropped } = baseline(FLAWED, mine);
  assert.deepEqual([kept, dropped], [1, 2]);
  const long = baseline(body(check(ID, 'journeys', failing('x'.repeat(400))))).file.issues;
  assert.deepEqual([long[0]?.finding, 'found' in (long[0] as KnownIssue)], ['x'.repeat(300), false]);
  const down = failing('- first\n- second', 'server-error');
  assert.deepEqual(baseline(body(check(ID, 'journeys', down))).never, [`${ID}: server-error: first`]);
  // A variant that did not fail has nothing to excuse.
  const other = check(ID, 'journeys', { variant: 'phone', outcome: 'warn', failures: [{ code: 'assertion', message: 'only a warning' }] }); // prettier-ignore
  const both = baseline(body(check(ID, 'journeys', { ...failing('real'), variant: 'desktop' }), other)).file.issues;
  assert.deepEqual(
    both.map(({ finding }) => finding),
    ['real'],
  );
});
