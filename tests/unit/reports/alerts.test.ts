import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KpiId } from '../../../kpis.ts';
import { acknowledgeIncident, applyFindings, incidents, told, untold } from '../../../reports/alerts/incidents.ts';
import type { Finding } from '../../../reports/alerts/finding.ts';
import { judgeAlerts } from '../../../reports/alerts/rules.ts';
import { acknowledge, step, tickVerdict } from '../../../reports/alerts/state.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import type { HttpRecord, MetricRecord } from '../../../reports/result.ts';
import { failed, metric, probe } from './sample-records.ts';

const NOW = new Date('2026-01-02T12:00:00.000Z');
const TARGET = 'http://127.0.0.1:4000';
const ago = (seconds: number): string => new Date(NOW.getTime() - seconds * 1_000).toISOString();
const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000);

/** A probe every ten seconds in turn on two endpoints, over `seconds`. */
const watched = (seconds: number, more: (i: number) => Partial<HttpRecord> = () => ({})): HttpRecord[] =>
  Array.from({ length: seconds / 10 }, (_, i) =>
    probe(i % 2 ? 'GET /' : 'GET /api/trending', { at: ago(i * 10), ...more(i) }),
  );
const findings = (samples: HttpRecord[], metrics: MetricRecord[] = [], kpis?: KpiId[]): Finding[] =>
  judgeAlerts({ now: NOW, target: TARGET, samples, metrics, ...(kpis ? { kpis } : {}) });
const HTTP: KpiId[] = ['availability', 'response-time', 'error-rate'];
const state = (all: Finding[], rule: string, subject = 'all'): string | undefined =>
  all.find((f) => f.rule === rule && f.subject === subject)?.state;
const ttfb = (ms: number): Partial<HttpRecord> => ({ ttfb: { n: 1, sumMs: ms, p95Ms: ms, maxMs: ms } });

test('five minutes of good probes are ok on every rule', () => {
  const all = findings(watched(300), [], HTTP);
  assert.deepEqual(new Set(all.map((f) => f.state)), new Set(['ok']));
  assert.equal(tickVerdict(all), 'pass');
});

test('a window that is not full yet is not judged, however bad it looks', () => {
  const all = findings(
    watched(60, () => failed),
    [],
    ['availability'],
  );
  assert.deepEqual(new Set(all.map((f) => f.state)), new Set(['window-not-full']));
  assert.equal(tickVerdict(all), 'inconclusive');
  assert.deepEqual(step([], all, NOW), []);
  assert.equal(tickVerdict([]), 'inconclusive');
});

test('a tick of 270 seconds fills the window of five minutes, one of 210 does not', () => {
  assert.equal(state(findings(watched(270), [], HTTP), 'availability.critical'), 'ok');
  assert.equal(state(findings(watched(210), [], HTTP), 'availability.critical'), 'window-not-full');
});

test('samples of the future and of before the window do not count', () => {
  const stray = [probe('GET /', { at: ago(301), ...failed }), probe('GET /', { at: ago(-5), ...failed })];
  const all = findings([...watched(300), ...stray, ...stray], [], ['availability']);
  assert.equal(all.find((f) => f.rule === 'availability.critical')?.n, 30);
});

test('one failure of thirty is suspected, two are proved', () => {
  const one = findings(
    watched(300, (i) => (i === 3 ? failed : {})),
    [],
    HTTP,
  );
  assert.equal(state(one, 'availability.critical'), 'suspected');
  assert.equal(tickVerdict(one), 'warn');
  assert.deepEqual(step([], one, NOW), []);
  const two = findings(
    watched(300, (i) => (i === 3 || i === 5 ? failed : {})),
    [],
    HTTP,
  );
  assert.equal(state(two, 'availability.critical'), 'firing');
  assert.equal(state(two, 'error-rate.critical'), 'firing');
  assert.equal(tickVerdict(two), 'breach');
});

test('one endpoint that fails fires on its own', () => {
  const all = findings(
    watched(300, (i) => (i % 2 ? failed : {})),
    [],
    HTTP,
  );
  assert.equal(state(all, 'availability.critical', 'GET /'), 'firing');
  assert.equal(state(all, 'availability.critical', 'GET /api/trending'), 'ok');
});

test('the trailing mean fires over its line, holds on it, and one slow answer alone is suspected', () => {
  const mean = (ms: number): Finding[] =>
    findings(
      watched(120, () => ttfb(ms)),
      [],
      ['response-time'],
    );
  assert.equal(state(mean(3_000), 'response-time.warning'), 'ok');
  assert.equal(state(mean(3_001), 'response-time.warning'), 'firing');
  assert.equal(state(mean(3_001), 'response-time.critical'), 'ok');
  assert.equal(state(mean(5_001), 'response-time.critical'), 'firing');
  const alone = findings(
    watched(120, (i) => ttfb(i === 0 ? 90_000 : 50)),
    [],
    ['response-time'],
  );
  assert.equal(state(alone, 'response-time.critical'), 'suspected');
});

