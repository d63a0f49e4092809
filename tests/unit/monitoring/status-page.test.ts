import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { kpi } from '../../../kpis.ts';
import { describeFinding } from '../../../monitoring/alerts/finding.ts';
import { openHistory, type History } from '../../../monitoring/history/store.ts';
import { applyFindings } from '../../../monitoring/incidents/apply-findings.ts';
import { acknowledgeIncident } from '../../../monitoring/incidents/incident-actions.ts';
import { openIncidentStore } from '../../../monitoring/incidents/incident-store.ts';
import { dayTone } from '../../../monitoring/page/charts/calendar-chart.ts';
import { siteFiles, writeSite } from '../../../monitoring/page/build-site.ts';
import { groupByRule } from '../../../monitoring/page/finding-lines.ts';
import { budgetState, headlineOf, kpiLook, type HeadlineFacts } from '../../../monitoring/page/headline.ts';
import { readPageData, type PageData } from '../../../monitoring/page/page-data.ts';
import { readSeries, RANGES } from '../../../monitoring/page/read-series.ts';
import { judgeRatio } from '../../../reports/verdict/judge-ratio.ts';
import { incidentPath, pageLink, runPath } from '../../../reports/site/page-links.ts';
import { ENDPOINTS, failed, load, metric, probe } from '../reports/sample-records.ts';
import { findingOf } from './alert-samples.ts';
import { failing, randomSamples, sample } from './history-harness.ts';

const NOW = new Date('2026-01-02T12:00:00.000Z');
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1_000).toISOString();

async function dataOf(fill: (history: History) => Promise<unknown>): Promise<PageData> {
  const history = await openHistory({ location: ':memory:', target: 'http://127.0.0.1:4000' });
  try {
    await fill(history);
    return await readPageData(history, NOW);
  } finally {
    await history.close();
  }
}
const pageOf = async (fill: (history: History) => Promise<unknown>): Promise<string> =>
  siteFiles(await dataOf(fill)).texts.get('index.html') ?? '';
const title = (html: string): string => /<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? '';
/** Without the style and the script of every page. */
const shown = (html: string): string => html.replace(/<style>.*?<\/style>|<script>.*?<\/script>/gs, '');

const ok = Array.from({ length: 3_200 }, (_, i) =>
  sample(NOW.getTime() - 5_000 - i * 1_250, { endpoint: ENDPOINTS[i % ENDPOINTS.length] ?? '' }),
);
const states = (['health', 'database', 'external-apis'] as const).map((id) =>
  metric(id, [1], { stage: 'contracts', at: ago(5) }),
);

test('an empty history gives a page without data and without green', async () => {
  const html = await pageOf(() => Promise.resolve());
  assert.equal(title(html), 'No data: the monitor has not run yet');
  assert.doesNotMatch(shown(html), /class="[^"]*\bgood\b/);
});

test('a run of the gate without samples of the monitor is no data', async () => {
  const html = await pageOf((h) =>
    h.addRun({
      run: 'run-1',
      startedAt: NOW.getTime() - 60_000,
      durationMs: 1,
      profile: 'gate',
      verdict: 'pass',
      exitCode: 0,
      failing: [],
    }),
  );
  assert.equal(title(html), 'No data: the monitor has not run yet');
  assert.match(html, /Runs of the gate are listed below/);
  assert.match(html, /href="runs\/run-1\.html"/);
});

test('a healthy site is green; without one state it is not judged', async () => {
  const fill = (of: typeof states) => async (h: History) => {
    await h.addSamples('r', ok);
    await h.addRecords('r', of);
  };
  assert.equal(title(await pageOf(fill(states))), 'The site meets its runbook');
  assert.equal(title(await pageOf(fill(states.slice(1)))), 'No open incident; not all KPIs could be judged');
});

test('a KPI is green only if its samples prove the target', () => {
  const look = (n: number): string => {
    const { tone, word } = kpiLook(judgeRatio(kpi('availability'), [load('GET /', n)]));
    return `${tone} ${word}`;
  };
  assert.equal(look(2_994), ' target not shown yet');
  assert.equal(look(2_995), 'good target met');
});

