import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  acknowledgeIncident,
  markPostMortem,
  noteIncident,
  resolveIncident,
} from '../../../monitoring/incidents/incident-actions.ts';
import { applyFindings } from '../../../monitoring/incidents/apply-findings.ts';
import {
  openIncidentStore,
  type IncidentDatabase,
  type IncidentStore,
} from '../../../monitoring/incidents/incident-store.ts';
import { LostRace, storeAlerts } from '../../../monitoring/incidents/incident-writes.ts';
import { parseOnCall, readOnCall } from '../../../monitoring/incidents/on-call.ts';
import { ConfigMistakes } from '../../../monitoring/config-mistakes.ts';
import { openHistory } from '../../../monitoring/history/store.ts';
import type { Channel } from '../../../monitoring/notify/channel.ts';
import { deliver } from '../../../monitoring/notify/deliver.ts';
import { readQueue } from '../../../monitoring/notify/delivery-rows.ts';
import type { Notice } from '../../../monitoring/notify/notice.ts';
import { writeNotice } from '../../../monitoring/notify/write-notice.ts';
import { findingOf, NOW } from './alert-samples.ts';
import { folderOfTest, newHistory, SITE } from './history-harness.ts';

const folder = folderOfTest();
const MINUTE = 60_000;
const firing = findingOf();
const ok = findingOf({ state: 'ok', firstBadMs: null, lastBadMs: null });

const newStore = async (): Promise<{ store: IncidentStore; db: IncidentDatabase; file: string }> => {
  const { history, file } = await newHistory(folder);
  history.db.patienceMs = 10_000;
  return { store: openIncidentStore(history.db, SITE), db: history.db, file };
};
const kindsOf = async (store: IncidentStore, id: string): Promise<string[]> =>
  (await store.timeline(id)).map(({ kind }) => kind);

test('two ticks at once open one incident, and each step is stored once', async () => {
  const { store } = await newStore();
  await Promise.all([
    applyFindings(store, [firing], NOW),
    applyFindings(store, [firing], NOW + 1),
    applyFindings(store, [firing], NOW + 2),
  ]);
  const all = await store.list('all');
  assert.equal(all.length, 1);
  assert.deepEqual(await kindsOf(store, all[0]?.id ?? ''), ['opened']);
});

test('an acknowledgement between the read and the write of a tick is not lost', async () => {
  const { store, db } = await newStore();
  await applyFindings(store, [firing], NOW);
  const [incident] = await store.list('all');
  assert.ok(incident);
  // A database whose transactions do not exclude others: a person acknowledges between the tick's read and write.
  let raced = 0;
  const open: IncidentDatabase = {
    query: (sql, args) => db.query(sql, args),
    transaction: (work) =>
      work({
        query: async (sql, args) => {
          if (/^(UPDATE|INSERT)/.test(sql) && raced === 0) {
            raced += 1;
            await acknowledgeIncident(store, incident.id, 'ada', NOW + 30_000);
          }
          return db.query(sql, args);
        },
      }),
  };
  await applyFindings(openIncidentStore(open, SITE), [{ ...firing, lastBadMs: NOW + 31_000 }], NOW + 31_000);
  const after = await store.find(incident.id);
  assert.deepEqual(
    [raced, after?.state, after?.acknowledgedBy, after?.lastBadMs],
    [1, 'acknowledged', 'ada', NOW + 31_000],
  );
});

test('a hundred concurrent acknowledgements and ticks on two connections lose nothing', async () => {
  const { store, file } = await newStore();
  const other = await openHistory({ location: file, target: SITE });
  other.db.patienceMs = 10_000;
  const second = openIncidentStore(other.db, SITE);
  await applyFindings(store, [firing], NOW);
  const [incident] = await store.list('all');
  assert.ok(incident);
  for (let i = 1; i <= 50; i += 1) {
    const at = NOW + i * 1_000;
    await Promise.all([
      applyFindings(store, [{ ...firing, lastBadMs: at }], at),
      noteIncident(second, incident.id, 'ada', `note ${i}`, at),
    ]);
  }
  const notes = (await store.timeline(incident.id)).filter(({ kind }) => kind === 'note');
  assert.equal(notes.length, 50);
  assert.equal((await store.find(incident.id))?.lastBadMs, NOW + 50_000);
  await other.close();
});

