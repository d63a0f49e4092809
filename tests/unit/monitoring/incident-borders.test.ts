// Edge cases of incidents: notices during a silence, unchanged steps, how long an outage explains other alerts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertState } from '../../../monitoring/alerts/alert-state.ts';
import type { Finding } from '../../../monitoring/alerts/finding.ts';
import { familiesOf } from '../../../monitoring/incidents/incident-family.ts';
import { clocksOf, meanTimes, recoverMs } from '../../../monitoring/incidents/incident-clocks.ts';
import { noticeIncident } from '../../../monitoring/incidents/incident-notice.ts';
import { stepIncidents, type Outcome, type Snapshot } from '../../../monitoring/incidents/incident-step.ts';
import type { Change, Incident } from '../../../monitoring/incidents/incident.ts';
import { deliveryTime, withNotice } from '../../../monitoring/incidents/notice-times.ts';
import { postMortem } from '../../../monitoring/incidents/post-mortem.ts';
import type { WindowSum } from '../../../monitoring/window-source.ts';
import { parseOnCall, recipients } from '../../../monitoring/incidents/on-call.ts';
import { silentSpans, silentTopics, type Silence } from '../../../monitoring/incidents/silences.ts';
import { findingOf, NOW } from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps with what is kept between, as the store does. Times in minutes from NOW. */
class Story {
  snapshot: Snapshot = { alerts: [], incidents: [] };

  outcome(minute: number, ...findings: Finding[]): Outcome {
    const outcome = stepIncidents(this.snapshot, findings, NOW + minute * MINUTE, { levels: 3 });
    const changed = new Map(outcome.incidents.map((i) => [i.id, i]));
    const rest = this.snapshot.incidents.filter((i) => !changed.has(i.id));
    this.snapshot = { alerts: outcome.alerts, incidents: [...rest, ...outcome.incidents] };
    return outcome;
  }
  step = (minute: number, ...findings: Finding[]): Change[] => this.outcome(minute, ...findings).changes;
  of(family: string): Incident {
    const found = this.snapshot.incidents.find((i) => i.family === family);
    assert.ok(found, family);
    return found;
  }
  edit(family: string, change: Partial<Incident>): void {
    const incidents = this.snapshot.incidents.map((i) => (i.family === family ? { ...i, ...change } : i));
    this.snapshot = { ...this.snapshot, incidents };
  }
}
const bad = (minute: number, more: Partial<Finding> = {}): Finding =>
  findingOf({ firstBadMs: NOW + minute * MINUTE - 30_000, lastBadMs: NOW + minute * MINUTE, ...more });
const ok = (more: Partial<Finding> = {}): Finding =>
  findingOf({ state: 'ok', firstBadMs: null, lastBadMs: null, ...more });
const quiet = (f: Finding, untilMinute: number): Finding => ({ ...f, quietUntilMs: NOW + untilMinute * MINUTE });
const kinds = (changes: readonly Change[]): string[] => changes.map(({ kind }) => kind);
const told = (changes: readonly Change[]): string[] =>
  changes.filter((c) => c.deliverFromMs !== null).map(({ kind }) => kind);

/** An outage at minute 0, resolved at minute 3. */
function afterOutage(): Story {
  const story = new Story();
  story.step(0, bad(0));
  story.step(1, ok());
  story.step(3, ok());
  return story;
}

const BURN = { rule: 'budget.burn-14', topic: 'budget', subject: 'burn-14', severity: 'P1' } as const;
const DOWN = { rule: 'application.critical', topic: 'application' } as const;
const SIGN_IN = { rule: 'journey.sign-in', topic: 'authentication', subject: 'sign-in', keepMs: 15 * MINUTE } as const;
const DEPLOYED = { rule: 'deployment.info', topic: 'deployment', level: 'info', severity: 'P3', keepMs: 0 } as const;
const SLOWER = { rule: 'degradation.info', topic: 'degradation', level: 'info', severity: 'P3' } as const;