const HEALTHY: HeadlineFacts = {
  nowMs: NOW.getTime(),
  lastSeenMs: NOW.getTime() - 60_000,
  hasRuns: true,
  kpis: [{ id: 'availability', judged: judgeRatio(kpi('availability'), [load('GET /', 5_000)]) }],
  budget: { failures: 1, n: 10_000, allowed: 10 },
  open: [],
  maintenance: [],
};
const INCIDENT = {
  severity: 'P0',
  level: 'critical',
  topic: 'availability',
  openedMs: 0,
  scope: 'some',
  wasDown: false,
} as const;
const SPENT = { failures: 11, n: 10_000, allowed: 10 };
const BREACH: HeadlineFacts['kpis'] = [
  {
    id: 'availability',
    judged: judgeRatio(
      kpi('availability'),
      Array.from({ length: 50 }, () => probe('GET /', failed)),
    ),
  },
];
for (const [name, more, tone, text] of [
  ['green if everything is met', {}, 'good', /^The site meets its runbook$/],
  [
    'a stopped schedule is red, whatever the last samples showed',
    { lastSeenMs: NOW.getTime() - 21 * 60_000 },
    'bad',
    /^The monitor has stopped: no sample for 21 min$/,
  ],
  ['not stale at exactly 20 min', { lastSeenMs: NOW.getTime() - 20 * 60_000 }, 'good', /meets/],
  [
    'an open incident is shown before a spent budget',
    { open: [INCIDENT], budget: SPENT },
    'bad',
    /^1 open incident: P0, requests fail$/,
  ],
  ['an incident of level info does not count', { open: [{ ...INCIDENT, level: 'info' }] }, 'good', /meets/],
  ['an incident of level warning is yellow', { open: [{ ...INCIDENT, level: 'warning' }] }, 'warn', /1 open incident/],
  [
    'a spent budget is the headline, even if all KPIs are met today',
    { budget: SPENT },
    'bad',
    /^The 30-day error budget is spent: 11 failures, 10 allowed$/,
  ],
  ['a missed target without an incident is red', { kpis: BREACH }, 'bad', /^Target missed: Availability$/],
  [
    'maintenance is not green',
    { maintenance: [{ fromMs: 0, toMs: NOW.getTime() + 1, reason: 'database move' }] },
    '',
    /^Maintenance until .*database move/,
  ],
] as const satisfies [string, Partial<HeadlineFacts>, string, RegExp][])
  test(`headline: ${name}`, () => {
    const headline = headlineOf({ ...HEALTHY, ...more });
    assert.equal(headline.tone, tone);
    assert.match(headline.text, text);
  });

test('failures are shown in the KPIs, the budget, the incidents and the runs', async () => {
  const data = await dataOf(async (h) => {
    await h.addSamples(
      'r',
      ok.map((s) => (s.endpoint === 'GET /' ? failing(s.at, 'server-error', { endpoint: s.endpoint }) : s)),
    );
    await h.addRecords('r', states);
    const store = openIncidentStore(h.db, h.target);
    const subjects = ['all', ...ENDPOINTS].map((subject) => findingOf({ subject }));
    await applyFindings(
      store,
      [...subjects, findingOf({ rule: 'database.critical', topic: 'database' })],
      NOW.getTime(),
    );
    const taken = (await store.list('unresolved')).find(({ topic }) => topic === 'availability');
    await acknowledgeIncident(store, taken?.id ?? '', 'ada', NOW.getTime());
    await h.addRun({
      run: 'tick-2026-01-02T03:04:05.000Z-ab',
      startedAt: Date.parse('2026-01-02T03:04:05Z'),
      durationMs: 61_000,
      profile: 'monitor',
      verdict: 'breach',
      exitCode: 1,
      failing: ['availability.critical'],
    });
  });
  const { texts } = siteFiles(data);
  const html = texts.get('index.html') ?? '';
  assert.match(title(html), /^2 open incidents: /);
  assert.match(html, /87\.5 %/);
  assert.match(html, /The error budget is spent: 400 of 3,200 probes failed, 3 failures are allowed/);
  assert.match(html, /acknowledged by ada/);
  assert.match(html, /2026-01-02 03:04 UTC/);
  const incident = texts.get(`incidents/availability-${NOW.getTime()}.html`) ?? '';
  const [fired = ''] = incident.split('Clocks of the runbook');
  assert.equal(
    fired.match(/must be &gt;= 99\.5 % over 5 min/g)?.length,
    1,
    'one rule is shown once, for all its subjects',
  );
  assert.doesNotMatch(incident, /--acknowledge/, 'it is acknowledged');
  const { texts: onGitHub } = siteFiles(data, {
    bases: { acknowledge: 'https://github.example/o/r/actions/workflows/acknowledge.yml', repository: 'o/r' },
  });
  const database = `incidents/database-${NOW.getTime()}.html`;
  assert.match(texts.get(database) ?? '', /npm run incidents .*--acknowledge database-/);
  assert.match(
    onGitHub.get(database) ?? '',
    /href="https:\/\/github\.example\/[^"]*acknowledge\.yml".*gh workflow run/s,
  );
  assert.ok(texts.has('runs/tick-2026-01-02T03-04-05.000Z-ab.html'), 'no colon in a file name');
});