test('two sites in one history do not affect each other', async () => {
  const { store, db } = await newStore();
  const other = openIncidentStore(db, 'https://other.example');
  await applyFindings(store, [firing], NOW);
  await applyFindings(other, [firing], NOW);
  const [mine] = await store.list('all');
  assert.ok(mine);
  await acknowledgeIncident(store, mine.id, 'ada', NOW + 1);
  assert.deepEqual(
    (await other.list('all')).map(({ state }) => state),
    ['open'],
  );
  await applyFindings(other, [ok], NOW + MINUTE);
  await applyFindings(other, [ok], NOW + 5 * MINUTE);
  assert.deepEqual(
    (await other.list('all')).map(({ state }) => state),
    ['resolved'],
  );
  assert.equal((await store.find(mine.id))?.state, 'acknowledged');
  assert.deepEqual(await dueOf(other, NOW + 60 * MINUTE), ['opened', 'resolved']);
  const third = openIncidentStore(db, 'https://third.example');
  await assert.rejects(acknowledgeIncident(third, mine.id, 'eve', NOW), /no incident/);
  assert.deepEqual(
    [await third.list('all'), await third.timeline(mine.id), await dueOf(third, NOW + MINUTE)],
    [[], [], []],
  );
});

test('actions of people: acknowledge once, notes stop clocks, resolve by hand, draft; impossible ones are rejected', async () => {
  const { store } = await newStore();
  await applyFindings(store, [firing], NOW);
  const [{ id } = { id: '' }] = await store.list('all');
  await acknowledgeIncident(store, id, 'ada', NOW + MINUTE);
  await acknowledgeIncident(store, id, 'ada', NOW + 2 * MINUTE);
  await acknowledgeIncident(store, id, 'bob', NOW + 3 * MINUTE);
  const taken = await store.find(id);
  assert.deepEqual([taken?.acknowledgedMs, taken?.acknowledgedBy, taken?.nextReminderMs], [NOW + MINUTE, 'bob', null]);
  await noteIncident(store, id, 'ada', 'looks like the database', NOW + 3 * MINUTE, 'assessed');
  await noteIncident(store, id, 'ada', 'rolled back', NOW + 9 * MINUTE, 'mitigated');
  await noteIncident(store, id, 'ada', 'rolled back again', NOW + 19 * MINUTE, 'mitigated');
  assert.equal((await resolveIncident(store, id, 'ada', NOW + 20 * MINUTE)).state, 'resolved');
  await markPostMortem(store, id, 'ada', NOW + 60 * MINUTE);
  const after = await store.find(id);
  assert.deepEqual(
    [after?.assessedMs, after?.mitigatedMs, after?.postMortemMs],
    [NOW + 3 * MINUTE, NOW + 9 * MINUTE, NOW + 60 * MINUTE],
  );
  assert.deepEqual(await kindsOf(store, id), [
    'opened',
    'acknowledged',
    'acknowledged',
    'note',
    'note',
    'note',
    'resolved',
    'post-mortem',
  ]);
  await assert.rejects(acknowledgeIncident(store, id, 'ada', NOW), RangeError);
  await assert.rejects(resolveIncident(store, id, 'ada', NOW), RangeError);
  await assert.rejects(noteIncident(store, 'nothing', 'ada', 'x', NOW), RangeError);
  // Its alerts were dropped: it reopens if the rules still fire, otherwise it stays resolved.
  assert.deepEqual(await applyFindings(store, [ok], NOW + 21 * MINUTE), []);
  const [again] = await applyFindings(
    store,
    [{ ...firing, firstBadMs: NOW + 5 * MINUTE, lastBadMs: NOW + 22 * MINUTE }],
    NOW + 22 * MINUTE,
  );
  assert.deepEqual([again?.kind, again?.incident.state], ['reopened', 'open']);
});

/** The kinds in a channel's queue. */
const dueOf = async (store: IncidentStore, now: number): Promise<string[]> =>
  (await readQueue(store.db, store.target, { name: 'c', showsOnce: false }, undefined, now)).due.map(
    ({ kind }) => kind,
  );