test('silence: an incident within it sends no notice; an opening that was delivered before gets its resolution', () => {
  const within = new Story();
  assert.deepEqual(told(within.step(0, quiet(bad(0), 60))), []);
  assert.equal(within.of('service').state, 'open');
  assert.deepEqual(told(within.step(10, quiet(bad(10), 60))), [], 'no reminder either');
  within.step(11, quiet(ok(), 60));
  const ended = within.step(13, quiet(ok(), 60));
  assert.deepEqual([kinds(ended), told(ended)], [['resolved'], []]);

  const before = new Story();
  assert.deepEqual(told(before.step(0, bad(0))), ['opened']);
  before.step(1, quiet(ok(), 60));
  assert.deepEqual(told(before.step(3, quiet(ok(), 60))), ['resolved']);

  const worse = new Story();
  worse.step(0, bad(0, { level: 'warning', severity: 'P1' }));
  assert.deepEqual(told(worse.step(1, quiet(bad(1), 60))), [], 'no notice that it got worse during the silence');
});

test('a silence of one topic does not affect others', () => {
  const story = new Story();
  const changes = story.step(0, quiet(bad(0), 60), bad(0, { rule: 'database.critical', topic: 'database' }));
  assert.deepEqual(told(changes), ['opened']);
  assert.equal(changes.find((c) => c.deliverFromMs !== null)?.incident.topic, 'database');
});

test('a step without news changes neither the incident nor its timeline', () => {
  const story = new Story();
  story.step(0, bad(0));
  const same = story.outcome(1, bad(0));
  assert.deepEqual([same.incidents, same.changes], [[], []]);
  const later = story.outcome(2, bad(2));
  assert.deepEqual([later.incidents.length, later.changes], [1, []], 'a later failure is kept, without a line');
});

test('two endpoints of one rule are two alerts with separate states', () => {
  const story = new Story();
  const [a, b, c] = ['GET /a', 'GET /b', 'GET /c'].map((subject) => ({ subject }));
  story.step(0, bad(0, a), bad(0, b), bad(0, c));
  story.step(
    1,
    bad(1, { ...a, state: 'suspected' }),
    bad(1, { ...b, state: 'suspected' }),
    bad(1, { ...c, state: 'suspected' }),
  );
  assert.deepEqual(
    story.snapshot.alerts.map(({ subject, state }) => [subject, state]),
    [
      ['GET /a', 'firing'],
      ['GET /b', 'firing'],
      ['GET /c', 'firing'],
    ],
  );
  assert.deepEqual(kinds(story.step(2, ok(a), ok(b))), [], 'the third still fires, though nothing was heard of it');
});

test('scope: one endpoint, some of three, all of three', () => {
  const scope = (failing: number): string => {
    const story = new Story();
    story.step(
      0,
      ...[0, 1, 2].map((i) => (i < failing ? bad(0, { subject: `GET /${i}` }) : ok({ subject: `GET /${i}` }))),
    );
    return story.of('service').scope;
  };
  assert.deepEqual([scope(1), scope(2), scope(3)], ['one', 'some', 'all']);
});

test('an explained journey still waits 15 minutes of ok after the outage is resolved', () => {
  const story = new Story();
  story.step(0, bad(0, DOWN), bad(0, SIGN_IN));
  story.step(1, ok(DOWN), ok(SIGN_IN));
  story.step(3, ok(DOWN), ok(SIGN_IN));
  assert.equal(story.of('service').state, 'resolved');
  assert.deepEqual(
    story.snapshot.alerts.map(({ rule, state }) => [rule, state]),
    [['journey.sign-in', 'resolving']],
  );
  story.step(15, ok(DOWN), ok(SIGN_IN));
  assert.equal(story.snapshot.alerts.length, 1);
  story.step(16, ok(DOWN), ok(SIGN_IN));
  assert.equal(story.snapshot.alerts.length, 0);
});

test('a step is not skipped while one incident is open', () => {
  const story = new Story();
  const database = { rule: 'database.critical', topic: 'database' } as const;
  story.step(0, bad(0, database));
  story.step(1, ok(database));
  story.step(3, ok(database), bad(3));
  assert.deepEqual([story.of('database').state, story.of('service').state], ['resolved', 'open']);
  story.snapshot = { ...story.snapshot, alerts: [] };
  assert.deepEqual(kinds(story.step(4, ok(database), ok())), ['resolved']);
});

