import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepAlert, type AlertState } from '../../../monitoring/alerts/alert-state.ts';
import type { Finding } from '../../../monitoring/alerts/finding.ts';
import { clocksOf, meanTimes, recoverMs, respondMs } from '../../../monitoring/incidents/incident-clocks.ts';
import { stepIncidents, type Snapshot } from '../../../monitoring/incidents/incident-step.ts';
import type { Change, ChangeKind, Incident } from '../../../monitoring/incidents/incident.ts';
import { deliveryTime } from '../../../monitoring/incidents/notice-times.ts';
import { findingOf, NOW } from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Runs steps with the state between them, as the store does. Times in minutes from NOW. */
class Stage {
  snapshot: Snapshot = { alerts: [], incidents: [] };
  readonly changes: Change[] = [];

  step(minute: number, ...findings: Finding[]): ChangeKind[] {
    const now = NOW + minute * MINUTE;
    const of = findings.map((f) =>
      f.state === 'firing' && f.lastBadMs === NOW ? { ...f, firstBadMs: now - 1_000, lastBadMs: now } : f,
    );
    const outcome = stepIncidents(this.snapshot, of, now, { levels: 3 });
    const changed = new Map(outcome.incidents.map((i) => [i.id, i]));
    const rest = this.snapshot.incidents.filter((i) => !changed.has(i.id));
    this.snapshot = { alerts: outcome.alerts, incidents: [...rest, ...outcome.incidents] };
    this.changes.push(...outcome.changes);
    return outcome.changes.map(({ kind }) => kind);
  }

  get incident(): Incident {
    assert.equal(this.snapshot.incidents.length, 1);
    return this.snapshot.incidents[0] as Incident;
  }

  edit(change: Partial<Incident>): void {
    this.snapshot = { ...this.snapshot, incidents: [{ ...this.incident, ...change }] };
  }
}
const firing = findingOf();
const ok = findingOf({ state: 'ok', firstBadMs: null, lastBadMs: null });
const unknown = findingOf({ state: 'unknown', firstBadMs: null, lastBadMs: null });
const suspected = findingOf({ state: 'suspected' });
const down = findingOf({ rule: 'application.critical', topic: 'application' });
const signIn = findingOf({ rule: 'journey.sign-in', topic: 'authentication', subject: 'sign-in' });
const burn = (state: Finding['state'] = 'firing') =>
  findingOf({ rule: 'budget.burn-14', topic: 'budget', subject: 'burn-14', severity: 'P1', state });

test('an alert: suspected is pending, proved is firing, ok resolves after a wait; suspected and unknown restart the wait', () => {
  const at = (before: AlertState | undefined, state: Finding['state'], minute: number) =>
    stepAlert(before, findingOf({ state }), NOW + minute * MINUTE);
  assert.equal(at(undefined, 'ok', 0), undefined);
  assert.equal(at(undefined, 'unknown', 0), undefined);
  const pending = at(undefined, 'suspected', 0);
  assert.equal(pending?.state, 'pending');
  assert.equal(at(pending, 'unknown', 1)?.state, 'pending');
  assert.equal(at(pending, 'ok', 1), undefined);
  const on = at(pending, 'firing', 1);
  assert.deepEqual([on?.state, on?.sinceMs], ['firing', NOW + MINUTE]);
  assert.equal(at(on, 'firing', 2)?.sinceMs, NOW + MINUTE);
  assert.equal(at(on, 'suspected', 2)?.state, 'firing');
  assert.equal(at(on, 'unknown', 2)?.state, 'firing');
  const resolving = at(on, 'ok', 3);
  assert.deepEqual([resolving?.state, resolving?.sinceMs], ['resolving', NOW + 3 * MINUTE]);
  assert.equal(at(resolving, 'ok', 4.9)?.state, 'resolving');
  assert.equal(at(resolving, 'ok', 5), undefined);
  for (const state of ['suspected', 'unknown'] as const) {
    const waiting = at(resolving, state, 4);
    assert.deepEqual([waiting?.state, waiting?.sinceMs], ['resolving', NOW + 4 * MINUTE], state);
    assert.equal(at(waiting, 'ok', 5)?.state, 'resolving');
  }
  assert.equal(at(resolving, 'firing', 4)?.state, 'firing');
  assert.equal(stepAlert(on, findingOf({ state: 'ok', keepMs: 0 }), NOW + 3 * MINUTE), undefined);
});

