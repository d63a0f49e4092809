import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pageOf, vitalRecords } from '../../../checks/vitals.ts';
import { resultRecord } from '../../../reports/result.ts';

const at = new Date('2026-01-02T03:04:05Z');

test('All artists are one page, and so are all shows, venues and setlists', () => {
  assert.equal(pageOf('/artists/silver-harbor'), '/artists/[slug]');
  assert.equal(pageOf('/shows/a-b-1'), '/shows/[slug]');
  assert.equal(pageOf('/setlists/8c6112af'), '/setlists/[id]');
  assert.equal(pageOf('/artists'), '/artists');
  assert.equal(pageOf('/'), '/');
});

test('The visits of a page become one record a figure, apart for each project', () => {
  const records = vitalRecords(
    [
      { variant: 'desktop', visits: [{ path: '/', lcp: 100, ttfb: 5 }] },
      {
        variant: 'desktop',
        visits: [
          { path: '/', lcp: 300 },
          { path: '/shows/x', cls: 0 },
        ],
      },
      { variant: 'phone', visits: [{ path: '/', lcp: 900 }] },
    ],
    at,
  );
  const rows = records.map(({ kpi, subject, variant, samples }) => [kpi, subject, variant, samples]);
  assert.deepEqual(rows, [
    ['response-time', '/', 'desktop', [5]],
    ['lcp', '/', 'desktop', [100, 300]],
    ['cls', '/shows/[slug]', 'desktop', [0]],
    ['lcp', '/', 'phone', [900]],
  ]);
  for (const record of records) assert.ok(resultRecord.parse(record));
});

test('No visit makes no record', () => {
  assert.deepEqual(vitalRecords([{ variant: 'desktop', visits: [] }], at), []);
});