test('a slow burn has its own incident while the service is healthy, also after an outage', () => {
  const story = afterOutage();
  assert.equal(story.of('service').state, 'resolved');
  const burn3 = { ...BURN, rule: 'budget.burn-14', subject: 'burn-14' } as const;
  assert.deepEqual(kinds(story.step(61, ok(), bad(61, burn3))), ['opened']);
  assert.deepEqual(kinds(story.step(62, bad(62, burn3))), [], 'without a word of the service');
  assert.equal(story.of('budget').state, 'open');
  assert.equal(story.of('service').state, 'resolved');
});

test('an outage within the compared hour explains degradation, one of an hour ago does not', () => {
  const after = (minute: number): string[] => {
    const story = afterOutage();
    return kinds(story.step(minute, ok(), bad(minute, SLOWER)));
  };
  assert.deepEqual([after(59), after(60)], [['held-back'], ['opened']]);
});

test('an outage explains the three-day burn for three days, the one-hour burn for an hour', () => {
  const after = (minutes: number, subject: string): string[] => {
    const story = afterOutage();
    return kinds(story.step(minutes, ok(), bad(minutes, { ...BURN, rule: `budget.${subject}`, subject })));
  };
  assert.deepEqual([after(3 * 1_440 - 1, 'burn-1'), after(3 * 1_440, 'burn-1')], [['held-back'], ['opened']]);
  assert.deepEqual([after(1_439, 'burn-3'), after(1_440, 'burn-3')], [['held-back'], ['opened']]);
  assert.deepEqual([after(359, 'burn-6'), after(360, 'burn-6')], [['held-back'], ['opened']]);
});

test('an outage explains a journey that fails up to five minutes after it, not later', () => {
  const after = (minute: number): string[] => {
    const story = new Story();
    story.step(0, bad(0, DOWN));
    story.step(1, ok(DOWN));
    story.step(3, ok(DOWN));
    return kinds(story.step(6, ok(DOWN), bad(6, { ...SIGN_IN, lastBadMs: NOW + minute * MINUTE })));
  };
  assert.deepEqual([after(5), after(5.01)], [['held-back'], ['opened']]);
  const untimed = new Story();
  untimed.step(0, bad(0, DOWN));
  untimed.step(1, ok(DOWN));
  untimed.step(3, ok(DOWN));
  const changes = untimed.step(6, ok(DOWN), findingOf({ ...SIGN_IN, firstBadMs: null, lastBadMs: null }));
  assert.deepEqual(kinds(changes), ['opened'], 'a failure without a time is one of now');
});

test('a reopened incident sends a reminder after its response time, not before', () => {
  const story = afterOutage();
  assert.deepEqual(kinds(story.step(5, bad(5))), ['reopened']);
  assert.deepEqual(kinds(story.step(9, bad(9))), []);
  const reminded = story.step(10, bad(10));
  assert.deepEqual(kinds(reminded), ['reminded']);
  assert.match(reminded[0]?.text ?? '', /not acknowledged 10 min after/);
  assert.match(story.step(15, bad(15))[0]?.text ?? '', /not acknowledged 15 min after/);
});

test('a failure of exactly 15 minutes and 30 s after the last one is the same incident, a millisecond later it is the next', () => {
  const after = (ms: number): string[] => {
    const story = afterOutage();
    return kinds(story.step(16, findingOf({ firstBadMs: NOW + ms, lastBadMs: NOW + ms })));
  };
  assert.deepEqual([after(15.5 * MINUTE), after(15.5 * MINUTE + 1)], [['reopened'], ['opened']]);
});

test('an unknown topic of a later release stays the title until a known one fires', () => {
  const story = new Story();
  story.step(0, bad(0));
  story.edit('service', { topic: 'quantum' });
  story.step(1, bad(1));
  assert.equal(story.of('service').topic, 'availability');
  const own = new Story();
  own.step(0, bad(0, { rule: 'database.critical', topic: 'database' }));
  own.edit('database', { topic: 'storage' });
  own.step(1, bad(1, { rule: 'database.critical', topic: 'database' }));
  assert.equal(own.of('database').topic, 'storage');
});