test('every page makes no request, runs one script by its hash and escapes markup of the site', async () => {
  const evil = 'GET /"><script>alert(1)</script>';
  const { texts } = siteFiles(
    await dataOf((h) =>
      h.addSamples('r', [
        failing(NOW.getTime() - 5_000, 'server-error', { endpoint: evil, message: '<img src=x onerror=alert(1)>' }),
      ]),
    ),
  );
  assert.ok(texts.size > 10);
  for (const [file, text] of texts) {
    if (!file.endsWith('.html')) continue;
    assert.equal(text.match(/<script/g)?.length, 1, file);
    assert.match(text, /script-src 'sha256-/, file);
    assert.doesNotMatch(text, /<img|@import|url\(|\sstyle="|\son\w+="/, file);
    assert.doesNotMatch(shown(text), /https?:\/\/(?!127\.0\.0\.1|www\.w3\.org)/, file);
  }
  assert.match(texts.get('index.html') ?? '', /&lt;script&gt;/);
});

test('each stretch of a chart equals the window that the rules judge', async () => {
  const history = await openHistory({ location: ':memory:', target: 'http://127.0.0.1:4000' });
  const [range] = RANGES;
  assert.ok(range);
  await history.addSamples('r', randomSamples(3_000, NOW.getTime() - 86_400_000, NOW.getTime(), 7));
  for (const [endpoint, stretches] of await readSeries(history, range, NOW.getTime())) {
    assert.equal(stretches.length, 48);
    for (const s of stretches) {
      const sum = await history.sum(endpoint, s.fromMs, s.toMs);
      assert.deepEqual([s.n, s.valid, s.classes, s.max ?? 0], [sum.n, sum.valid, sum.classes, sum.ttfb.maxMs]);
      assert.ok(Math.abs(s.coverage - sum.coverage) < 1e-9, `${endpoint} ${s.coverage} ${sum.coverage}`);
    }
  }
  await history.close();
});

test('finding lines are grouped by rule; other lines are shown unchanged', () => {
  const lines = [
    describeFinding(findingOf({ subject: 'GET /a: b' })),
    describeFinding(findingOf({ subject: 'all' })),
    'what a later release writes',
  ];
  assert.deepEqual(
    groupByRule(lines).map(({ rule, limit, rows }) => [rule, limit, rows.length]),
    [
      ['availability.critical', '>= 99.5 % over 5 min', 2],
      ['', '', 1],
    ],
  );
});

test('links are absolute if the base address is known, with or without a slash at its end', () => {
  assert.equal(
    pageLink('https://x.example/status', incidentPath('a-1')),
    'https://x.example/status/incidents/a-1.html',
  );
  assert.equal(pageLink('https://x.example/status/', runPath('r:1')), 'https://x.example/status/runs/r-1.html');
  assert.equal(pageLink(undefined, 'index.html'), undefined);
  assert.equal(runPath('../../etc'), 'runs/--..-etc.html');
});

test('a foreign folder is not touched; pages of an earlier build are removed', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'site-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const data = await dataOf(() => Promise.resolve());
  writeFileSync(path.join(folder, 'package.json'), '{}');
  assert.throws(() => writeSite(folder, data), /is not empty and not a status page/);
  rmSync(path.join(folder, 'package.json'));
  assert.equal(writeSite(folder, data), 10);
  writeFileSync(path.join(folder, 'mine.txt'), 'mine');
  assert.equal(writeSite(folder, data), 10);
  assert.equal(readFileSync(path.join(folder, 'mine.txt'), 'utf8'), 'mine');
  assert.ok(readdirSync(folder).includes('badge.svg'));
});

test('an error budget of a few samples is not judged: no share left, no chart, no green', async () => {
  assert.equal(budgetState({ failures: 0, n: 0, allowed: 0 }), 'no-data');
  assert.equal(budgetState({ failures: 0, n: 9, allowed: 0.009 }), 'too-few');
  assert.equal(budgetState({ failures: 1, n: 9, allowed: 0.009 }), 'too-few');
  assert.equal(budgetState({ failures: 100, n: 500, allowed: 0.5 }), 'spent', 'a proved excess needs no more samples');
  assert.equal(budgetState({ failures: 0, n: 1_000, allowed: 1 }), 'left');
  assert.equal(budgetState({ failures: 2, n: 1_000, allowed: 1 }), 'spent');
  const budgetOf = async (n: number): Promise<string> =>
    (await pageOf((h) => h.addSamples('r', ok.slice(0, n)))).split('Error budget of 30 days')[1]?.split('<h2>')[0] ??
    '';
  const few = await budgetOf(9);
  assert.match(
    few,
    /Too few samples to judge the error budget: 0 of 9 probes failed in 30 days, at least 1,000 probes/,
  );
  assert.doesNotMatch(few, /<svg|is left/);
  const enough = await budgetOf(1_000);
  assert.match(enough, /100 % of the error budget is left: 0 of 1,000 probes failed, 1 failure is allowed\./);
  assert.match(enough, /<svg/);
});

test('a day of the calendar is green only if its samples can prove the target', () => {
  assert.equal(dayTone({ n: 0, valid: 0 }), 'none');
  assert.equal(dayTone({ n: 84, valid: 84 }), 'open');
  assert.equal(dayTone({ n: 2_994, valid: 2_994 }), 'open');
  assert.equal(dayTone({ n: 2_995, valid: 2_995 }), 'good');
  assert.equal(dayTone({ n: 8_640, valid: 8_640 - 40 }), 'warn');
  assert.equal(dayTone({ n: 100, valid: 90 }), 'bad');
});
