// The figure of a KPI's row: the whole's, or the worst of the parts that decided; and which endpoints get more probes.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kpi } from '../../../kpis.ts';
import type { HttpRecord } from '../../../reports/result.ts';
import { figureOf, shownOf } from '../../../reports/verdict/shown-figure.ts';
import { suspectedEndpoints } from '../../../reports/verdict/wanted-samples.ts';
import type { LineRow, PartRow } from '../../../reports/verdict/verdict-format.ts';
import { failed, probe } from './sample-records.ts';

type Row = Parameters<typeof shownOf>[0];
const part = (
  subject: string,
  found: number | null,
  verdict: PartRow['verdict'] = 'breach',
  variant?: string,
): PartRow => ({
  subject,
  ...(variant === undefined ? {} : { variant }),
  n: 5,
  found,
  text: found === null ? 'no data' : `${found} ms`,
  verdict,
  reason: '',
});
const line = (verdict: LineRow['verdict']): LineRow => ({ name: 'target', limit: '', verdict, required: true, reason: '', source: '' }); // prettier-ignore
const row = (more: Partial<Row>): Row => ({ verdict: 'breach', found: 7, text: '7 ms', limit: '< 9 ms', lines: [], parts: [], ...more }); // prettier-ignore
const PARTS = [part('/a', 20), part('/b', 40), part('/c', 30), part('/d', 99, 'pass'), part('/e', null)];

const ROWS: readonly [what: string, given: Row, shown: string, sentence: string][] = [
  ['the whole', row({}), '7 ms', '7 ms'],
  ['the worst part, less is better', row({ parts: PARTS }), '40 ms', '/b 40 ms'],
  ['the worst part, more is better', row({ parts: PARTS, limit: '>= 99 %' }), '20 ms', '/a 20 ms'],
  ['its window', row({ parts: [part('/a', 3, 'breach', 'mobile')] }), '3 ms', '/a (mobile) 3 ms'],
  [
    'the whole, of whose lines one breaches',
    row({ parts: PARTS, lines: [line('held'), line('breach')] }),
    '7 ms',
    '7 ms',
  ],
  ['a part, where no line breaches', row({ parts: PARTS, lines: [line('held'), line('held')] }), '40 ms', '/b 40 ms'],
  ['the whole, which passes', row({ parts: [part('/a', 3, 'pass')], verdict: 'pass' }), '7 ms', '7 ms'],
  ['nothing measured', row({ found: null, text: 'no data', parts: PARTS }), '-', 'no data'],
  [
    'nothing that can be observed',
    row({ verdict: 'not-observable', parts: [part('/a', 3, 'not-judged')] }),
    '-',
    '7 ms',
  ],
  ['parts without a figure', row({ parts: [part('/e', null)] }), '7 ms', '7 ms'],
];
for (const [what, given, shown, sentence] of ROWS)
  test(`shown is ${what}`, () => assert.deepEqual([shownOf(given), figureOf(given)], [shown, sentence]));

test('an endpoint that failed twice and is not proved to breach gets more probes; one that failed once or not at all does not', () => {
  const of = (endpoint: string, well: number, bad: number): HttpRecord[] => [
    ...Array.from({ length: well }, () => probe(endpoint)),
    ...Array.from({ length: bad }, () => probe(endpoint, failed)),
  ];
  const suspected = (...records: HttpRecord[][]): string[] => suspectedEndpoints(kpi('availability'), records.flat());
  assert.deepEqual(suspected(of('GET /a', 60, 2), of('GET /b', 60, 1), of('GET /c', 60, 0)), ['GET /a']);
  assert.deepEqual(suspected(of('GET /a', 2, 10)), []);
  assert.deepEqual(suspected(of('GET /a', 5_000, 2)), []);
});