test('an alert that fires again at the same time was ok for 0 ms', () => {
  const story = new Story();
  story.step(0, bad(0));
  story.step(1, ok());
  assert.match(story.step(1, bad(1))[0]?.text ?? '', /^fires again after 0 s /);
  assert.equal(story.of('service').returns, 1);
});

test('a window that is full only after the recovery and shows old failures brings nothing back', () => {
  const story = new Story();
  const window = { rule: 'error-rate.critical', topic: 'error-rate' } as const;
  story.step(0, bad(0, DOWN), findingOf({ ...window, state: 'unknown' }));
  assert.deepEqual(kinds(story.step(1, ok(DOWN), findingOf({ ...window, state: 'unknown' }))), ['recovering']);
  assert.deepEqual(kinds(story.step(2, ok(DOWN), bad(0, window))), ['joined'], 'it joins, and nothing failed again');
  assert.deepEqual([story.of('service').returns, story.of('service').recoveringMs], [0, null]);
  assert.deepEqual(kinds(story.step(3, ok(DOWN), ok(window))), ['recovering']);
  assert.deepEqual(kinds(story.step(4, ok(DOWN), bad(4, window))), ['returned']);
});

test('a post-mortem says over which time its figures are, and what fired beside the first rule', () => {
  const sum = (ms: number, n: number, valid: number): WindowSum => ({
    fromMs: NOW - ms,
    toMs: NOW,
    n,
    valid,
    classes: {},
    ttfb: { n: 0, sumMs: 0, maxMs: 0 },
    coverage: 1,
    watched: 1,
  });
  const draft = (more: Partial<Incident>): string =>
    postMortem('https://site.test', incident(more), [], { outage: sum(46_200, 92, 0), before: sum(60_000, 0, 0) }, NOW);
  const text = draft({ topics: ['availability', 'error-rate'], returns: 1 });
  assert.match(text, /^\| \| during the outage, 46\.2 s \| 60 s before it \|$/m);
  assert.match(text, /^\| valid answers \| 0\.00 % of 92 \| no data \|$/m);
  assert.match(text, /^- fired as well: error-rate$/m);
  assert.match(text, /, once$/m);
  assert.match(draft({ returns: 2 }), /, 2 times$/m);
});

test('getting worse twice sends two notices; getting better and as bad again sends none', () => {
  const story = new Story();
  assert.deepEqual(kinds(story.step(0, bad(0, { level: 'warning', severity: 'P2' }))), ['opened']);
  assert.deepEqual(kinds(story.step(1, bad(1, { level: 'warning', severity: 'P1' }))), ['grew']);
  assert.deepEqual(kinds(story.step(2, bad(2, { level: 'critical', severity: 'P1' }))), ['grew']);
  assert.deepEqual(kinds(story.step(3, bad(3, { level: 'warning', severity: 'P2' }))), []);
  assert.deepEqual([story.of('service').level, story.of('service').severity], ['critical', 'P1']);
  assert.deepEqual(kinds(story.step(4, bad(4, { level: 'critical', severity: 'P1' }))), []);
});

test('each deployment opens an incident of its own, also two at once and a second within minutes', () => {
  const story = new Story();
  const of = (subject: string) => bad(0, { ...DEPLOYED, subject });
  const both = story.step(0, of('aaaaaaa'), of('bbbbbbb'));
  assert.deepEqual(told(both), ['opened', 'opened']);
  assert.deepEqual(
    both.map(({ incident: { id } }) => id),
    [`deployment-${NOW}`, `deployment-${NOW + 1}`],
  );
  assert.deepEqual(told(story.step(3, of('aaaaaaa'), of('bbbbbbb'), of('aaaaaaa again'))), ['opened']);
});

test('each runbook line of an outage is listed once', () => {
  const story = new Story();
  story.step(0, bad(0), bad(0, { subject: 'GET /a' }));
  story.step(1, bad(1, { rule: 'error-rate.critical', topic: 'error-rate', runbook: 'R3 Error Rate' }), bad(1));
  assert.deepEqual(story.of('service').runbook, ['R3 Availability', 'R3 Error Rate']);
  assert.deepEqual(story.of('service').topics, ['availability', 'error-rate']);
});