test('an alert has the first and last failure of its outage; a clock that was set back does not shorten the wait', () => {
  const on = stepAlert(undefined, findingOf({ firstBadMs: 100, lastBadMs: 200 }), NOW);
  const later = stepAlert(on, findingOf({ firstBadMs: 150, lastBadMs: 300 }), NOW + MINUTE);
  assert.deepEqual([later?.firstBadMs, later?.lastBadMs], [100, 300]);
  const resolving = stepAlert(on, ok, NOW + HOUR) as AlertState;
  const back = stepAlert(resolving, ok, NOW);
  assert.deepEqual([back?.state, back?.sinceMs], ['resolving', NOW]);
  assert.equal(stepAlert(back, ok, NOW + 2 * MINUTE), undefined);
});

test('an incident opens once, continues while firing or unknown, and resolves after its rules were ok long enough', () => {
  const stage = new Stage();
  assert.deepEqual(stage.step(0, firing), ['opened']);
  assert.deepEqual(
    [stage.incident.severity, stage.incident.state, stage.incident.topic],
    ['P0', 'open', 'availability'],
  );
  stage.edit({ nextReminderMs: null });
  assert.deepEqual(stage.step(1, firing), []);
  assert.equal(stage.incident.lastBadMs, NOW + MINUTE);
  assert.deepEqual(stage.step(30, unknown), []);
  assert.deepEqual(stage.step(31, suspected), []);
  assert.deepEqual(stage.step(32, ok), ['recovering']);
  assert.deepEqual(stage.step(33, ok), []);
  assert.deepEqual(stage.step(34, ok), ['resolved']);
  assert.deepEqual([stage.incident.state, stage.incident.resolvedMs], ['resolved', NOW + 34 * MINUTE]);
});

test('missing alerts without an ok resolve nothing', () => {
  const stage = new Stage();
  stage.step(0, firing);
  stage.snapshot = { ...stage.snapshot, alerts: [] };
  assert.deepEqual(stage.step(1, unknown), []);
  assert.deepEqual(stage.step(2, ok), ['resolved']);
});

test('an endpoint that is no longer probed keeps an incident open for an hour at most', () => {
  const stage = new Stage();
  const endpoint = findingOf({ subject: 'GET /gone' });
  stage.step(0, endpoint, ok);
  stage.edit({ nextReminderMs: null });
  assert.deepEqual(stage.step(59, ok), []);
  assert.deepEqual(stage.step(60, ok), ['resolved']);
});

test('a failure within 15 minutes of the last one reopens the incident, a later one opens a new one', () => {
  const back = (minute: number): Stage => {
    const stage = new Stage();
    stage.step(0, firing);
    stage.step(1, ok);
    stage.step(3, ok);
    assert.equal(stage.incident.state, 'resolved');
    stage.step(minute, firing);
    return stage;
  };
  const reopened = back(15);
  assert.deepEqual(
    [reopened.incident.state, reopened.incident.returns, reopened.changes.at(-1)?.kind],
    ['open', 1, 'reopened'],
  );
  assert.equal(back(15.5).snapshot.incidents.length, 1);
  assert.equal(back(15.6).snapshot.incidents.length, 2);
});

test('a reopened incident stays acknowledged, unless a person had resolved it', () => {
  const taken = (resolvedBy: string | null): string => {
    const stage = new Stage();
    stage.step(0, firing);
    stage.step(1, ok);
    stage.step(3, ok);
    stage.edit({ acknowledgedMs: NOW, acknowledgedBy: 'ada', resolvedBy });
    stage.step(5, firing);
    return stage.incident.state;
  };
  assert.equal(taken(null), 'acknowledged');
  assert.equal(taken('ada'), 'open');
});

