import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Result } from 'lighthouse';
import { filmstrip } from '../../../checks/audits/filmstrip.ts';
import { weaknesses } from '../../../checks/audits/vulnerable-libraries.ts';
import { figuresOf } from '../../../checks/audits/lighthouse-figures.ts';
import { medianRun } from '../../../checks/audits/audit-records.ts';
import type { Run } from '../../../checks/audits/measure-page.ts';
import { auditsPage, auditsTable } from '../../../reports/formats/audits-html.ts';
import { summary } from '../../../reports/formats/summary-markdown.ts';
import type { ResultRecord } from '../../../reports/result.ts';
import { judge } from '../../../reports/verdict/judge-run.ts';

test('a vulnerable library is reported with its worst advisory and the release that fixes all', () => {
  const [next] = weaknesses([{ npm: 'next', version: '15.3.4' }]);
  assert.match(next ?? '', /^next 15\.3\.4 \(critical: \S+ and \d+ more; fixed in 15\.\d+\.\d+\)$/);
  assert.match(weaknesses([{ npm: 'next', version: '14.2.24' }]).join(), /high: CVE-2025-29927/);
  assert.match(weaknesses([{ npm: 'angular', version: '1.8.3' }]).join(), /no release fixes all/);
});
test('a library is weak from the first weak version to before the fixed one', () => {
  assert.equal(weaknesses([{ npm: 'jquery', version: '3.4.1' }]).length, 1);
  assert.deepEqual(
    weaknesses([
      { npm: 'jquery', version: '3.5.0' },
      { npm: 'jquery', version: '3.5' },
    ]),
    [],
  );
  assert.equal(weaknesses([{ npm: 'moment', version: '2.29.3' }]).length, 1);
  assert.equal(weaknesses([{ npm: 'moment', version: '2.29.4' }]).length, 0);
  assert.equal(weaknesses([{ npm: 'moment', version: '2.30.0' }]).length, 0);
});
test('a library without a name, a version or an entry in the list is not judged', () => {
  const unknown = [
    { npm: 'jquery' },
    { version: '1.0.0' },
    { npm: 'web-vitals', version: '0.0.1' },
    { npm: 'jquery', version: '?' },
  ];
  assert.deepEqual(weaknesses(unknown), []);
});

const lhr = (audits: Record<string, unknown>, categories = {}): Result => ({ audits, categories }) as Result;
test('figures are listed by row; a figure that Lighthouse could not measure is absent', () => {
  const { figures, findings } = figuresOf(
    lhr(
      {
        'largest-contentful-paint': { numericValue: 1_234 },
        'cumulative-layout-shift': { score: null, scoreDisplayMode: 'error' },
        'resource-summary': { details: { items: [{ resourceType: 'script', transferSize: 2_048, requestCount: 3 }] } },
        'document-title': {
          score: 0,
          title: "Document doesn't have a title",
          details: { items: [{ node: { snippet: '<html>' } }] },
        },
        'image-alt': { score: null, scoreDisplayMode: 'notApplicable' },
        label: { score: null, scoreDisplayMode: 'error' },
        'js-libraries': { details: { items: [{ name: 'Next.js', npm: 'next', version: '15.3.4' }] } },
      },
      { seo: { score: 0.5, auditRefs: [{ id: 'document-title', weight: 1 }] } },
    ),
  );
  assert.deepEqual(figures, {
    lcp: 1_234,
    'lighthouse-seo': 0.5,
    'script-kb': 2,
    'script-count': 3,
    'document-title': 0,
    'image-alt': 1,
    'vulnerable-libraries': 0,
  });
  assert.equal(findings['document-title'], "Document doesn't have a title: <html>");
  assert.equal(findings['lighthouse-seo'], 'document-title');
  assert.match(findings['vulnerable-libraries'] ?? '', /^next 15/);
});