test('families: alerts and findings of one topic together, only current ones as firing', () => {
  const alert = { rule: 'r', subject: 's', topic: 'error-rate', state: 'firing' } as AlertState;
  const families = familiesOf([alert], [ok(), bad(0, { topic: 'search', rule: 'journey.search' })]);
  assert.deepEqual(
    [...families].map(([name, f]) => [name, f.alerts.length, f.findings.length, f.firing.length]),
    [
      ['service', 1, 1, 0],
      ['search', 0, 1, 1],
    ],
  );
});

const incident = (more: Partial<Incident> = {}): Incident => {
  const story = new Story();
  story.step(0, bad(0));
  return { ...story.of('service'), ...more };
};

test("the runbook's clocks: due times from the opening, the first failure or the resolution", () => {
  const due = (more: Partial<Incident> = {}) =>
    Object.fromEntries(clocksOf(incident(more), NOW).map(({ name, dueMs }) => [name, (dueMs - NOW) / MINUTE]));
  // Opened at NOW, half a minute after its first failure.
  assert.deepEqual(due(), { acknowledge: 2, respond: 5, assess: 5, mitigate: 15, recover: 14.5 });
  assert.deepEqual(due({ resolvedMs: NOW + HOUR, state: 'resolved' })['post-mortem'], 60 + 48 * 60);
  assert.equal(due({ severity: 'P1' })['respond'], 15);
  assert.equal(due({ wasDown: true })['recover'], 59.5);
});

test('recovery: 15 minutes for a critical system, 30 for the database, an hour for the whole application', () => {
  const of = (topic: string, wasDown: boolean): number => recoverMs({ topic, wasDown }) / MINUTE;
  assert.deepEqual(
    [of('availability', false), of('database', false), of('availability', true), of('database', true)],
    [15, 30, 60, 30],
  );
});

test('recovery ends with the last failure of a resolved incident and is met up to the exact limit', () => {
  const recover = (lastMinute: number, resolvedMs: number | null, nowMinute = 60) =>
    clocksOf(
      incident({ startedMs: NOW, lastBadMs: NOW + lastMinute * MINUTE, resolvedMs }),
      NOW + nowMinute * MINUTE,
    ).find(({ name }) => name === 'recover');
  assert.deepEqual(
    [recover(15, NOW + 18 * MINUTE)?.state, recover(15, NOW + 18 * MINUTE)?.doneMs],
    ['met', NOW + 15 * MINUTE],
  );
  assert.equal(recover(15.1, NOW + 18 * MINUTE)?.state, 'missed');
  assert.deepEqual([recover(1, null, 15)?.state, recover(1, null, 15)?.doneMs], ['running', null]);
  assert.equal(recover(1, null, 15.1)?.state, 'missed');
});

test('mean times leave out level info, unacknowledged and unresolved incidents', () => {
  const taken = incident({ acknowledgedMs: NOW + 4 * MINUTE });
  const over = incident({ state: 'resolved', startedMs: NOW, lastBadMs: NOW + 20 * MINUTE });
  const info = incident({ level: 'info', state: 'resolved', acknowledgedMs: NOW + HOUR, lastBadMs: NOW + DAY });
  assert.deepEqual(meanTimes([taken, over, info]), { mttaMs: 4 * MINUTE, mttrMs: 20 * MINUTE });
});

test('the person who acknowledged is shown if there is one', () => {
  assert.equal('acknowledgedBy' in noticeIncident('https://site.test', incident()), false);
  const shown = noticeIncident('https://site.test', incident({ acknowledgedMs: NOW, acknowledgedBy: 'ada' }));
  assert.equal(shown.acknowledgedBy, 'ada');
});

