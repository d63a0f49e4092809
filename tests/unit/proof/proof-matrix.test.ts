// The matrix: a run proves a fault where exactly what must be red is red, and says what differs where not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subjectIn } from '../../../proof/http-runs.ts';
import { gapRow, joinedRow, judgeRun, proofCounts, rowText } from '../../../proof/proof-matrix.ts';
import { proofSubjects, runsOf, type ProofSubject } from '../../../proof/proof-subjects.ts';
import type { Verdict } from '../../../reports/verdict/verdict-format.ts';
import { FAULTS, PRESETS } from '../../../stand-in/faults.ts';

type Words = Record<string, Verdict['checks'][number]['verdict']>;
/** A verdict with these checks and KPIs; a failing check says `message`. */
function verdictWith(
  checks: Words,
  kpis: Record<string, Verdict['kpis'][number]['verdict']> = {},
  message = 'red',
): Verdict {
  const words = [...Object.values(checks), ...Object.values(kpis)];
  const verdict = words.includes('breach') ? 'breach' : 'pass';
  const rows = Object.entries(checks).map(([id, word]) => ({
    id,
    verdict: word,
    variants: word === 'breach' ? [{ failures: [{ code: 'assertion', message }] }] : [],
  }));
  const judged = Object.entries(kpis).map(([id, word]) => ({ id, verdict: word }));
  return { verdict, exitCode: verdict === 'breach' ? 1 : 0, checks: rows, kpis: judged } as unknown as Verdict;
}
const subject = (more: Partial<ProofSubject> = {}): ProofSubject => ({
  id: 'trending-empty',
  faults: ['trending-empty'],
  noticedBy: ['contract.trending', 'contract.trending-live', 'availability'],
  warnedBy: [],
  ...more,
});
const judged = (verdict: Verdict, more: Partial<ProofSubject> = {}) => judgeRun(subject(more), ['contracts'], verdict);
const RED: Words = { 'contract.trending': 'breach', 'contract.trending-live': 'breach', 'contract.search': 'pass' };

test('exactly the declared ids are red: proved', () => {
  const row = judged(verdictWith(RED, { availability: 'breach' }));
  assert.equal(row.proved, true);
  assert.deepEqual(row.found, ['availability', 'contract.trending', 'contract.trending-live']);
  assert.equal(rowText(row), 'proved  trending-empty (3 red)');
});

test('one id less, one more, or none at all: not proved', () => {
  assert.equal(judged(verdictWith({ ...RED, 'contract.trending': 'pass' }, { availability: 'breach' })).proved, false);
  assert.equal(judged(verdictWith({ ...RED, 'contract.search': 'breach' }, { availability: 'breach' })).proved, false);
  assert.equal(judged(verdictWith({ 'contract.search': 'pass' })).proved, false);
});

test('an id that a matter of milliseconds makes red is not compared in that run, and is in every other', () => {
  const hanging = subject({ id: 'never-answers' });
  for (const availability of ['breach', 'inconclusive'] as const) {
    const verdict = verdictWith(RED, { availability });
    assert.equal(judgeRun(subjectIn(hanging, ['contracts']), ['contracts'], verdict).proved, true, availability);
    const inDoor = judgeRun(subjectIn(hanging, ['front-door']), ['front-door'], verdict);
    assert.equal(inDoor.proved, availability === 'breach');
  }
});

test('skipped and unselected checks prove nothing and are not expected', () => {
  const row = judged(verdictWith({ 'contract.trending': 'breach', 'contract.trending-live': 'not-selected' }));
  assert.deepEqual([row.proved, row.expected], [true, ['contract.trending']]);
});

test('a fault that only warns is proved by exactly its warnings', () => {
  const warns = { id: 'spotify-down', noticedBy: [], warnedBy: ['contract.health'] };
  assert.equal(judged(verdictWith({ 'contract.health': 'warn', 'contract.search': 'pass' }), warns).proved, true);
  const more = judged(verdictWith({ 'contract.health': 'warn', 'contract.search': 'warn' }), warns);
  assert.equal(more.proved, false);
  assert.match(more.note ?? '', /warned: contract\.health contract\.search; expected: contract\.health/);
});

test('the healthy site is proved only by exit code 0', () => {
  const healthy = { id: 'none', faults: [], noticedBy: [], warnedBy: [] };
  assert.equal(judged(verdictWith({ 'contract.search': 'pass' }), healthy).proved, true);
  assert.equal(judged({ ...verdictWith({ 'contract.search': 'pass' }), exitCode: 2 }, healthy).proved, false);
});

test('an unknown id is reported, and an oracle row with a different message, too', () => {
  const strange = judged(verdictWith({ ...RED }), {
    noticedBy: ['contract.trending', 'contract.trending-live', 'contract.nope'],
  });
  assert.equal(strange.proved, false);
  assert.match(strange.note ?? '', /unknown ids: contract\.nope/);
  const oracle = [{ id: 'contract.trending', section: '1.6', says: /0 items/ }];
  const preset = { id: 'r1', noticedBy: ['contract.trending'], oracle };
  const one = (message: string) => judged(verdictWith({ 'contract.trending': 'breach' }, {}, message), preset);
  assert.equal(one('GET /api/trending: 0 items').proved, true);
  assert.match(one('timed out').note ?? '', /contract\.trending does not name the flaw of section 1\.6/);
  const green = judged(verdictWith({ 'contract.trending': 'pass', 'contract.search': 'warn' }), preset);
  assert.equal(green.note, 'contract.trending is pass, not breach; contract.search is warn, not pass');
  assert.equal(judged(verdictWith({ 'contract.trending': 'skipped' }), preset).proved, false);
});

test('the runs of a fault are one row, and the last line counts rows', () => {
  const good = judged(verdictWith(RED, { availability: 'breach' }));
  const bad = judged(verdictWith({ 'contract.trending': 'pass' }));
  assert.equal(joinedRow('x', [good, good]).proved, true);
  assert.equal(joinedRow('x', [good, bad]).proved, false);
  assert.equal(joinedRow('x', []).proved, false);
  assert.deepEqual(proofCounts([good, bad, gapRow('y')]), { proved: 1, wrong: 1, gaps: 1 });
  assert.match(rowText(bad), /^DIFFERS trending-empty\n {2}expected contract\.trending\n {2}found {4}$/);
  assert.match(rowText({ ...bad, seconds: 31 }), /^DIFFERS trending-empty, 31 s\n/);
  assert.equal(rowText({ ...good, seconds: 7 }), 'proved  trending-empty (3 red, 7 s)');
  assert.equal(rowText(gapRow('y')), 'gap     y: no check for it yet');
});

test('without names the healthy site and every fault are proved; a preset only by its name', () => {
  assert.deepEqual(
    proofSubjects(undefined).map(({ id }) => id),
    ['none', ...FAULTS.map(({ id }) => id)],
  );
  assert.deepEqual(
    proofSubjects(['healthy', 'nav-gap']).map(({ id }) => id),
    ['none', 'nav-gap'],
  );
  const [r1] = proofSubjects(['r1']);
  assert.deepEqual(r1?.faults, PRESETS.r1);
  assert.ok(runsOf(r1 as ProofSubject, 'quick').length > 5, 'all journeys, a few in a run');
  assert.deepEqual(runsOf(r1 as ProofSubject, 'quick', ['journeys']), [{ only: ['journeys'] }]);
});
