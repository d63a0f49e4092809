// Incidents at their limits: what joins what, the texts, and the acknowledge route of the site.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { Finding } from '../../../monitoring/alerts/finding.ts';
import { newestByFamily } from '../../../monitoring/incidents/incident-family.ts';
import { noticeIncident } from '../../../monitoring/incidents/incident-notice.ts';
import { stepIncidents, type Snapshot } from '../../../monitoring/incidents/incident-step.ts';
import type { Change, Incident } from '../../../monitoring/incidents/incident.ts';
import { deliveryTime, withNotice } from '../../../monitoring/incidents/notice-times.ts';
import { acknowledgeAtSite } from '../../../monitoring/incidents/site-route.ts';
import { findingOf, NOW } from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

class Timeline {
  snapshot: Snapshot = { alerts: [], incidents: [] };

  /** A step at `minutes` after NOW. Findings with times keep them. */
  step(minute: number, ...findings: Finding[]): Change[] {
    const { alerts, incidents, changes } = stepIncidents(this.snapshot, findings, NOW + minute * MINUTE, { levels: 3 });
    const changed = new Map(incidents.map((i) => [i.id, i]));
    const rest = this.snapshot.incidents.filter((i) => !changed.has(i.id));
    this.snapshot = { alerts, incidents: [...rest, ...incidents] };
    return changes;
  }
  of(family: string): Incident | undefined {
    return this.snapshot.incidents.find((i) => i.family === family);
  }
}
const at = (minute: number, more: Partial<Finding> = {}): Finding =>
  findingOf({ firstBadMs: NOW + minute * MINUTE - 30_000, lastBadMs: NOW + minute * MINUTE, ...more });
const ok = (more: Partial<Finding> = {}): Finding =>
  findingOf({ state: 'ok', firstBadMs: null, lastBadMs: null, ...more });
const BURN = { rule: 'budget.burn-14', topic: 'budget', subject: 'burn-14', severity: 'P1' } as const;
const DOWN = { rule: 'application.critical', topic: 'application' } as const;
const SIGN_IN = { rule: 'journey.sign-in', topic: 'authentication', subject: 'sign-in' } as const;

test('a budget incident that becomes an outage stays the same incident and becomes the service’s', () => {
  const line = new Timeline();
  const [opened] = line.step(0, at(0, BURN));
  line.step(1, at(1, BURN), ok());
  assert.equal(line.of('budget')?.state, 'open');
  assert.equal(line.of('service'), undefined);
  const changes = line.step(2, at(2, BURN), at(2));
  assert.deepEqual(
    changes.map(({ kind, incident }) => [kind, incident.id === opened?.incident.id, incident.family]),
    [['grew', true, 'service']],
  );
  assert.deepEqual(line.of('service')?.heldBack, ['budget']);
  assert.equal(line.of('service')?.topic, 'availability', 'the outage gives the title');
  assert.equal(line.snapshot.incidents.length, 1);
});

test('a burn opens no incident while its window contains the outage that explains it, and not longer', () => {
  const line = new Timeline();
  line.step(0, at(0), at(0, BURN));
  assert.equal(line.snapshot.incidents.length, 1);
  assert.deepEqual(line.of('service')?.heldBack, ['budget']);
  line.step(1, ok(), ok(BURN));
  line.step(4, ok(), ok(BURN));
  assert.equal(line.of('service')?.state, 'resolved');
  // The window of an hour contains the last failure, of minute 0, until minute 60.
  assert.deepEqual(line.step(59, ok(), at(59, BURN)), []);
  assert.deepEqual(
    line.step(60, ok(), at(60, BURN)).map(({ kind, incident }) => [kind, incident.family]),
    [['opened', 'budget']],
  );
});

test('journeys are inhibited only by an outage in which the application was down', () => {
  const partly = new Timeline();
  partly.step(0, at(0), at(0, SIGN_IN));
  assert.deepEqual(partly.snapshot.incidents.map(({ family }) => family).sort(), ['authentication', 'service']);
  const down = new Timeline();
  down.step(0, at(0, DOWN), at(0, SIGN_IN));
  assert.deepEqual(
    down.snapshot.incidents.map(({ family, heldBack }) => [family, heldBack]),
    [['service', ['authentication']]],
  );
});

