// Known issues, shared causes and the words of a run, at their borders.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KNOWN_ISSUE_RULES } from '../../../judging.ts';
import { applyToCheck, applyToKpi, breachingParts } from '../../../reports/verdict/apply-known-issues.ts';
import { checkRows, context } from '../../../reports/verdict/check-verdicts.ts';
import { culpritOf, decidingFact } from '../../../reports/verdict/deciding-fact.ts';
import { USAGE_EXIT } from '../../../reports/verdict/exit-codes.ts';
import { groupCauses, messageOf } from '../../../reports/verdict/group-causes.ts';
import {
  dayAfter,
  findingsOf,
  fingerprintOf,
  isNeverExcused,
  knownIssuesFile,
  LONGEST_DAYS,
} from '../../../reports/verdict/known-issues.ts';
import type { Cause, CheckRow, KpiRow, PartRow } from '../../../reports/verdict/verdict-format.ts';
import { CHECK_OF, check, whole } from './sample-records.ts';
import { healthy, issue, known, kpiOf } from './sample-issues.ts';

const checkOf = (id: string, more: Partial<CheckRow> = {}): CheckRow => ({ ...(healthy.checks.find((one) => one.id === id) as CheckRow), ...more }); // prettier-ignore
const part = (subject: string, found: number, more: Partial<PartRow> = {}): PartRow => ({ subject, n: 3, found, text: `${found}`, verdict: 'breach', reason: 'r', ...more }); // prettier-ignore

const ID = CHECK_OF.journeys;
const variant = (outcome: 'fail' | 'pass' | 'broken' | 'inconclusive', ...messages: string[]) => ({
  outcome,
  durationMs: 1,
  failures: messages.map((message) => ({ code: 'assertion' as const, message })),
  evidence: [],
  rerun: 'x',
});
const red = (...variants: ReturnType<typeof variant>[]): CheckRow => checkOf(ID, { verdict: 'breach', reason: 'a', variants }); // prettier-ignore

test('a known failure becomes a warning, and only the variants that failed do', () => {
  const row = applyToCheck(red(variant('fail', 'a'), variant('pass')), known(issue(ID, 'assertion', 'a')), 'gate');
  assert.deepEqual(
    [row.verdict, row.reason, row.variants.map(({ outcome }) => outcome), row.known?.map(({ state }) => state)],
    ['warn', 'known until 2026-12-01 (web team): old', ['warn', 'pass'], ['known']],
  );
  const beside = (outcome: 'broken' | 'inconclusive'): string =>
    applyToCheck(red(variant('fail', 'a'), variant(outcome)), known(issue(ID, 'assertion', 'a')), 'gate').verdict;
  assert.deepEqual([beside('broken'), beside('inconclusive')], ['broken', 'inconclusive']);
});

test('an expired issue has its day and owner; a new issue next to a known one is the reason; other fields are unchanged', () => {
  const old = issue(ID, 'assertion', 'a', { expires: '2026-11-27' });
  const row = applyToCheck(red(variant('fail', 'a')), known(old), 'gate');
  assert.deepEqual(
    [row.verdict, row.reason, row.known?.[0]?.state],
    ['breach', 'was known until 2026-11-27 (web team), which has passed: a', 'expired'],
  );
  const both = applyToCheck(red(variant('fail', 'a', 'b')), known(issue(ID, 'assertion', 'a')), 'gate');
  assert.deepEqual([both.verdict, both.reason, both.known?.length], ['breach', 'b', 1]);
  const other = red(variant('fail', 'b'));
  assert.equal(applyToCheck(other, known(issue(ID, 'assertion', 'a')), 'gate'), other);
  const silent = red(variant('fail'));
  assert.equal(applyToCheck(silent, known(issue(ID, 'assertion', 'a')), 'gate'), silent);
  for (const verdict of ['broken', 'inconclusive', 'skipped'] as const) {
    const row = checkOf(ID, { verdict });
    assert.equal(applyToCheck(row, known(issue(ID, 'assertion', 'a')), 'gate'), row);
  }
});

test('a vanished issue warns, fails in nightly, and touches no other row', () => {
  const gone = issue(ID, 'assertion', 'a');
  const row = applyToCheck(checkOf(ID), known(gone), 'gate');
  assert.deepEqual(
    [row.verdict, row.reason, row.known?.[0]?.state],
    ['warn', `known issue ${gone.fingerprint} of web team is fixed. Remove its entry: a`, 'vanished'],
  );
  assert.equal(applyToCheck(checkOf(ID), known(gone), 'nightly').verdict, 'breach');
  const other = checkOf(CHECK_OF.security);
  assert.equal(applyToCheck(other, known(gone), 'gate'), other);
  assert.equal(applyToKpi(kpiOf('lcp'), known(issue('lcp', 'kpi', '/')), 'gate').verdict, 'warn');
  const open = kpiOf('lcp', { verdict: 'inconclusive' });
  assert.equal(applyToKpi(open, known(issue('lcp', 'kpi', '/')), 'gate'), open);
});