test('only 429 is no data, not a good window', () => {
  const limited = watched(300, () => ({ valid: 0, rateLimited: 1 }));
  assert.equal(state(findings(limited, [], HTTP), 'availability.critical'), 'window-not-full');
});

test('a failed state fires at once, an old one does not count, external APIs fire when all failed', () => {
  const told1 = (kpi: KpiId, subject: string, value: number, seconds = 5): MetricRecord =>
    metric(kpi, [value], { subject, at: ago(seconds), stage: 'contracts' });
  const of = (metrics: MetricRecord[], kpi: KpiId): string | undefined =>
    state(findings([], metrics, [kpi]), `${kpi}.critical`);
  assert.equal(of([told1('database', 'db', 1, 60), told1('database', 'db', 0)], 'database'), 'firing');
  assert.equal(of([told1('database', 'db', 0, 60), told1('database', 'db', 1)], 'database'), 'ok');
  assert.equal(of([told1('database', 'db', 0, 901)], 'database'), 'window-not-full');
  assert.equal(of([told1('external-apis', 'a', 0), told1('external-apis', 'b', 0.5)], 'external-apis'), 'ok');
  assert.equal(of([told1('external-apis', 'a', 0), told1('external-apis', 'b', 0)], 'external-apis'), 'firing');
});

test('the application is down when the last two probes of every endpoint are 5xx', () => {
  const down = (failing: number): string | undefined =>
    state(
      findings(
        watched(300, (i) => (i < failing ? failed : {})),
        [],
        HTTP,
      ),
      'application.critical',
    );
  assert.equal(down(4), 'firing');
  assert.equal(down(2), 'suspected');
  assert.equal(down(1), 'ok');
  assert.equal(
    state(findings([probe('GET /', { at: ago(1), ...failed })], [], HTTP), 'application.critical'),
    'window-not-full',
  );
});

test('a finding carries the runbook section and a command that is safe to paste', () => {
  const [f] = judgeAlerts({
    now: NOW,
    target: "http://x/'; rm -rf",
    samples: watched(300),
    metrics: [],
    kpis: ['availability'],
  });
  assert.equal(f?.runbook, 'R3 Availability');
  assert.equal(f?.reproduce, `npm run monitor -- --target 'http://x/'\\''; rm -rf' --for 270s`);
});

const bad = findings(
  watched(300, (i) => (i % 2 ? failed : {})),
  [],
  ['availability'],
);
const fine = findings(watched(300), [], ['availability']);
const unknown = findings([], [], ['availability']);

test('an incident opens once, stays while unsure, and resolves only on good news', () => {
  const [opened] = step([], bad, NOW);
  assert.equal(opened?.pending, 'opened');
  assert.ok(opened);
  assert.match(opened.findings.join(), /GET \//);
  const [seen] = step([opened], bad, later(300));
  assert.deepEqual(seen, { ...opened, lastSeenAt: later(300).toISOString() });
  assert.deepEqual(step([opened], unknown, later(300)), []);
  const [resolved] = step([opened], fine, later(600));
  assert.deepEqual(
    [resolved?.state, resolved?.resolvedAt, resolved?.pending],
    ['resolved', later(600).toISOString(), 'resolved'],
  );
});

test('an acknowledged incident stays quiet until it grows worse', () => {
  const finding = bad.find((f) => f.state === 'firing');
  assert.ok(finding);
  const [opened] = step([], [{ ...finding, level: 'warning' }], NOW);
  assert.ok(opened);
  const acked = acknowledge(opened, 'ada', later(60));
  assert.equal(step([acked], [{ ...finding, level: 'info' }], later(300))[0]?.state, 'acknowledged');
  const [worse] = step([{ ...acked, pending: undefined } as never], [{ ...finding, level: 'critical' }], later(300));
  assert.deepEqual([worse?.state, worse?.level, worse?.pending], ['open', 'critical', 'escalated']);
  assert.throws(() => acknowledge({ ...acked, state: 'resolved' }, 'ada', NOW), RangeError);
});

test('the history keeps one open incident a topic, tells it once, and opens a new one after it was resolved', async () => {
  const history = await openHistory({ location: ':memory:', target: TARGET });
  try {
    await applyFindings(history, bad, NOW);
    await applyFindings(history, bad, later(60));
    const [news, ...more] = await untold(history);
    assert.ok(news);
    assert.deepEqual(more, []);
    await told(history, news);
    assert.deepEqual(await untold(history), []);
    assert.equal((await acknowledgeIncident(history, news.id, 'ada', later(90))).acknowledgedBy, 'ada');
    await assert.rejects(acknowledgeIncident(history, 'nothing', 'ada', NOW), RangeError);
    await applyFindings(history, fine, later(120));
    assert.deepEqual(await incidents(history, 'unresolved'), []);
    await applyFindings(history, bad, later(180));
    assert.deepEqual(
      (await incidents(history, 'all')).map((i) => i.state),
      ['open', 'resolved'],
    );
  } finally {
    await history.close();
  }
});
