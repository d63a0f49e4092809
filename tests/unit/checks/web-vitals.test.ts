import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf, vitalRecords } from '../../../checks/measures/web-vitals.ts';
import { resultRecord } from '../../../reports/result.ts';

const at = new Date('2026-01-02T03:04:05Z');

test('All artists are one page, and so are all shows, venues and setlists', () => {
  assert.equal(pageOf('/artists/silver-harbor'), '/artists/[slug]');
  assert.equal(pageOf('/shows/a-b-1'), '/shows/[slug]');
  assert.equal(pageOf('/setlists/8c6112af'), '/setlists/[id]');
  assert.equal(pageOf('/artists'), '/artists');
  assert.equal(pageOf('/'), '/');
});

const seen = (variant: string, path: string, lcp: readonly number[]) => ({
  variant,
  visits: lcp.map((value) => ({ path, lcp: value })),
});
const rows = (list: Parameters<typeof vitalRecords>[0]) =>
  vitalRecords(list, at).map(({ kpi, subject, variant, samples }) => [kpi, subject, variant, samples]);

test('The visits of a page become one record a figure, apart for each project', () => {
  const list = [
    seen('desktop', '/shows/x', [100, 300]),
    seen('desktop', '/shows/y', [200]),
    seen('phone', '/shows/x', [900, 900, 900]),
  ];
  assert.deepEqual(rows(list), [
    ['lcp', '/shows/[slug]', 'desktop', [100, 300, 200]],
    ['lcp', '/shows/[slug]', 'phone', [900, 900, 900]],
  ]);
  for (const record of vitalRecords(list, at)) assert.ok(resultRecord.parse(record));
});

test('Fewer than three visits are not judged', () => {
  assert.deepEqual(rows([seen('desktop', '/', [100, 9_000])]), []);
});

test('No visit makes no record', () => {
  assert.deepEqual(vitalRecords([{ variant: 'desktop', visits: [] }], at), []);
});