const lcp = (found: number | null, more: Partial<PartRow> = {}): KpiRow =>
  kpiOf('lcp', { verdict: 'breach', reason: 'slow', found, parts: [part('/', found ?? 0, more)] });
const limit = 3_000 + 3_000 * KNOWN_ISSUE_RULES.worseShare;

test('a known KPI is known up to its margin, on the side that breaches, page and variant by name', () => {
  const accepted = known(issue('lcp', 'kpi', '/', { found: 3_000 }));
  const same = applyToKpi(lcp(limit), accepted, 'gate');
  assert.deepEqual([same.verdict, same.reason, same.known?.length], ['warn', 'known until 2026-12-01 (web team): old; slow', 1]); // prettier-ignore
  const worse = applyToKpi(lcp(limit + 1), accepted, 'gate');
  assert.deepEqual([worse.verdict, worse.reason, 'known' in worse], ['breach', '/ is worse than the 3000 that is known; slow', false]); // prettier-ignore
  const phone = applyToKpi(lcp(3_000, { variant: 'phone' }), accepted, 'gate');
  assert.deepEqual([phone.verdict, phone.reason, 'known' in phone], ['breach', 'slow', false]);
  assert.equal(applyToKpi(lcp(3_000, { variant: 'phone' }), known(issue('lcp', 'kpi', '/ (phone)')), 'gate').verdict, 'warn'); // prettier-ignore
  const late = applyToKpi(lcp(3_000), known(issue('lcp', 'kpi', '/', { expires: '2026-11-27' })), 'gate');
  assert.deepEqual([late.verdict, late.reason, late.known?.[0]?.state], ['breach', '/ was known until 2026-11-27 (web team), which has passed; slow', 'expired']); // prettier-ignore
  assert.equal(applyToKpi(lcp(99_999), known(issue('lcp', 'kpi', '/')), 'gate').verdict, 'warn');
  // A score: less is worse.
  const score = (found: number): string =>
    applyToKpi(
      kpiOf('lighthouse-performance', { verdict: 'breach', parts: [part('/', found)] }),
      known(issue('lighthouse-performance', 'kpi', '/', { found: 0.8 })),
      'gate',
    ).verdict;
  const least = 0.8 * (1 - KNOWN_ISSUE_RULES.worseShare);
  assert.deepEqual([score(0.99), score(least + 0.001), score(least - 0.001)], ['warn', 'warn', 'breach']);
});

test('the breaching parts of a KPI are listed, or the whole KPI if no part breaches', () => {
  const parts = [part('/', 1), part('/b', 2, { verdict: 'pass' })];
  assert.deepEqual(
    breachingParts(kpiOf('lcp', { found: 7, parts })).map(({ subject }) => subject),
    ['/'],
  );
  assert.deepEqual(breachingParts(kpiOf('lcp', { found: 7, parts: parts.slice(1) })), [{ subject: 'overall', found: 7 }]); // prettier-ignore
});

test('an outage is never excused; a timeout is one where requests are the availability', () => {
  assert.deepEqual(
    (['front-door', 'contracts', 'load', 'journeys', 'audits', 'security'] as const).map((one) => isNeverExcused(one, 'timeout')), // prettier-ignore
    [true, true, true, false, false, false],
  );
  assert.equal(isNeverExcused('journeys', 'server-error'), true);
  assert.equal(isNeverExcused('contracts', 'semantic'), false);
});

test('the file of known issues needs a reason and an owner, and may be as short as a letter', () => {
  const file = (more: object) => knownIssuesFile.safeParse({ schema: 1, target: 't', issues: [{ ...issue(ID, 'a', 'b'), ...more }] }).success; // prettier-ignore
  assert.deepEqual(
    [file({ reason: 'x', owner: 'y' }), file({ reason: ' ' }), file({ owner: '' })],
    [true, false, false],
  );
  assert.equal(knownIssuesFile.safeParse({ schema: 2, target: 't', issues: [] }).success, false);
  assert.deepEqual([LONGEST_DAYS, dayAfter(new Date('2026-11-28T00:00:00.000Z'), 30)], [30, '2026-12-28']);
  assert.equal(dayAfter(new Date('2026-11-28T23:59:59.999Z'), 30), '2026-12-28');
  assert.deepEqual(findingsOf({ message: '' }), ['']);
  assert.deepEqual(findingsOf({ message: 'head\n- one\n- two' }), ['one', 'two']);
  assert.match(fingerprintOf('a', 'b', 'c'), /^[0-9a-f]{12}$/);
});

test('a message of twelve letters is a fact, a shorter one is none; a culprit is named by its id', () => {
  assert.deepEqual([decidingFact('twelve signs'), decidingFact('eleven sign')], ['twelve signs', undefined]);
  assert.equal(culpritOf('could not prepare: see contract.search: x'), 'contract.search');
  assert.equal(USAGE_EXIT, 4);
});