test('a family recovers when all of its alerts are ok, not when some are', () => {
  const line = new Timeline();
  const other = { rule: 'error-rate.critical', topic: 'error-rate' } as const;
  line.step(0, at(0), at(0, other));
  assert.deepEqual(line.step(1, ok(), findingOf({ ...other, state: 'suspected' })), []);
  assert.equal(line.of('service')?.recoveringMs, null);
  assert.deepEqual(
    line.step(2, ok(), ok(other)).map(({ kind }) => kind),
    ['recovering'],
  );
});

test('the timeline texts contain durations, never negative ones after the clock was set back', () => {
  const line = new Timeline();
  line.step(0, at(0));
  line.step(1, ok());
  assert.equal(line.step(2, at(2)).at(-1)?.text, 'fires again after 60 s in which every rule was ok');
  line.step(3, ok());
  const resolved = line.step(6, ok()).at(-1);
  assert.equal(resolved?.text, `lasted 2.5 min, last failure ${new Date(NOW + 2 * MINUTE).toISOString()}`);
  const back = line.step(12, at(12)).at(-1);
  assert.equal(back?.text.split('\n', 1)[0], 'fired again after 9.5 min, for the second time');
  const early = new Timeline();
  early.step(0, findingOf({ firstBadMs: NOW, lastBadMs: NOW }));
  early.step(1, ok());
  assert.match(early.step(4, ok()).at(-1)?.text ?? '', /^lasted 0 s, /);
  const again = early.step(5, findingOf({ firstBadMs: NOW - MINUTE, lastBadMs: NOW })).at(-1);
  assert.equal(again?.text.split('\n', 1)[0], 'fired again after 0 s, for the first time');
});

test('lines of an outage: only `all` if every endpoint fails, otherwise the endpoints, at most twelve lines', () => {
  const lines = (failing: number, asked: number, whole: 'firing' | 'ok'): string[] => {
    const line = new Timeline();
    const endpoints = Array.from({ length: asked }, (_, i) =>
      i < failing ? at(0, { subject: `GET /${i}` }) : ok({ subject: `GET /${i}` }),
    );
    line.step(0, whole === 'firing' ? at(0) : ok(), ...endpoints);
    return (line.of('service')?.lines ?? []).map((text) => text.split(':', 1)[0] ?? '');
  };
  assert.deepEqual(lines(2, 2, 'firing'), ['availability.critical all']);
  assert.deepEqual(lines(1, 2, 'firing'), ['availability.critical all', 'availability.critical GET /0']);
  assert.deepEqual(lines(1, 2, 'ok'), ['availability.critical GET /0']);
  assert.equal(lines(12, 13, 'ok').length, 12);
  assert.deepEqual(lines(14, 15, 'ok').slice(-2), ['availability.critical GET /11', 'and 2 more']);
});

test('an incident starts with the first and ends with the last failure of its rules; without a time it is now', () => {
  const line = new Timeline();
  line.step(0, at(0, { firstBadMs: null, lastBadMs: null }), at(0, { subject: 'GET /', lastBadMs: NOW - 5_000 }));
  assert.deepEqual([line.of('service')?.startedMs, line.of('service')?.lastBadMs], [NOW - 30_000, NOW - 5_000]);
  const none = new Timeline();
  none.step(0, at(0, { firstBadMs: null, lastBadMs: null }));
  assert.deepEqual([none.of('service')?.startedMs, none.of('service')?.lastBadMs], [NOW, NOW]);
});

test('an alert from a clock that ran ahead is not kept longer; one without findings for an hour is dropped', () => {
  const line = new Timeline();
  line.step(60, at(60, { subject: 'GET /gone' }));
  line.step(0, ok());
  assert.equal(line.snapshot.alerts[0]?.seenMs, NOW);
  line.step(59, ok());
  assert.equal(line.snapshot.alerts.length, 1);
  line.step(60, ok());
  assert.equal(line.snapshot.alerts.length, 0);
});