const deliverAt = (
  store: IncidentStore,
  channels: readonly Channel[],
  now: number,
  onCall?: ReturnType<typeof readOnCall>,
) =>
  deliver(
    {
      store,
      write: (change) => writeNotice({ target: SITE, onCall, bases: {}, secrets: [] }, change, []),
      now: () => now,
      random: () => 0,
    },
    channels,
  );

const channel = (name: string, heard: Notice[], fails: () => boolean = () => false): Channel => ({
  name,
  showsOnce: false,
  send: (notice) => {
    if (fails()) return Promise.reject(new Error(`${name} refused`));
    heard.push(notice);
    return Promise.resolve();
  },
});

test('each channel gets each change once; a failing channel is retried in order without repeats for the others', async () => {
  const { store } = await newStore();
  const [good, bad] = [[] as Notice[], [] as Notice[]];
  let isBroken = true;
  const channels = [channel('good', good), channel('bad', bad, () => isBroken)];
  await applyFindings(store, [firing], NOW);
  const first = await deliverAt(store, channels, NOW);
  assert.deepEqual(
    first.map(({ channel: name, error }) => [name, error]),
    [
      ['good', null],
      ['bad', 'bad refused'],
    ],
  );
  const [{ id } = { id: '' }] = await store.list('all');
  await acknowledgeIncident(store, id, 'ada', NOW + 1_000);
  await deliverAt(store, channels, NOW + 10_000);
  assert.deepEqual([good.map((n) => n.kind), bad.length], [['opened', 'acknowledged'], 0]);
  isBroken = false;
  await deliverAt(store, channels, NOW + 11_000);
  assert.equal(bad.length, 0, 'it waits before it tries again');
  await deliverAt(store, channels, NOW + 30_000);
  await deliverAt(store, channels, NOW + 40_000);
  assert.deepEqual(
    good.map((n) => n.kind),
    ['opened', 'acknowledged'],
  );
  assert.deepEqual(
    bad.map((n) => [n.kind, n.isRepeat]),
    [
      ['opened', true],
      ['acknowledged', false],
    ],
  );
  assert.equal(good[0]?.key, bad[0]?.key);
  const [opened] = await store.timeline(id);
  assert.deepEqual(opened?.deliveries.map((d) => [d.channel, d.isDelivered, d.attempts]).sort(), [
    ['bad', true, 3],
    ['good', true, 1],
  ]);
});

test('a resolution is delivered 15 minutes after the last failure; not at all if the incident reopens before', async () => {
  const { store } = await newStore();
  const heard: Notice[] = [];
  const tick = async (minute: number, ...findings: (typeof firing)[]) => {
    await applyFindings(store, findings, NOW + minute * MINUTE);
    await deliverAt(store, [channel('c', heard)], NOW + minute * MINUTE);
  };
  const bad = (minute: number) => ({ ...firing, firstBadMs: NOW + minute * MINUTE, lastBadMs: NOW + minute * MINUTE });
  await tick(0, bad(0));
  await tick(1, ok);
  await tick(3, ok);
  assert.equal((await store.list('unresolved')).length, 0);
  await tick(10, bad(10));
  await tick(11, ok);
  await tick(13, ok);
  await tick(25, ok);
  assert.deepEqual(
    heard.map((n) => n.kind),
    ['opened', 'reopened'],
  );
  await tick(61, ok);
  assert.deepEqual(
    heard.map((n) => n.kind),
    ['opened', 'reopened', 'resolved'],
  );
});