const cause = (id: string, verdict: Cause['verdict'] = 'breach'): Cause => ({ id, verdict, message: `of ${id}` });
const row = (id: string, stage: CheckRow['stage'], reason: string): CheckRow => checkOf(ID, { id, stage, reason, verdict: 'breach' }); // prettier-ignore
const grouped = (causes: readonly Cause[], rows: readonly CheckRow[], kpis: readonly KpiRow[] = []): string[] =>
  groupCauses(causes, rows, kpis).map(({ id, fact, also, sameAs }) => [id, fact, also?.join('+'), sameAs].join(' | '));

test('two checks with one fact are one cause, led by the worst and earliest; a single check is not a group', () => {
  const fact = 'GET /api/search: status 500';
  const two = [row('journey.a', 'journeys', fact), row('contract.a', 'contracts', fact)];
  assert.deepEqual(grouped([cause('journey.a'), cause('contract.a')], two), [
    'journey.a | GET /api/search 500 |  | contract.a',
    'contract.a | GET /api/search 500 | journey.a | ',
  ]);
  assert.deepEqual(grouped([cause('journey.a'), cause('contract.a', 'warn')], two), [
    'journey.a | GET /api/search 500 | contract.a | ',
    'contract.a | GET /api/search 500 |  | journey.a',
  ]);
  assert.deepEqual(grouped([cause('journey.a')], two), ['journey.a |  |  | ']);
});

test('a check that could not be prepared belongs to its culprit, even with another message or without a cause', () => {
  const lost = 'could not prepare: see contract.a: x';
  const rows = [row('contract.a', 'contracts', 'the list of shows is empty'), row('journey.a', 'journeys', lost), row('journey.b', 'journeys', `${lost} y`)]; // prettier-ignore
  assert.deepEqual(grouped([cause('contract.a'), cause('journey.a'), cause('journey.b')], rows), [
    'contract.a | the list of shows is empty | journey.a+journey.b | ',
    'journey.a | the list of shows is empty |  | contract.a',
    'journey.b | the list of shows is empty |  | contract.a',
  ]);
  assert.deepEqual(grouped([cause('journey.a'), cause('journey.b')], rows), [
    'journey.a |  |  | ',
    'journey.b |  |  | ',
  ]);
});

test('a KPI belongs to the fact of the one request that fails in it', () => {
  const rows = [row('contract.a', 'contracts', 'GET /api/search: status 500')];
  const errors = (...parts: PartRow[]): KpiRow => kpiOf('error-rate', { verdict: 'breach', parts });
  const causes = [cause('contract.a'), cause('error-rate')];
  const one = part('GET /api/search', 1);
  const together = ['contract.a | GET /api/search 500 | error-rate | ', 'error-rate | GET /api/search 500 |  | contract.a']; // prettier-ignore
  const apart = ['contract.a |  |  | ', 'error-rate |  |  | '];
  assert.deepEqual(grouped(causes, rows, [errors(one, part('GET /', 0, { verdict: 'pass' }))]), together);
  assert.deepEqual(grouped(causes, rows, [errors(one, part('GET /', 1))]), apart);
  assert.deepEqual(grouped(causes, rows, [errors(part('GET /', 1))]), apart);
  assert.deepEqual(grouped(causes, rows, [errors()]), apart);
  assert.deepEqual(grouped([cause('contract.a')], rows, [errors(one)]), ['contract.a |  |  | ']);
});

test('a cause of several has their number; a cause of one has only its message', () => {
  assert.equal(messageOf({ ...cause('a'), fact: 'F', also: ['b', 'c'] }), 'F; the cause of 3, also b, c: of a');
  assert.equal(messageOf({ ...cause('a'), fact: 'F', also: [] }), 'of a');
  assert.equal(messageOf(cause('a')), 'of a');
});

test('a declared check with a report and no place in the run record is judged by its report', () => {
  const declared = [{ id: 'security.new', stage: 'security' as const, title: 'new' }, { id: 'security.lost', stage: 'security' as const, title: 'lost' }]; // prettier-ignore
  const rows = (records: ReturnType<typeof whole>): string[] =>
    checkRows(context(records), declared).filter(({ id }) => /new|lost|stray/.test(id)).map(({ id, verdict, reason }) => `${id} ${verdict} ${reason ?? ''}`); // prettier-ignore
  const records = whole({ body: [check('security.new', 'security'), check('security.stray', 'security')] });
  assert.deepEqual(rows(records), [
    'security.new pass ',
    'security.lost broken declared, but missing from the run record',
    'security.stray broken undeclared: a result of an unknown check',
  ]);
  assert.equal(rows(records.slice(1))[1], 'security.lost broken no result: the run record is missing');
});