test('of several incidents of a family the unresolved one is used, otherwise the newest', () => {
  const line = new Timeline();
  line.step(0, at(0));
  const known = line.snapshot.incidents[0] as Incident;
  const old = { ...known, id: 'old', state: 'resolved', openedMs: NOW - HOUR } as const;
  const later = { ...known, id: 'later', state: 'resolved', openedMs: NOW + 1 } as const;
  const newest = (...incidents: Incident[]): string | undefined => newestByFamily(incidents).get('service')?.id;
  assert.equal(newest(old, later), 'later');
  assert.equal(newest(later, old), 'later');
  assert.equal(newest(known, later), known.id);
  assert.equal(newest(later, known, old), known.id);
});

test('an incident is shown only with the times that it has', () => {
  const line = new Timeline();
  line.step(0, at(0));
  const open = noticeIncident('https://site.test', line.snapshot.incidents[0] as Incident);
  assert.equal('resolvedAt' in open, false);
  assert.equal('acknowledgedAt' in open, false);
  const done = noticeIncident('https://site.test', {
    ...(line.snapshot.incidents[0] as Incident),
    ...{ state: 'resolved', resolvedMs: NOW, acknowledgedMs: NOW - MINUTE, acknowledgedBy: 'ada' },
  });
  assert.deepEqual(
    [done.resolvedAt, done.acknowledgedAt, done.acknowledgedBy],
    [new Date(NOW).toISOString(), new Date(NOW - MINUTE).toISOString(), 'ada'],
  );
});

test('missing alerts resolve an incident if one rule is ok, even if another is unknown', () => {
  const line = new Timeline();
  line.step(0, at(0));
  line.snapshot = { ...line.snapshot, alerts: [] };
  const unknown = findingOf({ state: 'unknown', subject: 'GET /', firstBadMs: null, lastBadMs: null });
  assert.deepEqual(
    line.step(1, ok(), unknown).map(({ kind }) => kind),
    ['resolved'],
  );
});

test('an outage inhibits topics without an incident; an open incident continues', () => {
  const line = new Timeline();
  line.step(0, at(0, SIGN_IN));
  line.step(1, at(1, SIGN_IN), at(1, DOWN));
  assert.equal(line.of('authentication')?.state, 'open');
  assert.equal(line.of('authentication')?.lastBadMs, NOW + MINUTE);
  assert.deepEqual(line.of('service')?.heldBack, []);
});

test('a database failure in an outage is its own incident: an outage explains journeys, budget and slowness', () => {
  const line = new Timeline();
  const degraded = { rule: 'degradation.info', topic: 'degradation', level: 'info', severity: 'P3' } as const;
  line.step(0, at(0, DOWN), at(0, { rule: 'database.critical', topic: 'database' }), at(0, degraded));
  assert.deepEqual(line.snapshot.incidents.map(({ family }) => family).sort(), ['database', 'service']);
  assert.deepEqual(line.of('service')?.heldBack, ['degradation']);
  assert.equal(line.of('database')?.topic, 'database');
});

test('an outage that grows from one endpoint to all sends a notice and does not delay the reminder', () => {
  const line = new Timeline();
  const [a, b] = [{ subject: 'GET /a' }, { subject: 'GET /b' }];
  line.step(0, at(0, a), ok(b));
  const due = line.of('service')?.nextReminderMs;
  assert.deepEqual(
    line.step(1, at(1, a), at(1, b)).map(({ kind }) => kind),
    ['grew'],
  );
  assert.equal(due, NOW + 5 * MINUTE);
  assert.equal(line.of('service')?.nextReminderMs, due);
});

test('an incident of level info that returns sends no reminder', () => {
  const line = new Timeline();
  const info = {
    rule: 'rate-limit.info',
    topic: 'rate-limit',
    level: 'info',
    severity: 'P3',
    subject: 'site',
  } as const;
  line.step(0, at(0, info));
  line.step(1, ok(info));
  line.step(3, ok(info));
  assert.deepEqual(
    line.step(5, at(5, info)).map(({ kind, incident }) => [kind, incident.nextReminderMs]),
    [['reopened', null]],
  );
});

