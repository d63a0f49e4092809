import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GUARD_IDS } from '../../../checks/guards/guard-checks.ts';
import { guardFailures, guardRecords, lasting, type Met } from '../../../checks/guards/guard-record.ts';
import { resultRecord } from '../../../reports/result.ts';

const at = new Date('2026-11-28T12:00:00Z');
const how = { at, rerun: 'npx playwright test checks/journeys' };
const met = (text: string, page: string, check: string): Met => ({
  guard: 'guard.failed-requests',
  text,
  page,
  check,
});

test('One finding is one line, with all its pages and checks', () => {
  const failures = guardFailures('guard.failed-requests', [
    met('request failed: GET /setlists HTTP 404', '/about', 'journey.b'),
    met('request failed: GET /setlists HTTP 404', '/', 'journey.a'),
    met('request failed: GET /setlists HTTP 404', '/', 'journey.a'),
  ]);
  assert.deepEqual(
    failures.map(({ message }) => message),
    ['request failed: GET /setlists HTTP 404 on /, /about (seen by journey.a, journey.b)'],
  );
});

test('Long lists are cut, and say how much was cut', () => {
  const many = Array.from({ length: 25 }, (_, i) =>
    met(`request failed: GET /${String(i)} HTTP 500`, '/', 'journey.a'),
  );
  const failures = guardFailures('guard.failed-requests', many);
  assert.equal(failures.length, 21);
  assert.equal(failures.at(-1)?.message, 'and at least 5 more findings');
  assert.equal(guardFailures('guard.failed-requests', many.slice(0, 20)).length, 20);
  const of = (pages: number): string | undefined =>
    guardFailures(
      'guard.failed-requests',
      Array.from({ length: pages }, (_, i) => met('x', `/${String(i)}`, 'journey.a')),
    )[0]?.message;
  assert.equal(of(6), 'x on /0, /1, /2, /3, /4, /5 (seen by journey.a)');
  assert.equal(of(9), 'x on /0, /1, /2, /3, /4, /5 and 3 more (seen by journey.a)');
});

test('A guard without findings passes if journeys ran, and is inconclusive if none did', () => {
  const outcomes = (visits: number): string[] => guardRecords([], visits, how).map(({ outcome }) => outcome);
  assert.deepEqual(new Set(outcomes(3)), new Set(['pass']));
  assert.deepEqual(new Set(outcomes(0)), new Set(['inconclusive']));
});

test('A finding reddens its own guard and no other, also when it came with no whole journey', () => {
  for (const visits of [0, 5]) {
    const records = guardRecords([met('request failed: GET /x HTTP 500', '/', 'journey.a')], visits, how);
    assert.deepEqual(
      records.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id),
      ['guard.failed-requests'],
    );
    assert.equal(records.length, GUARD_IDS.length);
    assert.ok(records.every(({ durationMs }) => durationMs === 0));
    for (const record of records) assert.doesNotThrow(() => resultRecord.parse(record));
  }
});

test('What failed once and answered when asked again warns, while the promised error rate explains it; more of it, or one that failed again, is red', () => {
  const once = (n: number): Met[] => Array.from({ length: n }, (_, i) => ({ ...met('request failed: GET /a.js HTTP 500', `/${i}`, 'journey.a'), once: true })); // prettier-ignore
  const outcomes = (all: Met[], requests: number): string[] =>
    guardRecords(all, 3, { ...how, requests }, ['guard.failed-requests']).map(({ outcome, failures }) => [outcome, ...failures.map(({ message }) => message)].join(': ')); // prettier-ignore
  assert.deepEqual(outcomes(once(1), 800), [
    'warn: request failed: GET /a.js HTTP 500 on /0 (seen by journey.a); asked again, it answered',
  ]);
  // 0.1 % of 800 requests is 0.8: six failures happen by chance in one run of 4,900, seven in one of 48,000.
  assert.match(outcomes(once(6), 800)[0] ?? '', /^warn: /);
  assert.match(outcomes(once(7), 800)[0] ?? '', /^fail: /);
  assert.match(outcomes(once(7), 8_000)[0] ?? '', /^warn: /);
  const lasts = met('request failed: GET /b.js HTTP 500', '/', 'journey.b');
  assert.deepEqual(outcomes([...once(1), lasts], 800), [
    'fail: request failed: GET /b.js HTTP 500 on / (seen by journey.b)',
  ]);
  assert.deepEqual(lasting([...once(1), lasts], 800), [lasts]);
  // One visit saw it once, another saw it again: the line does not say that it answered.
  const [passed] = once(1);
  const both = guardFailures('guard.failed-requests', [passed as Met, { ...(passed as Met), once: false }]);
  assert.match(both[0]?.message ?? '', /\(seen by journey\.a\)$/);
  // Without any count of requests every one of them failed.
  assert.equal(lasting(once(2), 0).length, 2);
});