test('one outage is one incident: topics join, the worst is its title, getting worse sends another notice', () => {
  const stage = new Stage();
  const warning = findingOf({ rule: 'error-rate.warning', topic: 'error-rate', level: 'warning', severity: 'P1' });
  assert.deepEqual(stage.step(0, warning), ['opened']);
  assert.deepEqual(
    stage.step(
      1,
      warning,
      findingOf({ rule: 'response-time.warning', topic: 'response-time', level: 'warning', severity: 'P1' }),
    ),
    ['joined'],
  );
  assert.deepEqual(stage.step(2, warning, firing), ['grew']);
  assert.deepEqual(stage.step(3, warning, firing, down), ['grew']);
  assert.deepEqual(stage.step(4, warning, firing, down), []);
  assert.deepEqual(
    [stage.incident.topic, stage.incident.severity, stage.incident.wasDown, stage.incident.scope],
    ['application', 'P0', true, 'all'],
  );
  assert.deepEqual(
    stage.changes.filter((c) => c.deliverFromMs !== null).map((c) => c.kind),
    ['opened', 'grew', 'grew'],
  );
});

test('growth from one endpoint to all sends another notice, from some to all does not', () => {
  const [a, b] = ['GET /a', 'GET /b'].map((subject) => findingOf({ subject }));
  const bOk = { ...b, state: 'ok' } as Finding;
  const stage = new Stage();
  stage.step(0, a as Finding, bOk);
  assert.equal(stage.incident.scope, 'one');
  assert.deepEqual(stage.step(1, a as Finding, b as Finding), ['grew']);
  assert.deepEqual(stage.step(2, a as Finding, bOk), []);
  assert.deepEqual(stage.step(3, a as Finding, b as Finding), []);
});

test('an acknowledged incident that gets worse is open again', () => {
  const stage = new Stage();
  stage.step(0, findingOf({ level: 'warning', severity: 'P1' }));
  stage.edit({ state: 'acknowledged', acknowledgedMs: NOW, acknowledgedBy: 'ada', nextReminderMs: null });
  assert.deepEqual(stage.step(1, findingOf({ level: 'warning', severity: 'P1' })), []);
  assert.deepEqual(stage.step(2, firing), ['grew']);
  assert.equal(stage.incident.state, 'open');
  assert.equal(stage.incident.nextReminderMs, NOW + 7 * MINUTE);
});

test('application down inhibits journeys during and shortly after it; otherwise sign-in is its own incident', () => {
  const stage = new Stage();
  stage.step(0, down);
  assert.deepEqual(stage.step(1, down, signIn), ['held-back']);
  assert.deepEqual(stage.step(2, down, signIn), []);
  stage.edit({ nextReminderMs: null });
  const upAgain = { ...down, state: 'ok' } as Finding;
  const sawIt = { ...signIn, firstBadMs: NOW, lastBadMs: NOW + 4 * MINUTE };
  stage.step(3, upAgain, sawIt);
  assert.deepEqual(stage.step(5, upAgain, sawIt), ['resolved']);
  assert.deepEqual(stage.step(6, upAgain, sawIt), []);
  assert.equal(stage.incident.heldBack.join(), 'authentication');
  assert.deepEqual(stage.step(16, upAgain, signIn), ['opened']);
  assert.equal(stage.snapshot.incidents.length, 2);
  const partly = new Stage();
  partly.step(0, firing);
  assert.deepEqual(partly.step(1, firing, signIn), ['opened']);
});

test('an outage explains a burnt budget within its window; without one the budget opens an incident', () => {
  const stage = new Stage();
  assert.deepEqual(stage.step(0, firing, burn()), ['opened', 'held-back']);
  stage.edit({ nextReminderMs: null });
  stage.step(1, ok, burn());
  assert.deepEqual(stage.step(3, ok, burn()), ['resolved']);
  assert.deepEqual(stage.step(59, ok, burn()), []);
  assert.deepEqual(stage.step(61, ok, burn()), ['opened']);
  const slow = new Stage();
  assert.deepEqual(slow.step(0, ok, burn()), ['opened']);
  assert.deepEqual([slow.incident.topic, slow.incident.severity], ['budget', 'P1']);
  assert.deepEqual(slow.step(2, firing, burn()), ['grew']);
  assert.deepEqual([slow.incident.topic, slow.incident.family], ['availability', 'service']);
  assert.deepEqual(slow.step(3, ok, burn('ok')), ['recovering']);
  assert.deepEqual(slow.step(5, ok, burn('ok')), ['resolved']);
  assert.equal(slow.snapshot.incidents.length, 1);
});

