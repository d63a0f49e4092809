import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyFindings } from '../../../monitoring/incidents/apply-findings.ts';
import { acknowledgeIncident } from '../../../monitoring/incidents/incident-actions.ts';
import { openIncidentStore } from '../../../monitoring/incidents/incident-store.ts';
import { openHistory, type History } from '../../../monitoring/history/store.ts';
import { readPage } from '../../../monitoring/page/status-page-data.ts';
import { page } from '../../../monitoring/page/status-page.ts';
import type { HttpRecord, MetricRecord } from '../../../reports/result.ts';
import { ENDPOINTS, failed, metric, probe } from '../reports/sample-records.ts';
import { findingOf } from './alert-samples.ts';
import { failing, sample } from './history-harness.ts';

const NOW = new Date('2026-01-02T12:00:00.000Z');
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1_000).toISOString();

async function pageOf(fill: (history: History) => Promise<unknown>): Promise<string> {
  const history = await openHistory({ location: ':memory:', target: 'http://127.0.0.1:4000' });
  try {
    await fill(history);
    return page(await readPage(history, NOW));
  } finally {
    await history.close();
  }
}
const add = async (
  history: History,
  probes: readonly HttpRecord[],
  metrics: readonly MetricRecord[] = [],
): Promise<void> => {
  const samples = probes.map(({ at, endpoint, valid }) =>
    valid > 0 ? sample(Date.parse(at), { endpoint }) : failing(Date.parse(at), 'server-error', { endpoint }),
  );
  await history.addSamples('r', samples);
  await history.addRecords('r', metrics);
};
const title = (html: string): string => /<h1>([^<]*)<\/h1>/.exec(html)?.[1] ?? '';
const states = (['health', 'database', 'external-apis'] as const).map((kpi) =>
  metric(kpi, [1], { stage: 'contracts', at: ago(5) }),
);
const good = ENDPOINTS.flatMap((e) => Array.from({ length: 20 }, (_, i) => probe(e, { at: ago(i * 15) })));

test('an empty history is a page that says so, and nothing on it is green', async () => {
  const html = await pageOf(() => Promise.resolve());
  assert.equal(title(html), 'No data in the last 24 hours');
  assert.doesNotMatch(html.replace(/<style>.*<\/style>/s, ''), /class="[^"]*good/);
});

test('a site that keeps its promises says so, one state unread does not', async () => {
  assert.equal(title(await pageOf((h) => add(h, good, states))), 'Keeping what the runbook promises');
  assert.equal(title(await pageOf((h) => add(h, good, states.slice(1)))), 'Not everything could be judged');
});

test('failures show in the figures, the day, the budget, the incidents and the runs', async () => {
  const html = await pageOf(async (h) => {
    const bad = good.map((r) => (r.endpoint === 'GET /' ? { ...r, ...failed } : r));
    await add(h, bad, states);
    const store = openIncidentStore(h.db, h.target);
    const database = findingOf({ rule: 'database.critical', topic: 'database' });
    await applyFindings(store, [findingOf(), database], NOW.getTime());
    const taken = (await store.list('unresolved')).find(({ topic }) => topic === 'availability');
    await acknowledgeIncident(store, taken?.id ?? '', 'ada', NOW.getTime());
    await h.addRun({
      run: 'run-1',
      startedAt: Date.parse('2026-01-02T03:04:05Z'),
      durationMs: 61_000,
      profile: 'gate',
      verdict: 'pass',
      exitCode: 0,
      failing: [],
    });
  });
  assert.equal(title(html), '2 open incidents');
  assert.match(html, /87\.5 %/);
  assert.match(html, /20 of 160 probes failed; the target allows 0\.2: the error budget is spent/);
  assert.match(html, /<i class="bad" title="2026-01-02: 87\.5 % of 160 probes">/);
  assert.match(html, /P0 critical: availability[\s\S]*acknowledged by ada/);
  // Of the one that nobody is on yet.
  assert.deepEqual(html.match(/--acknowledge [a-z-]+/g), ['--acknowledge database-']);
  assert.match(html, /2026-01-02 03:04 UTC/);
});

test('the page loads nothing, runs nothing and lets no markup of a site through', async () => {
  const html = await pageOf((h) => add(h, [probe('GET /"><script>alert(1)</script>', { at: ago(5), ...failed })]));
  assert.doesNotMatch(html, /<script|<link|<img|@import|url\(|src=/);
  assert.match(html, /&lt;script&gt;/);
  assert.match(html, /default-src 'none'/);
});
