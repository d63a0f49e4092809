// KPI by KPI: what each judgement says, whole. The last tests derive the table's figures again from their definitions and the records.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Judged } from '../../../reports/verdict/kpi-verdict.ts';
import { derivedLines } from './kpi-derivation.ts';
import { KPI_TABLE } from './kpi-table.ts';

/** One line for the whole, each line of the runbook, each part and each source. */
const linesOf = (judged: Judged): string[] => [
  [judged.verdict, judged.found, judged.text, judged.n, judged.reason].join(' | '),
  [judged.runbookState.level, judged.runbookState.text].join(' | '),
  ...judged.lines.map((one) =>
    ['line', one.name, one.limit, one.verdict, one.required ? 'required' : '', one.reason, one.source].join(' | '),
  ),
  ...judged.parts.map((one) =>
    ['part', one.subject, one.variant, one.n, one.found, one.text, one.verdict, one.reason].join(' | '),
  ),
  ...judged.sources.map((one) => ['source', one.source, one.n, one.found, one.text].join(' | ')),
];

for (const [name, { judged }, lines] of KPI_TABLE)
  test(`${name}: ${judged.verdict}`, () => assert.deepEqual(linesOf(judged), lines));

// The table's figures once more, from their definitions and not from the program: sums of the binomial, and Wald's test as a product of odds.
const chance = (k: number, n: number, p: number): number => {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= k; i += 1) {
    term *= ((n - i + 1) / i) * (p / (1 - p));
    sum += term;
  }
  return sum;
};
/** The rate at which `of` crosses `wanted`, between 0 and 1; `of` falls. */
const rateWhere = (of: (p: number) => number, wanted: number): number => {
  let [low, high] = [0, 1];
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (of(middle) > wanted) low = middle;
    else high = middle;
  }
  return low;
};
/** At 95 % no higher rate of failure goes with k of n. */
const atMost = (k: number, n: number): number => rateWhere((p) => chance(k, n, p), 0.05);
/** At 99.99 % no lower one does; for one endpoint, at 99.999 %. */
const atLeast = (k: number, n: number, alarm = 0.0001): number => rateWhere((p) => chance(k - 1, n, p), 1 - alarm);
const odds = (k: number, n: number): number => (0.05 / 0.001) ** k * (0.95 / 0.999) ** (n - k);
/** Hard down is 5 %, as promised 0.1 %; a false alarm in 1,000 (one endpoint: in 100,000), a miss in 100. */
const wald = (k: number, n: number, isPart: boolean): string => {
  const [alarm, shown] = isPart ? [0.00001, '0.001 %'] : [0.001, '0.1 %'];
  if (odds(k, n) >= 0.99 / alarm) return `down (false alarm ${shown})`;
  let more = 0;
  while (odds(k, n + more) > 0.01 / (1 - alarm)) more += 1;
  return more === 0 ? 'not down' : `${more} more clean samples would show that it is not down`;
};
/** What the runbook allows to fail (R3: availability below 99.5 %, errors above 1 % and 0.5 %; targets 99.9 % and 0.1 %). */
const ALLOWED: Readonly<Record<string, number>> = {
  '>= 99.5 %': 0.005,
  '<= 1 %': 0.01,
  '<= 0.5 %': 0.005,
  '>= 99.9 %': 0.001,
  '< 0.1 %': 0.001,
};
const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`;

test('the figures of ratios follow from their definitions', () => {
  const seen = { wald: 0, held: 0, breach: 0, clean: 0, open: 0, part: 0 };
  for (const [name, , lines] of KPI_TABLE)
    for (const line of lines) {
      for (const [, k, n, words] of line.matchAll(
        /(\d+) of (\d+) failed: (down \(false[^)]*\)|not down|\d+ more clean samples[^;|]*?)(?= ?[;|(]|$)/g,
      )) {
        assert.equal(words, wald(Number(k), Number(n), /^part |\| GET \/\w+: /.test(line)), `${name}: ${line}`);
        seen.wald += 1;
      }
      for (const [, k, n, least] of line.matchAll(
        /(\d+) of (\d+) failed; at 99\.999 % confidence at least ([\d.]+ %) fail/g,
      )) {
        // prettier-ignore
        assert.equal(least, percent(atLeast(Number(k), Number(n), 0.00001)), `${name}: ${line}`);
        seen.part += 1;
      }
      const [what, , limit = '', verdict, , why = ''] = line.split(' | ');
      const allowed = ALLOWED[limit];
      if (what !== 'line' || allowed === undefined) continue;
      const [, k, n] = (/^(\d+) of (\d+) failed/.exec(why) ?? []).map(Number);
      const [, samples, clean] = (/^(\d+) samples; (\d+) clean ones show it/.exec(why) ?? []).map(Number);
      if (clean !== undefined) {
        let least = 1;
        while ((1 - allowed) ** least > 0.05) least += 1;
        assert.deepEqual([clean, verdict], [least, 'not-judged'], `${name}: ${line}`);
        assert.ok((samples ?? Infinity) < least, `${name}: ${line}`);
        seen.clean += 1;
      } else if (k !== undefined && n !== undefined) {
        const wanted = atMost(k, n) <= allowed ? 'held' : k > 0 && atLeast(k, n) > allowed ? 'breach' : k / n > allowed ? 'suspected' : 'not-judged'; // prettier-ignore
        assert.equal(verdict, wanted, `${name}: ${line}`);
        if (wanted === 'held') assert.ok(why.includes(`at most ${percent(atMost(k, n))} fail`), `${name}: ${line}`);
        if (wanted === 'breach') assert.ok(why.includes(`at least ${percent(atLeast(k, n))} fail`), `${name}: ${line}`);
        seen[wanted === 'held' ? 'held' : wanted === 'breach' ? 'breach' : 'open'] += 1;
      }
    }
  const { part, ...whole } = seen;
  assert.ok(part >= 1 && Object.values(whole).every((count) => count >= 2), JSON.stringify(seen));
});

/** What the derivation knows of a line: all but its reasons. */
const figuresOf = (line: string, isFirst: boolean): string => {
  const cells = line.split(' | ');
  if (isFirst) return cells.slice(0, 4).join(' | ');
  const [what] = cells;
  if (what === 'line') return cells.slice(0, 4).join(' | ');
  if (what === 'part') return cells.slice(0, 7).join(' | ');
  return what === 'source' ? line : (what ?? '');
};

for (const [name, given, lines] of KPI_TABLE)
  if (given.kind !== 'ratio')
    test(`${name}: means, medians and states follow from the records`, () => {
      assert.deepEqual(
        lines.map((line, i) => figuresOf(line, i === 0)),
        derivedLines(given),
      );
    });