test('after the response time: a reminder, then one level up each time to the end of the chain, then every hour for a P0; not while recovering or acknowledged', () => {
  const stage = new Stage();
  stage.step(0, firing);
  assert.deepEqual(stage.step(4.9, firing), []);
  assert.deepEqual(stage.step(5, firing), ['reminded']);
  assert.deepEqual([stage.incident.reminders, stage.incident.escalation], [1, 0]);
  assert.deepEqual(stage.step(9.9, firing), []);
  assert.deepEqual(stage.step(10, unknown), ['escalated']);
  assert.equal(stage.incident.escalation, 1);
  assert.deepEqual(stage.step(15, firing), ['escalated']);
  assert.equal(stage.incident.escalation, 2);
  assert.deepEqual(stage.step(74.9, firing), []);
  assert.deepEqual(stage.step(75, firing), ['reminded'], 'a P0 is repeated every hour after the last level');
  assert.deepEqual(stage.step(134.9, firing), []);
  assert.deepEqual(stage.step(135, unknown), ['reminded']);
  assert.equal(stage.incident.escalation, 2);
  const less = new Stage();
  less.step(0, { ...firing, severity: 'P1' });
  for (const minute of [15, 30, 45]) assert.equal(less.step(minute, { ...firing, severity: 'P1' }).length, 1);
  assert.deepEqual(less.step(400, { ...firing, severity: 'P1' }), [], 'a P1 is not');
  const taken = new Stage();
  taken.step(0, firing);
  taken.edit({ state: 'acknowledged' });
  assert.deepEqual(taken.step(60, firing), []);
  const recovering = new Stage();
  recovering.step(0, firing);
  recovering.step(4, ok);
  assert.deepEqual(recovering.step(5, ok), []);
  const afterADay = new Stage();
  afterADay.step(0, firing);
  assert.deepEqual(afterADay.step(1_440, unknown), ['reminded']);
  assert.deepEqual(afterADay.step(1_441, unknown), []);
});

test('a resolution is delivered when it is final; a flapping incident sends at most two notices an hour', () => {
  const stage = new Stage();
  const delivered: number[] = [];
  for (let minute = 0; minute < 240; minute += 1) {
    const isBad = minute % 20 < 10;
    stage.step(minute, isBad ? firing : ok);
    if (stage.snapshot.incidents[0]?.state === 'open')
      stage.edit({ state: 'acknowledged', acknowledgedMs: NOW, nextReminderMs: null });
  }
  const open = stage.changes.filter((c) => c.deliverFromMs !== null);
  // As in the store: a delivered change replaces changes that still wait.
  open.forEach((c, i) => {
    const next = open[i + 1];
    if (next === undefined || next.at >= (c.deliverFromMs as number)) delivered.push((c.deliverFromMs as number) - NOW);
  });
  assert.equal(stage.snapshot.incidents.length, 1);
  assert.ok(stage.incident.returns >= 10);
  for (const at of delivered)
    assert.ok(delivered.filter((t) => t >= at && t < at + HOUR).length <= 2, delivered.map((t) => t / MINUTE).join());
  assert.deepEqual(
    delivered.slice(0, 2).map((t) => t / MINUTE),
    [0, 20],
  );
});

test('when a change is delivered', () => {
  const stage = new Stage();
  stage.step(0, firing);
  const incident = stage.incident;
  const at = (kind: ChangeKind, more: Partial<Incident> = {}) => {
    const from = deliveryTime({ ...incident, ...more }, kind, NOW + MINUTE);
    return from === null ? null : (from - NOW) / MINUTE;
  };
  assert.equal(at('grew'), 1);
  assert.equal(at('resolved'), 15.5);
  assert.equal(at('resolved', { resolvedBy: 'ada' }), 1);
  assert.equal(at('joined'), null);
  assert.equal(at('note'), null);
  assert.equal(at('resolved', { level: 'info' }), 15.5);
  assert.equal(at('reminded', { level: 'info' }), null);
  assert.equal(at('opened', { level: 'info' }), 1);
  const flapping = { returns: 1, noticesMs: [NOW - 30 * MINUTE, NOW] };
  assert.equal(at('reopened', flapping), 30 + 1 / MINUTE);
  assert.equal(at('acknowledged', flapping), 1);
  assert.equal(at('reopened', { returns: 1, noticesMs: [NOW] }), 1);
});

