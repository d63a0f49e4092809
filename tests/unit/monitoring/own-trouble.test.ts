// The monitor's own trouble is never reported as the site's: its own limits, a starved machine, its network, its stop.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PROBES, type Probe } from '../../../checks/api/availability-probes.ts';
import { rateLimitedSender } from '../../../checks/api/rate-limited-sender.ts';
import { tickVerdict, type Finding } from '../../../monitoring/alerts/finding.ts';
import { stepIncidents } from '../../../monitoring/incidents/incident-step.ts';
import { isAboutSite, SAMPLE_CLASSES, type Sample } from '../../../monitoring/sample.ts';
import { askOnce } from '../../../monitoring/steps/ask-once.ts';
import { OwnNetwork } from '../../../monitoring/steps/own-network.ts';
import { writeNotice } from '../../../monitoring/notify/write-notice.ts';
import { findingsOf, NOW, probes, SITE, TARGET, windowSum } from './alert-samples.ts';

const HOUR = 3_600_000;
const incidentsOf = (findings: readonly Finding[], now = NOW) =>
  stepIncidents({ alerts: [], incidents: [] }, findings, now, { levels: 3 });

test('probes that our own limit keeps back open no incident and are no 429 of the site', async (t) => {
  t.mock.timers.enable({ apis: ['Date'] });
  const { send } = rateLimitedSender({
    send: () => Promise.resolve({ status: 200, headers: {}, body: '', phases: { firstByte: 2 } }),
    longestWaitMs: 0,
  });
  const isAsked = ({ path }: Probe): boolean => !path.startsWith('/api/artists');
  const cheap = PROBES.filter(isAsked).map((probe): Probe => ({
    ...probe,
    judge: ({ error }) => (error ? [{ code: error.code, message: error.message }] : []),
  }));
  const asking = {
    target: new URL(TARGET),
    send,
    ownNetwork: new OwnNetwork([]),
    signal: new AbortController().signal,
  };
  const samples: Sample[] = [];
  // Ten probes a second, as in the benchmark: 75 a minute for each endpoint, and the site's API allows 60.
  for (let i = 0; i < 3_000; i += 1) {
    t.mock.timers.setTime(NOW - 300_000 + (i + 1) * 100);
    samples.push(await askOnce(asking, cheap[i % cheap.length] as Probe));
  }
  const classes = Object.fromEntries(
    Map.groupBy(samples, (s) => s.class)
      .entries()
      .map(([name, of]) => [name, of.length]),
  );
  assert.deepEqual(Object.keys(classes), ['valid', 'not-sent']);
  assert.ok((classes['not-sent'] ?? 0) > 100, JSON.stringify(classes));
  assert.match(
    samples.find((s) => s.class === 'not-sent')?.message ?? '',
    /our limit of 58 requests a minute to \/api\/\S+ is used up/,
  );
  const { incidents } = incidentsOf(findingsOf(samples));
  assert.deepEqual(incidents, []);
});

for (const name of SAMPLE_CLASSES.filter((one) => !isAboutSite(one) && one !== 'rate-limited'))
  test(`an hour of ${name}: one P2 incident about the monitor, whose first line says so`, () => {
    const hour = windowSum(HOUR, 0, 0, { classes: { [name]: 2_880 }, coverage: 0 });
    const findings = findingsOf(
      probes(300, () => name),
      { slow: { sums: new Map([[HOUR, hour]]) }, site: { probesPerHour: 2_592, watchedSinceMs: NOW - 2 * HOUR } },
    );
    const { incidents, changes } = incidentsOf(findings);
    assert.deepEqual(
      incidents.map((i) => [i.topic, i.severity, i.level]),
      [['coverage', 'P2', 'warning']],
    );
    const [opened] = changes;
    assert.ok(opened);
    const notice = writeNotice({ target: SITE.target, bases: {}, secrets: [] }, { ...opened, seq: 1, attempts: 0 }, []);
    assert.match(notice.headline, /^P2 opened: The monitor measures too little/);
    assert.match(
      notice.measured[0] ?? '',
      new RegExp(`the monitor's scheduled probes .*not about the site: 2880 ${name}`),
    );
  });