test('on call: by severity and topic, after an escalation also the chain up to its level', () => {
  const onCall = parseOnCall(
    JSON.stringify({
      contacts: {
        a: { name: 'Ada', address: 'ada@example.org' },
        b: { name: 'Bob', address: null },
        c: { name: 'Cy', address: null },
        d: { name: 'Di', address: null },
      },
      escalation: ['b', 'c', 'a'],
      routing: { P0: ['a'], P1: [], P2: [], P3: [] },
      topics: { security: ['d'], availability: ['a'] },
    }),
  );
  const at = (escalation: number, more: Partial<Incident> = {}) =>
    recipients(onCall, incident({ escalation, ...more }));
  assert.deepEqual(at(0), ['Ada <ada@example.org>']);
  assert.deepEqual(at(1), ['Ada <ada@example.org>', 'Bob', 'Cy']);
  assert.deepEqual(at(2), ['Ada <ada@example.org>', 'Bob', 'Cy'], 'no one is listed twice');
  assert.deepEqual(at(0, { severity: 'P1', topics: ['security'] }), ['Di']);
  assert.deepEqual(at(0, { severity: 'P1', topics: ['nothing'] }), []);
});

test('silences: one for all topics removes its time, one for a topic is quiet exactly during its span', () => {
  const of = (topic: string | null, fromMs: number, toMs: number): Silence => ({
    id: 'x',
    fromMs,
    toMs,
    topic,
    reason: 'move',
    by: 'ada',
    endedBy: null,
  });
  const all = [of(null, NOW, NOW + 10), of('voting', NOW, NOW + 10), of('search', NOW - 10, NOW)];
  assert.deepEqual(silentSpans(all), [{ fromMs: NOW, toMs: NOW + 10, reason: 'move (ada)' }]);
  assert.deepEqual([...silentTopics(all, NOW)], [['voting', NOW + 10]]);
  assert.deepEqual([...silentTopics(all, NOW - 1)], [['search', NOW]]);
  assert.deepEqual([...silentTopics(all, NOW + 9)], [['voting', NOW + 10]]);
  assert.deepEqual([...silentTopics(all, NOW + 10)], []);
});

test('which changes are delivered; of level info only the opening and the resolution', () => {
  const every = [
    'opened',
    'reopened',
    'grew',
    'joined',
    'held-back',
    'recovering',
    'returned',
    'acknowledged',
    'note',
    'reminded',
    'escalated',
    'resolved',
    'post-mortem',
  ] as const;
  const of = (level: Incident['level']) =>
    every.filter((kind) => deliveryTime(incident({ level }), kind, NOW) !== null);
  assert.deepEqual(of('critical'), [
    'opened',
    'reopened',
    'grew',
    'acknowledged',
    'reminded',
    'escalated',
    'resolved',
    'post-mortem',
  ]);
  assert.deepEqual(of('info'), ['opened', 'resolved']);
});

test('at most two notices an hour while flapping: the third waits', () => {
  const of = (noticesMs: number[], returns = 1) => deliveryTime(incident({ returns, noticesMs }), 'reopened', NOW);
  assert.equal(of([]), NOW);
  assert.equal(of([NOW - 59 * MINUTE]), NOW);
  assert.equal(of([NOW - 59 * MINUTE, NOW - MINUTE]), NOW + MINUTE + 1);
  assert.equal(of([NOW - 2 * HOUR, NOW - MINUTE]), NOW, 'the first of the two is long ago');
  assert.equal(of([NOW - 3, NOW - 2, NOW - 1]), NOW - 2 + HOUR + 1);
  assert.equal(of([NOW - 59 * MINUTE, NOW - MINUTE], 0), NOW, 'what never came back has no limit');
  const resolved = deliveryTime(incident({ returns: 1, noticesMs: [NOW - 1, NOW], lastBadMs: NOW }), 'resolved', NOW);
  assert.equal(resolved, NOW - 1 + HOUR + 1, 'the later of both waits counts');
});

test('a notice is added to those of the last day and replaces planned ones', () => {
  const { noticesMs } = withNotice(incident({ noticesMs: [NOW - DAY, NOW - DAY + 1, NOW, NOW + 1] }), NOW + 5, NOW);
  assert.deepEqual(noticesMs, [NOW - DAY + 1, NOW, NOW + 5]);
});