test('a notice contains who is on call, the response time, the firing rules and how to acknowledge', async () => {
  const { store } = await newStore();
  const heard: Notice[] = [];
  await applyFindings(store, [firing], NOW);
  await deliverAt(store, [channel('c', heard)], NOW, readOnCall());
  await applyFindings(store, [firing], NOW + 5 * MINUTE);
  await applyFindings(store, [firing], NOW + 10 * MINUTE);
  await deliverAt(store, [channel('c', heard)], NOW + 10 * MINUTE, readOnCall());
  assert.deepEqual(
    heard.map((n) => [n.kind, n.people]),
    [
      ['opened', ['primary on-call']],
      ['reminded', ['primary on-call']],
      ['escalated', ['primary on-call', 'secondary on-call']],
    ],
  );
  assert.deepEqual(heard[0]?.respond, { by: new Date(NOW + 5 * MINUTE).toISOString(), within: 'within 5 min' });
  assert.match(
    heard[0]?.acknowledge?.command ?? '',
    /^npm run incidents -- --target 'https:\/\/site\.example' --acknowledge availability-\d+ --by "\$\(whoami\)"$/,
  );
  assert.match(heard[0]?.measured[0] ?? '', /availability\.critical all: 90 %, must be >= 99\.5 %/);
});

test('a healthy site writes nothing', async () => {
  const { store, db } = await newStore();
  let wrote = 0;
  const counting: IncidentDatabase = {
    query: (sql, args) => db.query(sql, args),
    transaction: (work) => {
      wrote += 1;
      return db.transaction(work);
    },
  };
  await applyFindings(openIncidentStore(counting, SITE), [ok], NOW);
  assert.equal(wrote, 0);
  await applyFindings(store, [findingOf({ state: 'suspected' })], NOW);
  await applyFindings(openIncidentStore(counting, SITE), [ok], NOW + 1);
  assert.equal(wrote, 1);
  await applyFindings(openIncidentStore(counting, SITE), [ok], NOW + 2);
  assert.equal(wrote, 1);
});

test('the committed on-call file is valid; all mistakes of an invalid one are listed', () => {
  assert.ok(readOnCall().escalation.length >= 2);
  const wrong = JSON.stringify({
    contacts: { a: { name: '', address: null } },
    escalation: [],
    routing: { P0: ['a'], P1: [], P2: [] },
    topics: {},
    more: 1,
  });
  const mistakes = (text: string): readonly string[] => {
    try {
      parseOnCall(text);
    } catch (error) {
      assert.ok(error instanceof ConfigMistakes);
      return error.mistakes;
    }
    return [];
  };
  assert.equal(mistakes(wrong).length, 4);
  assert.match(mistakes('{').join(), /not JSON/);
  const unknown = JSON.stringify({
    contacts: {},
    escalation: ['x', 'toString'],
    routing: { P0: ['y'], P1: [], P2: [], P3: [] },
    topics: { security: ['z'] },
  });
  assert.deepEqual(mistakes(unknown), [
    'escalation: no contact "x"',
    'escalation: no contact "toString"',
    'routing.P0: no contact "y"',
    'topics.security: no contact "z"',
  ]);
});

test('a note does not cancel a resolution that waits for delivery; its author is stored', async () => {
  const { store } = await newStore();
  const end = NOW + 20 * MINUTE;
  await applyFindings(store, [{ ...firing, lastBadMs: end - MINUTE }], NOW);
  await applyFindings(store, [ok], end);
  await applyFindings(store, [ok], end + 3 * MINUTE);
  const [incident] = await store.list('all');
  assert.equal(incident?.state, 'resolved');
  await noteIncident(store, incident.id, 'ada', 'it was the cache', end + 4 * MINUTE);
  const entries = (await store.timeline(incident.id)).map(({ kind, by, deliverFromMs }) => [kind, by, deliverFromMs]);
  assert.deepEqual(entries.slice(-2), [
    ['resolved', null, end + 14.5 * MINUTE],
    ['note', 'ada', null],
  ]);
});

test('the list is newest first: all unresolved ones, or a limited number of all', async () => {
  const { store } = await newStore();
  await applyFindings(store, [firing, findingOf({ rule: 'database.critical', topic: 'database' })], NOW);
  await applyFindings(store, [findingOf({ rule: 'security.critical', topic: 'security' })], NOW + MINUTE);
  assert.deepEqual(
    (await store.list('unresolved')).map(({ family }) => family),
    ['security', 'service', 'database'],
  );
  assert.deepEqual(
    (await store.list('all', 1)).map(({ family }) => family),
    ['security'],
  );
});

