// Faults that users of other monitors reported, tried on this one: Uptime Kuma, Gatus, Alertmanager, Grafana, blackbox_exporter, Prometheus.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { probe } from '../../../checks/api/probe-client.ts';
import type { Finding } from '../../../monitoring/alerts/finding.ts';
import { duringMaintenance } from '../../../monitoring/alerts/judge-rules.ts';
import { stepIncidents, type Snapshot } from '../../../monitoring/incidents/incident-step.ts';
import type { Change } from '../../../monitoring/incidents/incident.ts';
import { findingOf, findingsOf, NOW, SITE } from './alert-samples.ts';
import { folderOfTest, newHistory, NOON } from './history-harness.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const folder = folderOfTest();

/** Steps with what is kept between. Returns what is delivered, and when at the earliest, in minutes. */
class Story {
  snapshot: Snapshot = { alerts: [], incidents: [] };
  step(minute: number, ...findings: Finding[]): Change[] {
    const now = NOW + minute * MINUTE;
    const { alerts, incidents, changes } = stepIncidents(this.snapshot, findings, now, { levels: 3 });
    const changed = new Set(incidents.map(({ id }) => id));
    this.snapshot = {
      alerts,
      incidents: [...this.snapshot.incidents.filter(({ id }) => !changed.has(id)), ...incidents],
    };
    return changes.filter(({ deliverFromMs }) => deliverFromMs !== null);
  }
  told = (minute: number, ...findings: Finding[]): string[] => this.step(minute, ...findings).map(({ kind }) => kind);
}
const bad = (minute: number): Finding =>
  findingOf({ firstBadMs: NOW + minute * MINUTE - 5_000, lastBadMs: NOW + minute * MINUTE });
const ok = findingOf({ state: 'ok', firstBadMs: null, lastBadMs: null });
const certificate = (minute: number, days: number): Finding[] =>
  findingsOf([], {
    site: { certificateExpiresAtMs: NOW + minute * MINUTE + days * DAY },
    now: NOW + minute * MINUTE,
  }).filter(({ topic }) => topic === 'certificate');

test('Uptime Kuma 5374: a CDN that answers with the old and the new certificate in turn is one notice, not one a minute', () => {
  const story = new Story();
  const told: string[] = [];
  for (let minute = 0; minute < 180; minute += 1)
    told.push(...story.told(minute, ...certificate(minute, minute % 2 === 0 ? 10 : 90)));
  assert.deepEqual(
    told.filter((kind) => kind !== 'reminded' && kind !== 'escalated'),
    ['opened'],
  );
  const after: string[] = [];
  for (let minute = 180; minute < 215; minute += 1) after.push(...story.told(minute, ...certificate(minute, 90)));
  assert.deepEqual(after, ['resolved'], 'when only the new one is left');
});

test('Grafana 80996: a site that recovers in a silence and fails again after it is reported again', () => {
  const silent = (f: Finding): Finding[] =>
    duringMaintenance([f], { ...SITE, silent: () => new Map([['availability', NOW + 60 * MINUTE]]) }, NOW + MINUTE);
  const story = new Story();
  assert.deepEqual(story.told(0, bad(0)), ['opened']);
  for (const minute of [1, 5, 30]) assert.deepEqual(story.told(minute, ...silent(ok)), []);
  assert.deepEqual(story.told(61, ok), []);
  assert.deepEqual(story.told(64, ok), ['resolved'], 'Alertmanager 226: the resolution is not lost in the silence');
  assert.deepEqual(story.told(90, bad(90)), ['opened']);
});

test('Gatus 1111: an incident of before a crash is resolved after a start hours later, also with an endpoint that is gone', () => {
  const story = new Story();
  story.step(0, bad(0), { ...bad(0), subject: 'GET /gone' });
  assert.deepEqual(story.told(180, ok), []);
  assert.deepEqual(story.told(183, ok), ['resolved']);
});

test('Alertmanager 844: a resolution is delivered once, however long all is well', () => {
  const story = new Story();
  story.step(0, bad(0));
  const told: string[] = [];
  for (let minute = 1; minute < 600; minute += 1) told.push(...story.told(minute, ok));
  assert.deepEqual(told, ['resolved']);
});

test('Prometheus 1372: what fired, was resolved and fires again is reported again', () => {
  const story = new Story();
  const told: string[] = [];
  for (let minute = 0; minute < 240; minute += 1) told.push(...story.told(minute, minute % 60 < 2 ? bad(minute) : ok));
  assert.deepEqual(told, ['opened', 'resolved', 'opened', 'resolved', 'opened', 'resolved', 'opened', 'resolved']);
});

test('blackbox_exporter 818: a name with an address that refuses and one that answers is up', async (t) => {
  const server = createServer((_, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  // "localhost" may be ::1 first, where nothing listens.
  const answer = await probe({ method: 'GET', url: new URL(`http://localhost:${port}/`) });
  assert.equal(answer.status, 200, JSON.stringify(answer.error));
});

test('Uptime Kuma 6475: time in which the monitor did not run is neither up nor down', async () => {
  const { history } = await newHistory(folder);
  const at = (minute: number) => ({ at: NOON + minute * MINUTE, endpoint: 'GET /', status: 200, ttfbMs: 9 });
  const valid = { class: 'valid' as const, code: null, message: null };
  await history.addSamples('before', [{ ...at(0), ...valid }]);
  await history.addSamples('after', [{ ...at(300), ...valid }]);
  const { n, coverage, watched } = await history.sum('*', NOON - MINUTE, NOON + 301 * MINUTE);
  assert.equal(n, 2);
  assert.ok(coverage < 0.01 && watched < 0.01, `${coverage} ${watched}`);
});

test('a deployment that was seen by a clock an hour ahead is not live for that hour', async () => {
  const { history } = await newHistory(folder);
  const see = (commit: string, minute: number): Promise<void> =>
    history.addDeployment({ commit, at: NOON + minute * MINUTE, address: 'https://a.example', verdict: null });
  const live = async (minute: number) => (await history.deployments(0, NOON + minute * MINUTE)).at(-1)?.commit;
  await see('aaaaaaa', 0);
  await see('bbbbbbb', 70); // the clock is an hour ahead, and then set back
  await see('bbbbbbb', 15);
  assert.equal(await live(16), 'bbbbbbb');
  await see('aaaaaaa', 20);
  assert.equal(await live(21), 'aaaaaaa', 'rolled back');
});
