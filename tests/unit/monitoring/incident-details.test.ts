// Details of incidents that a small mistake in the code would change without a trace elsewhere.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepAlert } from '../../../monitoring/alerts/alert-state.ts';
import type { Finding } from '../../../monitoring/alerts/finding.ts';
import { applyFindings } from '../../../monitoring/incidents/apply-findings.ts';
import {
  acknowledgeIncident,
  markPostMortem,
  noteIncident,
  resolveIncident,
} from '../../../monitoring/incidents/incident-actions.ts';
import { openIncidentStore, type IncidentDatabase } from '../../../monitoring/incidents/incident-store.ts';
import { stepIncidents, type Outcome, type Snapshot } from '../../../monitoring/incidents/incident-step.ts';
import type { Incident } from '../../../monitoring/incidents/incident.ts';
import { findingOf, findingsOf, NOW, windowSum } from './alert-samples.ts';
import { folderOfTest, newHistory, SITE } from './history-harness.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const folder = folderOfTest();
const at = (minute: number): number => NOW + minute * MINUTE;
const bad = (minute: number, more: Partial<Finding> = {}): Finding =>
  findingOf({ firstBadMs: at(minute) - 30_000, lastBadMs: at(minute), ...more });
const ok = (more: Partial<Finding> = {}): Finding =>
  findingOf({ state: 'ok', firstBadMs: null, lastBadMs: null, ...more });
const burn = (subject: string): Partial<Finding> => ({ rule: `budget.${subject}`, topic: 'budget', subject });

class Story {
  snapshot: Snapshot = { alerts: [], incidents: [] };
  step(minute: number, ...findings: Finding[]): Outcome {
    const outcome = stepIncidents(this.snapshot, findings, at(minute), { levels: 3 });
    const changed = new Set(outcome.incidents.map(({ id }) => id));
    const rest = this.snapshot.incidents.filter(({ id }) => !changed.has(id));
    this.snapshot = { alerts: outcome.alerts, incidents: [...rest, ...outcome.incidents] };
    return outcome;
  }
  of(family: string): Incident {
    const found = this.snapshot.incidents.find((i) => i.family === family);
    assert.ok(found, family);
    return found;
  }
}

test('an incident starts with the alerts that it reports, not with those that an earlier outage explains', () => {
  const story = new Story();
  story.step(0, bad(0));
  story.step(1, ok());
  story.step(3, ok());
  const long = bad(120, { ...burn('burn-1'), firstBadMs: at(120) - 72 * HOUR });
  story.step(120, ok(), long, bad(120, { ...burn('burn-14'), firstBadMs: at(60) }));
  assert.equal(story.of('budget').startedMs, at(60));
});

test('a step without any news looks at the states of the findings and at nothing else', () => {
  const read = new Set<string>();
  const watched = new Proxy(ok(), {
    get: (finding, name) => {
      read.add(String(name));
      return Reflect.get(finding, name) as unknown;
    },
  });
  stepIncidents({ alerts: [], incidents: [] }, [watched, ok({ state: 'unknown' })], NOW, { levels: 3 });
  assert.deepEqual([...read], ['state']);
});

test('a budget incident is brought up to date while nothing is known of a service that failed before', () => {
  const story = new Story();
  story.step(0, bad(0));
  story.step(1, ok());
  story.step(3, ok());
  story.step(61, ok(), bad(61, burn('burn-14')));
  story.step(65, bad(65, burn('burn-14')));
  assert.deepEqual([story.of('budget').lastBadMs, story.of('budget').family], [at(65), 'budget']);
});

test('an open outage is reminded of while nothing is known of the service', () => {
  const story = new Story();
  story.step(0, bad(0));
  story.snapshot = { ...story.snapshot, alerts: [] };
  assert.deepEqual(
    story.step(5).changes.map(({ kind }) => kind),
    ['reminded'],
  );
});

test('a P0 is repeated every hour where one person is on call; where nobody is, there is no reminder', () => {
  const reminders = (levels: number): string[] => {
    let snapshot: Snapshot = { alerts: [], incidents: [] };
    return [0, 5, 65, 125].flatMap((minute) => {
      const { alerts, incidents, changes } = stepIncidents(snapshot, [bad(minute)], at(minute), { levels });
      snapshot = { alerts, incidents };
      return changes.map(({ kind }) => `${minute} ${kind}`);
    });
  };
  assert.deepEqual(reminders(1), ['0 opened', '5 reminded', '65 reminded', '125 reminded']);
  assert.deepEqual(reminders(0), ['0 opened']);
});

test('an acknowledged incident stays acknowledged when more endpoints fail, and is open again when it gets worse', () => {
  const warning = { level: 'warning', severity: 'P1' } as const;
  const story = new Story();
  const [a, b] = [
    { ...warning, subject: 'GET /a' },
    { ...warning, subject: 'GET /b' },
  ];
  story.step(0, bad(0, a), ok(b));
  const acknowledged = { state: 'acknowledged', acknowledgedMs: at(1), nextReminderMs: null } as const;
  story.snapshot = { ...story.snapshot, incidents: [{ ...story.of('service'), ...acknowledged }] };
  const grown = story.step(2, bad(2, a), bad(2, b));
  assert.deepEqual(
    [grown.changes.map(({ kind }) => kind), story.of('service').state, story.of('service').nextReminderMs],
    [['grew'], 'acknowledged', null],
  );
  story.step(3, bad(3, { ...a, level: 'critical' }), bad(3, b));
  assert.equal(story.of('service').state, 'open');
});