test('a change without a notice is stored without a time to send it', async () => {
  const { store } = await newStore();
  await applyFindings(store, [firing], NOW);
  await applyFindings(store, [ok], NOW + MINUTE);
  const [incident] = await store.list('all');
  assert.deepEqual(
    (await store.timeline(incident?.id ?? '')).map(({ kind, deliverFromMs }) => [kind, deliverFromMs]),
    [
      ['opened', NOW],
      ['recovering', null],
    ],
  );
});

test('by default the chain has three levels: a reminder, two escalations, then nothing', async () => {
  const { store } = await newStore();
  for (let minute = 0; minute <= 30; minute += 5)
    await applyFindings(store, [findingOf({ lastBadMs: NOW + minute * MINUTE })], NOW + minute * MINUTE);
  const [incident] = await store.list('all');
  assert.deepEqual(await kindsOf(store, incident?.id ?? ''), ['opened', 'reminded', 'escalated', 'escalated']);
});

test('a writer that is always too late gives up after 20 attempts, with the reason', async () => {
  const { store, db } = await newStore();
  await applyFindings(store, [firing], NOW);
  const [incident] = await store.list('all');
  let attempts = 0;
  const always: IncidentDatabase = {
    query: (sql, args) => db.query(sql, args),
    transaction: (work) => {
      attempts += 1;
      return work({
        query: async (sql, args) => (/^\s*(UPDATE|INSERT)/.test(sql) ? { rows: [], changed: 0 } : db.query(sql, args)),
      });
    },
  };
  const late = openIncidentStore(always, SITE);
  await assert.rejects(acknowledgeIncident(late, incident?.id ?? '', 'ada', NOW), /another writer was faster/);
  assert.equal(attempts, 20);
  assert.equal((await store.find(incident?.id ?? ''))?.state, 'open');
});

test('an error of the database is no lost race: it is tried once and reaches the caller', async () => {
  const { store, db } = await newStore();
  await applyFindings(store, [firing], NOW);
  const [incident] = await store.list('all');
  let attempts = 0;
  const broken: IncidentDatabase = {
    query: (sql, args) => db.query(sql, args),
    transaction: () => {
      attempts += 1;
      return Promise.reject(new Error('disk full'));
    },
  };
  const at = openIncidentStore(broken, SITE);
  await assert.rejects(noteIncident(at, incident?.id ?? '', 'ada', 'x', NOW), /disk full/);
  assert.equal(attempts, 1);
});

test('notes in the timeline: as they were written, with the step in front where one was done; who reads gets the first time of a step', async () => {
  const { store } = await newStore();
  await applyFindings(store, [firing], NOW);
  const [{ id } = { id: '' }] = await store.list('all');
  await noteIncident(store, id, 'ada', 'looking', NOW + 1);
  await noteIncident(store, id, 'ada', 'the cache', NOW + 2, 'assessed');
  await noteIncident(store, id, 'bob', 'the cache indeed', NOW + 3, 'assessed');
  const after = await noteIncident(store, id, 'bob', 'still looking', NOW + 4);
  assert.deepEqual([after.assessedMs, after.mitigatedMs], [NOW + 2, null]);
  const notes = (await store.timeline(id)).filter(({ kind }) => kind === 'note');
  assert.deepEqual(
    notes.map(({ by, text, at }) => [by, text, at - NOW]),
    [
      ['ada', 'looking', 1],
      ['ada', 'assessed: the cache', 2],
      ['bob', 'assessed: the cache indeed', 3],
      ['bob', 'still looking', 4],
    ],
  );
});

test('what was resolved by hand is forgotten: what fails later comes back with its own first failure', async () => {
  const { store } = await newStore();
  await applyFindings(store, [firing], NOW);
  const [{ id } = { id: '' }] = await store.list('all');
  await resolveIncident(store, id, 'ada', NOW + MINUTE);
  const [again] = await applyFindings(
    store,
    [{ ...firing, firstBadMs: NOW + 2 * MINUTE, lastBadMs: NOW + 3 * MINUTE }],
    NOW + 3 * MINUTE,
  );
  assert.match(again?.text ?? '', / after 2 min[ ,]/);
  await resolveIncident(store, id, 'ada', NOW + 4 * MINUTE);
  const database = findingOf({ rule: 'database.critical', topic: 'database' });
  await applyFindings(store, [database], NOW + 5 * MINUTE);
  await applyFindings(store, [firing, database], NOW + 6 * MINUTE);
  await resolveIncident(store, id, 'ada', NOW + 7 * MINUTE);
  assert.deepEqual(
    await applyFindings(store, [], NOW + 8 * MINUTE),
    [],
    'the database is still open, of the service nothing is known',
  );
});