test('the limit of two notices an hour counts past notices; those of a day ago are dropped', () => {
  const line = new Timeline();
  line.step(0, at(0));
  const incident = { ...(line.of('service') as Incident), returns: 1 };
  const from = deliveryTime({ ...incident, noticesMs: [NOW - 30 * MINUTE, NOW] }, 'reopened', NOW);
  assert.equal(from, NOW + 30 * MINUTE + 1);
  assert.equal(deliveryTime({ ...incident, noticesMs: [NOW - 30 * MINUTE, NOW + 1] }, 'reopened', NOW), NOW);
  const day = 24 * HOUR;
  const { noticesMs } = withNotice({ ...incident, noticesMs: [NOW - day, NOW - day + 1, NOW, NOW + 1] }, NOW + 2, NOW);
  assert.deepEqual(noticesMs, [NOW - day + 1, NOW, NOW + 2]);
});

test('nothing is written while nothing is firing, suspected or open', () => {
  const calm = { alerts: [], incidents: [] };
  assert.deepEqual(stepIncidents(calm, [ok()], NOW, { levels: 3 }), { alerts: [], incidents: [], changes: [] });
  const line = new Timeline();
  line.step(0, at(0));
  const open = { alerts: [], incidents: line.snapshot.incidents };
  assert.deepEqual(
    stepIncidents(open, [ok()], NOW + MINUTE, { levels: 3 }).changes.map(({ kind }) => kind),
    ['resolved'],
  );
});

test('the acknowledge route of the site: recorded, missing, rejected, timed out, each in one sentence without the token', async (t) => {
  let status = 200;
  let answered: Record<string, string> = {};
  const asked: string[] = [];
  const server = createServer((request, response) => {
    assert.equal(request.headers.authorization, 'Bearer token-x');
    assert.equal(request.headers['x-open'], 'sesame');
    asked.push(request.url ?? '');
    if (status > 0) response.writeHead(status, answered).end('x');
  });
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const request = { token: 'token-x', assignee: 'ada', headers: { 'x-open': 'sesame' } };
  const resultOf = async (of: number, deadlineMs = 30_000): Promise<string> => {
    status = of;
    return acknowledgeAtSite(target, { ...request, deadlineMs });
  };
  const recorded = 'The site recorded it as well (POST /api/admin/incidents).';
  assert.deepEqual([await resultOf(200), await resultOf(299)], [recorded, recorded]);
  assert.equal(await resultOf(404), 'The site has no POST /api/admin/incidents: it is recorded in the history only.');
  for (const refusal of [400, 403, 500])
    assert.equal(
      await resultOf(refusal),
      `The site refused POST /api/admin/incidents with ${refusal}: it is recorded in the history only.`,
    );
  assert.equal(
    await resultOf(0, 300),
    'The site did not answer POST /api/admin/incidents within 300 ms: it is recorded in the history only.',
  );
  answered = { location: '/sign-in?of=token-x' };
  asked.length = 0;
  for (const status of [300, 302, 307, 399])
    assert.equal(
      await resultOf(status),
      `The site redirected POST /api/admin/incidents (${status}): it is recorded in the history only.`,
    );
  assert.deepEqual([...new Set(asked)], ['/api/admin/incidents'], 'no redirect is followed');
  answered = { 'content-type': 'text/html; charset=utf-8' };
  assert.equal(
    await resultOf(200),
    'The site answered POST /api/admin/incidents with a page (200, text/html): it is recorded in the history only.',
  );
  answered = { 'content-type': 'application/json; charset=utf-8' };
  assert.equal(await resultOf(201), recorded);
  asked.length = 0;
  assert.equal(
    await acknowledgeAtSite(target, { ...request, token: 'token\nx' }),
    'ADMIN_TOKEN has a character that no header may have, so the site was not asked: it is recorded in the history only.',
  );
  assert.deepEqual(asked, []);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  assert.equal(
    await acknowledgeAtSite(target, { ...request, deadlineMs: 30_000 }),
    'The site did not answer POST /api/admin/incidents: it is recorded in the history only.',
  );
});