test("a gate's probes do not hide that the schedule probes too little, and those in a maintenance are not subtracted twice", () => {
  const site = { probesPerHour: 2_592, watchedSinceMs: NOW - 2 * HOUR };
  const coverage = (n: number, gateSamples: number[], more: object = {}) =>
    findingsOf([], {
      slow: { sums: new Map([[HOUR, windowSum(HOUR, n, 0)]]), gateSamples },
      site: { ...site, ...more },
    }).find((f) => f.rule === 'coverage.warning');
  const gate = Array.from({ length: 400 }, (_, i) => NOW - 600_000 + i);
  assert.deepEqual([coverage(2_200, [])?.state, coverage(2_200, gate)?.state], ['ok', 'firing']);
  assert.match(coverage(2_200, gate)?.bound ?? '', /^1800 of 2592 scheduled probes/);
  const maintenance = () => [{ fromMs: NOW - 700_000, toMs: NOW - 500_000, reason: 'move' }];
  assert.equal(coverage(2_200, gate, { maintenance })?.n, 2_200, 'the sum is already without its maintenance');
});

for (const name of SAMPLE_CLASSES.filter((one) => !isAboutSite(one)))
  test(`what fired for one endpoint stays open through ten minutes of ${name}: unknown time resolves nothing`, () => {
    // Four failures of one endpoint, too few to prove anything of all endpoints together; then nothing but our own trouble.
    const outage = probes(300, (age) => ([0, 4, 16, 32].includes(age) ? 'invalid' : 'valid'));
    const opened = incidentsOf(findingsOf(outage));
    assert.deepEqual(
      opened.alerts.filter(({ state }) => state === 'firing').map(({ rule, subject }) => `${rule} ${subject}`),
      ['availability.now GET /'],
    );
    assert.deepEqual(
      opened.incidents.map(({ topic, state }) => [topic, state]),
      [['availability', 'open']],
    );
    let { alerts, incidents } = opened;
    for (let s = 10; s <= 600; s += 10) {
      const now = NOW + s * 1_000;
      const seen = [...outage, ...probes(s, () => name, now)].filter(({ at }) => at > now - 300_000);
      const step = stepIncidents({ alerts, incidents }, findingsOf(seen, { now }), now, { levels: 3 });
      alerts = step.alerts;
      incidents = incidents.map((one) => step.incidents.find(({ id }) => id === one.id) ?? one);
    }
    assert.deepEqual(
      incidents.map(({ topic, state }) => [topic, state]),
      [['availability', 'open']],
    );
  });

const slowed = (firstByte: number, ownDelay: number) => ({
  ...{ target: new URL(TARGET), ownNetwork: new OwnNetwork([]), signal: new AbortController().signal },
  send: () => Promise.resolve({ status: 200, headers: {}, body: '', phases: { firstByte, ownDelay } }),
});
const plainProbe: Probe = {
  ...{ endpoint: 'GET /', path: '/' },
  judge: ({ error }) => (error ? [{ code: error.code, message: error.message }] : []),
};

test('a response time that a starved process measured is none: no incident, and no green either', async () => {
  const one = await askOnce(slowed(9_000, 8_900), plainProbe);
  assert.deepEqual([one.class, one.ttfbMs], ['valid', null]);
  assert.equal((await askOnce(slowed(9_000, 250), plainProbe)).ttfbMs, 9_000, "a slow site stays the site's");
  const starved = findingsOf(probes(300).map((s) => ({ ...s, ttfbMs: one.ttfbMs })));
  assert.deepEqual(incidentsOf(starved).incidents, []);
  const time = starved.find(({ rule, subject }) => rule === 'response-time.critical' && subject === 'all');
  assert.deepEqual([time?.state, time?.bound], ['unknown', 'no answer to judge']);
  assert.equal(tickVerdict(starved), 'inconclusive');
});