test('the last failure is the newest of all alerts; the lines name the endpoints where the sum of all does not fire', () => {
  const story = new Story();
  const both = [bad(4, { subject: 'GET /a' }), bad(9, { subject: 'GET /b' })];
  story.step(10, ok({ subject: 'all' }), ...both);
  const { lastBadMs, lines } = story.of('service');
  assert.equal(lastBadMs, at(9));
  assert.deepEqual(
    lines.map((line) => /GET \/\w/.exec(line)?.[0]),
    ['GET /a', 'GET /b'],
  );
});

test('a pending alert follows its newest suspicion; a firing one keeps its times through a suspicion', () => {
  const suspected = bad(5, { state: 'suspected' });
  const pending = stepAlert(undefined, bad(0, { state: 'suspected' }), at(0));
  const later = stepAlert(pending, suspected, at(5));
  assert.deepEqual([later?.firstBadMs, later?.lastBadMs, later?.sinceMs], [at(5) - 30_000, at(5), at(0)]);
  const firing = stepAlert(undefined, bad(0), at(0));
  const still = stepAlert(firing, suspected, at(5));
  assert.deepEqual([still?.state, still?.firstBadMs, still?.lastBadMs], ['firing', at(0) - 30_000, at(0)]);
});

test('coverage: literally kept, broken, or not measured', () => {
  const literal = (n: number, watchedMs: number) =>
    findingsOf([], {
      slow: { sums: new Map([[HOUR, windowSum(HOUR, n, 0)]]) },
      site: { probesPerHour: 2_592, watchedSinceMs: NOW - watchedMs },
    }).find(({ rule }) => rule === 'coverage.warning')?.literal;
  assert.deepEqual(
    [literal(2_592, 2 * HOUR), literal(1_000, 2 * HOUR), literal(2_592, HOUR - 1)],
    ['holds', 'broken', 'not-measured'],
  );
});

const opened = async () => {
  const { history } = await newHistory(folder);
  const store = openIncidentStore(history.db, SITE);
  await applyFindings(store, [bad(0)], at(0));
  const [incident] = await store.list('all');
  assert.ok(incident);
  const alerts = async (): Promise<string[]> => {
    const { rows } = await history.db.query('SELECT body FROM alert_states WHERE target = ?', [SITE]);
    return (JSON.parse(String(rows[0]?.['body'] ?? '[]')) as { subject: string }[]).map(({ subject }) => subject);
  };
  const planned = async (kind: string): Promise<unknown[]> => {
    const sql = 'SELECT tell_from FROM incident_changes WHERE target = ? AND kind = ?';
    return (await history.db.query(sql, [SITE, kind])).rows.map((row) => row['tell_from']);
  };
  return { history, store, incident, alerts, planned };
};

test('two ticks that store alerts at the same instant lose none', async () => {
  const { history } = await newHistory(folder);
  const { db } = history;
  const store = openIncidentStore(db, SITE);
  await applyFindings(store, [bad(0, { subject: 'GET /c', state: 'suspected' })], at(0));
  let raced = false;
  const open: IncidentDatabase = {
    query: (sql, args) => db.query(sql, args),
    transaction: (work) =>
      work({
        query: async (sql, args) => {
          if (!raced && sql.startsWith('UPDATE alert_states')) {
            raced = true;
            await applyFindings(store, [bad(1, { subject: 'GET /b', state: 'suspected' })], at(1));
          }
          return db.query(sql, args);
        },
      }),
  };
  await applyFindings(openIncidentStore(open, SITE), [bad(1, { subject: 'GET /a', state: 'suspected' })], at(1));
  const { rows } = await db.query('SELECT body FROM alert_states WHERE target = ?', [SITE]);
  const subjects = (JSON.parse(String(rows[0]?.['body'])) as { subject: string }[]).map(({ subject }) => subject);
  assert.deepEqual([raced, subjects.sort()], [true, ['GET /a', 'GET /b', 'GET /c']]);
});

test('a note changes no notices; an acknowledgement is one of them', async () => {
  const { store, incident } = await opened();
  const noted = await noteIncident(store, incident.id, 'ada', 'looking', at(1));
  assert.deepEqual(noted.noticesMs, [at(0)]);
  const acknowledged = await acknowledgeIncident(store, incident.id, 'ada', at(2));
  assert.deepEqual(acknowledged.noticesMs, [at(0), at(2)]);
});

test('a note after the end leaves the resolution where it was planned; a reopening takes its place', async () => {
  const { store, incident, planned } = await opened();
  await applyFindings(store, [ok()], at(1));
  await applyFindings(store, [ok()], at(3));
  const [due] = await planned('resolved');
  assert.equal(due, at(15) + 30_000);
  await noteIncident(store, incident.id, 'ada', 'was the database', at(5));
  assert.deepEqual(await planned('resolved'), [due]);
  await applyFindings(store, [bad(6)], at(6));
  assert.deepEqual(await planned('resolved'), [null]);
});

test('a post-mortem delivers the resolution that was planned for later', async () => {
  const { store, incident, planned } = await opened();
  await applyFindings(store, [ok()], at(1));
  await applyFindings(store, [ok()], at(3));
  await markPostMortem(store, incident.id, 'ada', at(5));
  assert.deepEqual(await planned('resolved'), [at(5)]);
});

test('a note and an acknowledgement leave the alerts; a resolution by hand forgets those of its topics', async () => {
  const { store, incident, alerts } = await opened();
  await noteIncident(store, incident.id, 'ada', 'looking', at(1));
  await acknowledgeIncident(store, incident.id, 'ada', at(2));
  assert.deepEqual(await alerts(), ['all']);
  await resolveIncident(store, incident.id, 'ada', at(3));
  assert.deepEqual(await alerts(), []);
});
