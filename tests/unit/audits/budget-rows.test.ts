// The rows that an audit judges, once more by hand: a row that is gone, a limit that is loosened or a level that is lowered turns this red.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BUDGETS, CATEGORIES, rowsFor, show, showLimit } from '../../../checks/audits/audit-budgets.ts';
import { failureOf, judgeRows } from '../../../checks/audits/judge-audit.ts';
import { asksForMore, enoughRuns, nextRun, unclear, type Sample } from '../../../checks/audits/sequential-runs.ts';

const ROWS = `
lcp <= 2,500 ms fail performance timed
cls <= 0.1 fail performance
fcp <= 1,800 ms fail performance timed
tbt <= 200 ms fail performance timed
speed-index <= 3,000 ms warn performance timed
ttfb < 2,000 ms fail performance timed
lighthouse-performance >= 0.9 fail performance timed
lighthouse-accessibility >= 0.95 fail accessibility
lighthouse-best-practices >= 0.9 fail best-practices
lighthouse-seo >= 0.9 fail seo
script-kb <= 400 kB fail performance
image-kb <= 500 kB fail performance
stylesheet-kb <= 100 kB fail performance
font-kb <= 100 kB fail performance
total-kb <= 1,000 kB fail performance
script-count <= 40 warn performance
image-count <= 60 warn performance
stylesheet-count <= 8 warn performance
font-count <= 6 warn performance
total-count <= 120 warn performance
errors-in-console >= 1 fail best-practices
is-on-https >= 1 fail best-practices
document-title >= 1 fail seo
meta-description >= 1 fail seo
image-alt >= 1 fail accessibility
label >= 1 fail accessibility
link-name >= 1 fail accessibility
button-name >= 1 fail accessibility
color-contrast >= 1 fail accessibility
vulnerable-libraries >= 1 fail best-practices`;

test('every row has its limit, its level and its category', () => {
  const lines = BUDGETS.map((row) =>
    [row.id, showLimit(row), row.level, row.category, ...(row.timed ? ['timed'] : [])].join(' '),
  );
  assert.deepEqual(lines, ROWS.trim().split('\n'));
  assert.deepEqual(CATEGORIES, ['performance', 'accessibility', 'best-practices', 'seo']);
});

test('a category has its own rows, without the exempt ones', () => {
  const ids = rowsFor(['seo', 'best-practices'], ['is-on-https']).map(({ id }) => id);
  const expected = ['lighthouse-best-practices', 'lighthouse-seo', 'errors-in-console', 'document-title', 'meta-description', 'vulnerable-libraries']; // prettier-ignore
  assert.deepEqual(ids, expected);
});

test('a time below 100 ms has a tenth, from 100 ms on it has none; a size none, a share three', () => {
  assert.deepEqual([show(99.94, 'ms'), show(100.4, 'ms'), show(7.6, 'kB'), show(0.12345, 'ratio'), show(0.9, 'score')], ['99.9 ms', '100 ms', '8 kB', '0.123', '0.9']); // prettier-ignore
});

const row = (id: string) => BUDGETS.filter((one) => one.id === id);
const samples = (id: string, values: readonly number[], machineProblem?: string): Sample[] =>
  values.map((value) => ({ figures: { [id]: value }, ...(machineProblem && { machineProblem }) }));

test('a row that holds causes no failure, also where a remark stands beside it', () => {
  const [busy] = judgeRows(samples('tbt', [10, 20, 30], 'busy'), row('tbt'), 3);
  assert.deepEqual([busy?.verdict, busy?.reason], ['pass', 'busy']);
  assert.ok(busy);
  assert.equal(failureOf(busy, '/'), undefined);
  const [missed] = judgeRows(samples('image-kb', [600, 600]), row('image-kb'), 3);
  assert.ok(missed);
  assert.deepEqual(failureOf(missed, '/'), { code: 'budget', message: 'image-kb on /: 600 kB, must be <= 500 kB; the same in all 2 runs' }); // prettier-ignore
});

test('the first row that is unclear asks for another run; one that only warns, holds or is missed by all asks for none', () => {
  const rows = BUDGETS.filter(({ id }) => ['tbt', 'fcp', 'speed-index', 'cls'].includes(id));
  const of = (figures: readonly Sample['figures'][]): string | undefined =>
    asksForMore(figures.map((one) => ({ figures: one })), rows, 1)?.id; // prettier-ignore
  assert.equal(of([{ fcp: 1_700, tbt: 100 }, { fcp: 1_900, tbt: 300 }]), 'fcp'); // prettier-ignore
  assert.equal(of([{ tbt: 100 }, { tbt: 300 }]), 'tbt');
  assert.equal(of([{ tbt: 300 }, { tbt: 400 }]), undefined);
  assert.equal(of([{ 'speed-index': 1 }, { 'speed-index': 9_000 }]), undefined);
  assert.equal(of([{}]), undefined);
  // Too few runs on an idle machine: a missed timing asks, one that holds does not.
  assert.equal(asksForMore(samples('tbt', [300], 'busy'), row('tbt'), 1)?.id, 'tbt');
  assert.equal(asksForMore(samples('tbt', [100], 'busy'), row('tbt'), 1), undefined);
});

test('runs on both sides of the limit are unclear; of six or more their interval decides', () => {
  const [tbt] = row('tbt');
  assert.ok(tbt);
  assert.deepEqual([[100, 300], [100, 200], [300], []].map((values) => unclear(values, tbt)), [true, false, false, false]); // prettier-ignore
  assert.ok(!unclear([100, 100, 100, 100, 100, 100, 100, 100, 300], tbt));
});

test('a page gets its least runs, then one at a time while a row asks, up to its most and as long as there are extra ones', () => {
  const runs = { least: 3, most: 5, extra: 1, idleWaitMs: 0 };
  const split = (n: number): Sample[] =>
    samples(
      'tbt',
      Array.from({ length: n }, (_, i) => (i % 2 === 0 ? 100 : 300)),
    );
  const of = (n: number, more: Partial<typeof runs> = {}) => nextRun(split(n), row('tbt'), { ...runs, ...more });
  assert.deepEqual([of(0), of(2)], [{ number: 1 }, { number: 3 }]);
  assert.deepEqual([of(3)?.number, of(3)?.asking?.id, of(4)?.number], [4, 'tbt', 5]);
  assert.deepEqual([of(5), of(3, { extra: 0 }), nextRun(samples('tbt', [1, 1, 1]), row('tbt'), runs)], [undefined, undefined, undefined]); // prettier-ignore
  assert.deepEqual([1, 2, 3, 4].map((least) => enoughRuns({ ...runs, least })), [1, 2, 3, 3]); // prettier-ignore
});