test('during maintenance nothing is opened, delivered, reminded or resolved', () => {
  const quiet = { ...unknown, quietUntilMs: NOW + HOUR };
  const stage = new Stage();
  stage.step(0, firing);
  assert.deepEqual(stage.step(10, quiet), []);
  assert.equal(stage.incident.state, 'open');
  assert.deepEqual(stage.step(61, firing), ['reminded']);
  const none = new Stage();
  assert.deepEqual(none.step(0, quiet), []);
});

test('an incident of level info opens, sends no reminder and resolves by itself', () => {
  const info = findingOf({
    rule: 'deployment.info',
    topic: 'deployment',
    level: 'info',
    severity: 'P3',
    subject: 'abc',
    keepMs: 0,
  });
  const stage = new Stage();
  assert.deepEqual(stage.step(0, info), ['opened']);
  assert.equal(stage.incident.nextReminderMs, null);
  assert.deepEqual(stage.step(61), ['resolved']);
  assert.notEqual(stage.changes.at(-1)?.deliverFromMs, null, 'a receiver that opened it closes it');
});

test('each clock is met, missed or running, exactly at its limit and one past it', () => {
  const stage = new Stage();
  stage.step(0, firing);
  const state = (name: string, minute: number, more: Partial<Incident> = {}): string | undefined =>
    clocksOf({ ...stage.incident, ...more }, NOW + minute * MINUTE).find((c) => c.name === name)?.state;
  assert.equal(state('acknowledge', 2), 'running');
  assert.equal(state('acknowledge', 2.1), 'missed');
  assert.equal(state('acknowledge', 60, { acknowledgedMs: NOW + 2 * MINUTE }), 'met');
  assert.equal(state('respond', 60, { acknowledgedMs: NOW + 5 * MINUTE }), 'met');
  assert.equal(state('respond', 60, { acknowledgedMs: NOW + 5 * MINUTE + 1 }), 'missed');
  assert.equal(state('assess', 60, { assessedMs: NOW + 5 * MINUTE }), 'met');
  assert.equal(state('mitigate', 60, { mitigatedMs: NOW + 15 * MINUTE + 1 }), 'missed');
  assert.equal(state('post-mortem', 60), undefined);
  assert.equal(state('post-mortem', 60, { resolvedMs: NOW }), 'running');
  assert.equal(state('post-mortem', 2_881, { resolvedMs: NOW }), 'missed');
  assert.equal(
    state('recover', 60, { startedMs: NOW, lastBadMs: NOW + 15 * MINUTE, resolvedMs: NOW + 20 * MINUTE }),
    'met',
  );
  assert.equal(recoverMs({ topic: 'database', wasDown: false }), 30 * MINUTE);
  assert.equal(recoverMs({ topic: 'application', wasDown: true }), 60 * MINUTE);
  assert.equal(respondMs({ severity: 'P0', level: 'critical' }), 5 * MINUTE);
  assert.equal(respondMs({ severity: 'P2', level: 'warning' }), HOUR);
  assert.equal(respondMs({ severity: 'P3', level: 'info' }), 4 * HOUR);
  const { mttaMs, mttrMs } = meanTimes([
    {
      ...stage.incident,
      acknowledgedMs: NOW + MINUTE,
      state: 'resolved',
      startedMs: NOW,
      lastBadMs: NOW + 10 * MINUTE,
    },
    {
      ...stage.incident,
      acknowledgedMs: NOW + 3 * MINUTE,
      state: 'resolved',
      startedMs: NOW,
      lastBadMs: NOW + 20 * MINUTE,
    },
    { ...stage.incident, level: 'info', acknowledgedMs: NOW + 9 * MINUTE },
  ]);
  assert.deepEqual([mttaMs, mttrMs], [2 * MINUTE, 15 * MINUTE]);
  assert.deepEqual(meanTimes([]), { mttaMs: undefined, mttrMs: undefined });
});