test('a kind of a later release is read as a note; a delivery that went well has no error', async () => {
  const { store, db } = await newStore();
  await applyFindings(store, [firing], NOW);
  const [{ id } = { id: '' }] = await store.list('all');
  await deliverAt(store, [channel('good', []), channel('bad', [], () => true)], NOW);
  await db.query(`UPDATE incident_changes SET kind = 'teleported' WHERE incident = ?`, [id]);
  const [entry] = await store.timeline(id);
  assert.equal(entry?.kind, 'note');
  assert.deepEqual(
    entry?.deliveries.map(({ channel: name, isDelivered, error }) => [name, isDelivered, error]).sort(),
    [
      ['bad', false, 'bad refused'],
      ['good', true, null],
    ],
  );
});

test('a resolution that waits is overtaken by what comes back: nobody hears of it later', async () => {
  const { store } = await newStore();
  await applyFindings(store, [firing], NOW);
  await applyFindings(store, [ok], NOW + MINUTE);
  await applyFindings(store, [ok], NOW + 3 * MINUTE);
  const [{ id } = { id: '' }] = await store.list('all');
  const waits = async (): Promise<unknown[]> =>
    (await store.timeline(id)).filter(({ kind }) => kind === 'resolved').map(({ deliverFromMs }) => deliverFromMs);
  assert.deepEqual(await waits(), [NOW + 15.5 * MINUTE]);
  const at = NOW + 5 * MINUTE;
  await applyFindings(store, [{ ...firing, firstBadMs: at, lastBadMs: at }], at);
  assert.deepEqual(await waits(), [null]);
});

test('a slow burn two days after an outage is explained by it: the store remembers as long as the longest window', async () => {
  const { store } = await newStore();
  const burn = (at: number) =>
    findingOf({
      rule: 'budget.burn-1',
      topic: 'budget',
      subject: 'burn-1',
      severity: 'P2',
      level: 'warning',
      firstBadMs: at,
      lastBadMs: at,
    });
  await applyFindings(store, [firing], NOW);
  await applyFindings(store, [ok], NOW + MINUTE);
  await applyFindings(store, [ok], NOW + 3 * MINUTE);
  const days = (n: number): number => NOW + n * 1_440 * MINUTE;
  const kinds = async (at: number) => (await applyFindings(store, [ok, burn(at)], at)).map(({ kind }) => kind);
  assert.deepEqual(await kinds(days(2)), ['held-back']);
  assert.deepEqual(await kinds(days(3) - 1), []);
  assert.deepEqual(await kinds(days(3)), ['opened']);
});

test('states of alerts that another tick has changed meanwhile are not overwritten, neither the first nor a later version', async () => {
  const { db } = await newStore();
  const at = (seenMs: number) => ({
    ...{ rule: firing.rule, subject: firing.subject, topic: firing.topic, state: 'firing' as const },
    ...{ sinceMs: NOW, firstBadMs: NOW, lastBadMs: NOW, seenMs },
  });
  const write = (version: number, seenMs: number) =>
    db.transaction((tx) => storeAlerts(tx, SITE, version, [at(seenMs)]));
  /** The database wraps what a transaction throws. */
  const race = (error: unknown): boolean => /another tick was faster/.test(String(error)) || error instanceof LostRace;
  await write(0, 1);
  await assert.rejects(write(0, 2), race, 'another first write');
  await write(1, 3);
  await assert.rejects(write(1, 4), race, 'a version that is gone');
  const { rows } = await db.query('SELECT version, body FROM alert_states WHERE target = ?', [SITE]);
  assert.deepEqual(
    rows.map((row) => [Number(row['version']), (JSON.parse(String(row['body'])) as { seenMs: number }[])[0]?.seenMs]),
    [[2, 3]],
  );
});