test('a filmstrip shows every frame with its time, and rejects invalid pictures', () => {
  const svg = filmstrip(
    [
      { timing: 300, data: 'data:image/jpeg;base64,AAAA' },
      { timing: 2_100, data: 'data:image/jpeg;base64,BBBB' },
      { timing: 9, data: '"/><script>' },
    ],
    '/<x>',
  );
  assert.equal(svg?.match(/<image /g)?.length, 2);
  assert.match(svg ?? '', /0\.3 s[\s\S]*2\.1 s/);
  assert.match(svg ?? '', /\/&lt;x&gt;/);
  assert.equal(filmstrip([], '/'), undefined);
});

const run = (fcp: number, interactiveMs: number): Run => ({ figures: { fcp }, interactiveMs }) as unknown as Run;
test('the representative run is nearest to the medians, among the runs on an idle machine', () => {
  const runs = [run(900, 2_000), run(1_000, 2_100), run(5_000, 9_000)];
  assert.equal(medianRun({ runs, samples: runs.map(({ figures }) => ({ figures })) }), runs[1]);
  const samples = runs.map(({ figures }, i) => ({ figures, machineProblem: i < 2 ? 'busy' : undefined }));
  assert.equal(medianRun({ runs, samples }), runs[2]);
  assert.equal(medianRun({ runs: [], samples: [] }), undefined);
});

const at = '2026-11-24T12:00:00.000Z';
const records: ResultRecord[] = [
  {
    kind: 'budget',
    at,
    stage: 'audits',
    audit: 'tbt',
    subject: '/<b>',
    variant: 'mobile',
    op: '<=',
    limit: 200,
    unit: 'ms',
    level: 'fail',
    source: 'design',
    verdict: 'fail',
    samples: [290, 300, 310],
    median: 300,
    low: 290,
    high: 310,
    reason: 'must be <= 200 ms; a <script> is slow',
  },
  {
    kind: 'check',
    at,
    id: 'audit.home',
    stage: 'audits',
    variant: 'mobile',
    outcome: 'fail',
    durationMs: 1,
    failures: [{ code: 'budget', message: 'tbt & more' }],
    evidence: ['lighthouse/audit.home-mobile.html', 'lighthouse/audit.home-mobile.filmstrip.svg'],
    rerun: 'npm run audit',
  },
];
test('the table has limit, found, interval and n of each row', () => {
  assert.match(auditsTable(records), /✗ tbt +<= 200 ms +300 ms +290 ms to 310 ms, n 3/);
});
test('an audit without a figure shows pass or fail, and the main figures are above the rows', () => {
  const [row, check] = records;
  assert.ok(row?.kind === 'budget' && check?.kind === 'check');
  const must = { ...row, audit: 'document-title', op: '>=', limit: 1, unit: 'score', low: 0, high: 0 } as const;
  const all: ResultRecord[] = [row, { ...must, median: 0 }, { ...must, audit: 'label', median: 1 }, check];
  assert.match(auditsTable(all), /document-title +passes +fails[\s\S]*label +passes +passes/);
  assert.match(auditsPage(all, 'http://site.example'), /<summary>All 3 rows: tbt 300 ms<\/summary>/);
});
test('the page shows the filmstrip, links the report, and escapes text of the site', () => {
  const page = auditsPage(records, 'http://site.example');
  assert.match(page, /<img src="audit\.home-mobile\.filmstrip\.svg"/);
  assert.match(page, /<a href="audit\.home-mobile\.html">/);
  assert.match(page, /a &lt;script&gt; is slow/);
  assert.match(page, /tbt &amp; more/);
  assert.doesNotMatch(page, /<script/);
});

test("a run's summary shows the filmstrip from the run's folder", () => {
  const verdict = judge({ records, problems: [] });
  assert.match(summary(verdict), /!\[audit\.home \\\(mobile\\\)\]\(<lighthouse\/audit\.home-mobile\.filmstrip\.svg>\)/);
});
