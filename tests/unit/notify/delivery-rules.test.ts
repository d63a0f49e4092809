// Deliveries with a test clock: order, routes, retries, expiry, silences and failing channels.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NOTIFY_RULES } from '../../../judging.ts';
import { ConfigMistakes } from '../../../monitoring/config-mistakes.ts';
import { applyFindings } from '../../../monitoring/incidents/apply-findings.ts';
import { markPostMortem, resolveIncident } from '../../../monitoring/incidents/incident-actions.ts';
import { openIncidentStore, type IncidentStore } from '../../../monitoring/incidents/incident-store.ts';
import type { ChangeKind, Incident } from '../../../monitoring/incidents/incident.ts';
import { DeliveryError, type Channel } from '../../../monitoring/notify/channel.ts';
import { deliver, type DeliveryResult } from '../../../monitoring/notify/deliver.ts';
import { exampleChange } from '../../../monitoring/notify/example-notices.ts';
import type { Notice } from '../../../monitoring/notify/notice.ts';
import { Outbox } from '../../../monitoring/notify/outbox.ts';
import { retryAfter } from '../../../monitoring/notify/retry-times.ts';
import { isRouted, parseRouting, readRouting, type Routing } from '../../../monitoring/notify/routing.ts';
import { writeNotice } from '../../../monitoring/notify/write-notice.ts';
import { seededRandom } from '../../../common/seeded-random.ts';
import { findingOf, NOW } from '../monitoring/alert-samples.ts';
import { folderOfTest, newHistory, SITE } from '../monitoring/history-harness.ts';

const folder = folderOfTest();
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** A channel that records what it gets; `answer` may throw. */
function channelOf(
  name: string,
  answer: (notice: Notice, nth: number) => void = () => {},
  more: Partial<Channel> = {},
) {
  const heard: string[] = [];
  let nth = 0;
  const channel: Channel = {
    name,
    showsOnce: false,
    send: (notice) => {
      nth += 1;
      try {
        answer(notice, nth);
      } catch (error) {
        return Promise.reject(error as Error);
      }
      heard.push(`${notice.incident.id} ${notice.kind}${notice.isRepeat ? ' repeat' : ''}`);
      return Promise.resolve();
    },
    ...more,
  };
  return { channel, heard };
}

class Desk {
  readonly store: IncidentStore;
  #seq = 0;
  constructor(store: IncidentStore) {
    this.store = store;
  }
  static async open(): Promise<Desk> {
    const { history } = await newHistory(folder);
    return new Desk(openIncidentStore(history.db, SITE));
  }
  /** A change of an incident at a minute after NOW. */
  async change(id: string, kind: ChangeKind, minute: number, more: Partial<Incident> = {}): Promise<void> {
    const at = NOW + minute * MINUTE + (this.#seq += 1);
    const { incident } = exampleChange(at, kind, { id, family: id, startedMs: NOW, openedMs: NOW, ...more });
    await this.store.apply(at, () => ({
      alerts: [],
      incidents: [incident],
      changes: [{ incident, at, kind, by: null, text: '', deliverFromMs: at }],
    }));
  }
  at(minute: number, channels: readonly Channel[], routing?: Routing, deadlineMs?: number): Promise<DeliveryResult[]> {
    return deliver(
      {
        store: this.store,
        routing,
        write: (change) => writeNotice({ target: SITE, bases: {}, secrets: [] }, change, []),
        now: () => NOW + minute * MINUTE + 1_000,
        random: () => 0,
        ...(deadlineMs === undefined ? {} : { deadlineMs }),
      },
      channels,
    );
  }
}
const refuses = (): never => {
  throw new DeliveryError('refused', { isRefusal: true });
};

test('the retry delay doubles from 5 s to 4 min, half of it jitter; Retry-After is the minimum', () => {
  const full = Array.from({ length: 9 }, (_, n) => retryAfter(n + 1, () => 1));
  assert.deepEqual(
    full,
    [5, 10, 20, 40, 80, 160, 240, 240, 240].map((s) => s * 1_000),
  );
  assert.equal(
    retryAfter(3, () => 0),
    10_000,
  );
  assert.equal(
    retryAfter(1, () => 1, 60_000),
    60_000,
  );
  assert.equal(
    retryAfter(5_000, () => 1),
    240_000,
    'no overflow',
  );
  const random = seededRandom(7);
  const again = seededRandom(7);
  for (let n = 1; n < 20; n += 1)
    assert.equal(retryAfter(n, random), retryAfter(n, again), 'the same seed, the same pauses');
});

test('a failing channel does not affect others; a rejected incident does not delay others; order is kept', async () => {
  const desk = await Desk.open();
  await desk.change('a', 'opened', 0);
  await desk.change('b', 'opened', 0);
  await desk.change('a', 'resolved', 0);
  const live = channelOf('live');
  const dead = channelOf('dead', () => {
    throw new Error('down');
  });
  const picky = channelOf('picky', ({ incident, kind }) =>
    incident.id === 'a' && kind === 'opened' ? refuses() : undefined,
  );
  await desk.at(0, [dead.channel, live.channel, picky.channel]);
  assert.deepEqual(live.heard, ['a opened', 'b opened', 'a resolved']);
  assert.deepEqual([dead.heard, picky.heard], [[], ['b opened']]);
});

test('retry delays grow, and two senders of one channel never send at the same time', async () => {
  const desk = await Desk.open();
  await desk.change('a', 'opened', 0);
  let tries = 0;
  const dead = channelOf('dead', () => {
    tries += 1;
    throw new Error('down');
  });
  const tried: number[] = [];
  for (let second = 0; second <= 90; second += 1) {
    await desk.at(second / 60, [dead.channel]);
    if (tries > tried.length) tried.push(second);
  }
  assert.deepEqual(tried, [0, 3, 8, 18, 38, 78]);
  const [one, two] = [channelOf('both'), channelOf('both')];
  await Promise.all([desk.at(2, [one.channel]), desk.at(2, [two.channel])]);
  assert.deepEqual([...one.heard, ...two.heard], ['a opened']);
});

test('a channel that got the opening gets the later changes, even after the routes have changed', async () => {
  const desk = await Desk.open();
  const { channel, heard } = channelOf('c');
  await desk.change('a', 'opened', 0);
  await desk.at(0, [channel], { P0: ['c'], P1: [], P2: [], P3: [] });
  await desk.change('a', 'escalated', 1);
  await desk.change('b', 'opened', 1);
  await desk.at(2, [channel], { P0: ['d'], P1: [], P2: [], P3: ['c'] });
  assert.deepEqual(heard, ['a opened', 'a escalated']);
});

test('Retry-After delays the whole channel and no other channel', async () => {
  const desk = await Desk.open();
  await desk.change('a', 'opened', 0);
  await desk.change('b', 'opened', 0);
  const busy = channelOf('busy', (_, nth) => {
    if (nth === 1) throw new DeliveryError('answered 429', { retryAfterMs: 10 * MINUTE });
  });
  await desk.at(0, [busy.channel]);
  await desk.at(9, [busy.channel]);
  assert.deepEqual(busy.heard, []);
  await desk.at(10.1, [busy.channel]);
  assert.deepEqual(busy.heard, ['a opened repeat', 'b opened']);
});

test('a hanging channel times out, even if it ignores the signal', async () => {
  const desk = await Desk.open();
  await desk.change('a', 'opened', 0);
  const hangs = channelOf('hangs', () => {}, { send: () => new Promise<never>(() => {}) });
  const [result] = await desk.at(0, [hangs.channel], undefined, 20);
  assert.match(result?.error ?? '', /no answer within 0\.02 s/);
});

test('after a sender is killed, the next sender waits for the lease and repeats with a mark', async () => {
  const desk = await Desk.open();
  await desk.change('a', 'opened', 0);
  // Never settles during the test, like a killed process.
  const end = Promise.withResolvers<void>();
  const dies = channelOf('c', () => {}, { send: () => end.promise });
  const dead = desk.at(0, [dies.channel], undefined, 60 * MINUTE);
  const next = channelOf('c');
  await new Promise((resolve) => setImmediate(resolve));
  for (let tries = 0; (await desk.store.timeline('a'))[0]?.deliveries.length === 0 && tries < 1_000; tries += 1)
    await new Promise((resolve) => setImmediate(resolve));
  await desk.at(0.1, [next.channel]);
  assert.deepEqual(next.heard, []);
  await desk.at(NOTIFY_RULES.leaseMs / MINUTE + 0.1, [next.channel]);
  assert.deepEqual(next.heard, ['a opened repeat']);
  end.resolve();
  await dead;
});

test('a resolution always follows its opening, whatever its age, severity and routes are', async () => {
  const desk = await Desk.open();
  const routing: Routing = { P0: ['loud'], P1: [], P2: ['quiet'], P3: [] };
  const loud = channelOf('loud');
  const quiet = channelOf('quiet');
  const other = channelOf('not-named');
  const all = [loud.channel, quiet.channel, other.channel];
  await desk.change('a', 'opened', 0, { severity: 'P2' });
  await desk.at(0, all, routing);
  assert.deepEqual([loud.heard, quiet.heard, other.heard], [[], ['a opened'], ['a opened']]);
  await desk.change('a', 'grew', 1, { severity: 'P0' });
  await desk.change('b', 'opened', 1, { severity: 'P2' });
  await desk.change('b', 'resolved', 2, { severity: 'P2' });
  await desk.change('a', 'resolved', 3, { severity: 'P0' });
  await desk.at(3 + (DAY / MINUTE) * 3, all, routing);
  // Three days later: an opened incident is resolved, an undelivered one is not.
  assert.deepEqual(loud.heard, []);
  assert.deepEqual(quiet.heard, ['a opened', 'a resolved']);
  assert.deepEqual(other.heard, ['a opened', 'a resolved']);
  const late = await Desk.open();
  await late.change('a', 'opened', 0, { severity: 'P2' });
  await late.change('a', 'grew', 1, { severity: 'P0' });
  await late.change('a', 'resolved', 3, { severity: 'P0' });
  const first = channelOf('loud');
  await late.at(4, [first.channel], routing);
  assert.deepEqual(first.heard, ['a grew', 'a resolved'], 'a channel that hears of it when it has grown');
});

test('a channel that recovers after days gets only the newest notice of an open incident', async () => {
  const desk = await Desk.open();
  await desk.change('a', 'opened', 0);
  await desk.change('a', 'reminded', 5);
  await desk.change('a', 'escalated', 10);
  await desk.change('gone', 'opened', 0);
  await desk.change('gone', 'resolved', 20);
  const { channel, heard } = channelOf('c');
  await desk.at((2 * DAY) / MINUTE, [channel]);
  assert.deepEqual(heard, ['a escalated']);
});

test('an unconfirmed opening is resolved at receivers that deduplicate', async () => {
  const desk = await Desk.open();
  const lost = channelOf(
    'once',
    () => {
      throw new Error('the answer was lost');
    },
    { showsOnce: true },
  );
  await desk.change('a', 'opened', 0);
  await desk.at(0, [lost.channel]);
  await desk.change('a', 'resolved', (2 * DAY) / MINUTE);
  const back = channelOf('once', () => {}, { showsOnce: true });
  await desk.at((2 * DAY) / MINUTE + 1, [back.channel]);
  await desk.at((2 * DAY) / MINUTE + 2, [back.channel]);
  assert.deepEqual(back.heard, ['a resolved']);
});

test('a resolution is delivered during a silence, for level info, and after an early post-mortem', async () => {
  const finding = findingOf();
  const ok = findingOf({ state: 'ok', firstBadMs: null, lastBadMs: null });
  const silent = { quietUntilMs: NOW + DAY };
  const desk = await Desk.open();
  const { channel, heard } = channelOf('c');
  const tick = async (minute: number, one: typeof finding): Promise<void> => {
    await applyFindings(desk.store, [one], NOW + minute * MINUTE);
    await desk.at(minute, [channel]);
  };
  const kinds = (): string[] => heard.map((line) => line.replace(/^\S+ /, ''));
  await tick(0, finding);
  for (const minute of [1, 4, 60]) await tick(minute, { ...ok, ...silent });
  assert.deepEqual(kinds(), ['opened', 'resolved']);

  const second = await Desk.open();
  const early = channelOf('c');
  await applyFindings(second.store, [finding], NOW);
  await second.at(0, [early.channel]);
  await applyFindings(second.store, [ok], NOW + MINUTE);
  await applyFindings(second.store, [ok], NOW + 4 * MINUTE);
  const [{ id } = { id: '' }] = await second.store.list('all');
  await markPostMortem(second.store, id, 'ada', NOW + 5 * MINUTE);
  await second.at(5, [early.channel]);
  assert.deepEqual(
    early.heard.map((line) => line.replace(/^\S+ /, '')),
    ['opened', 'resolved', 'post-mortem'],
  );

  const third = await Desk.open();
  const info = channelOf('c');
  await applyFindings(
    third.store,
    [findingOf({ rule: 'deployment.info', topic: 'deployment', level: 'info', severity: 'P3' })],
    NOW,
  );
  await third.at(0, [info.channel]);
  const [opened] = await third.store.list('all');
  await resolveIncident(third.store, opened?.id ?? '', 'ada', NOW + MINUTE);
  await third.at(1, [info.channel]);
  assert.deepEqual(
    info.heard.map((line) => line.replace(/^\S+ /, '')),
    ['opened', 'resolved'],
  );
});

test('outbox: a hanging channel does not delay others, no wake is lost, settled() waits for all', async () => {
  const desk = await Desk.open();
  const failed: string[] = [];
  const outbox = new Outbox((name, error) => failed.push(`${name}: ${error}`));
  const release = Promise.withResolvers<void>();
  const slow = channelOf('slow', () => {}, { send: () => release.promise });
  const fast = channelOf('fast');
  let minute = 0;
  const delivering = {
    store: desk.store,
    write: (change: Parameters<typeof writeNotice>[1]) =>
      writeNotice({ target: SITE, bases: {}, secrets: [] }, change, []),
    now: () => NOW + minute * MINUTE + 1_000,
    random: () => 0,
  };
  const until = async (isDone: () => boolean): Promise<void> => {
    for (let tries = 0; !isDone() && tries < 10_000; tries += 1) await new Promise((resolve) => setImmediate(resolve));
  };
  await desk.change('a', 'opened', 0);
  outbox.wake(delivering, [slow.channel, fast.channel]);
  await until(() => fast.heard.length === 1);
  minute = 1;
  await desk.change('b', 'opened', 1);
  outbox.wake(delivering, [slow.channel, fast.channel]);
  await until(() => fast.heard.length === 2);
  assert.deepEqual(fast.heard, ['a opened', 'b opened']);
  release.resolve();
  await outbox.settled();
  const results = await Promise.all(
    ['a', 'b'].map(async (id) =>
      (await desk.store.timeline(id))[0]?.deliveries
        .map(({ channel, isDelivered }) => `${channel} ${isDelivered}`)
        .sort(),
    ),
  );
  assert.deepEqual(results, [
    ['fast true', 'slow true'],
    ['fast true', 'slow true'],
  ]);
  assert.deepEqual(failed, []);
});

test('the committed routing.json is valid; all mistakes of an invalid one are listed', () => {
  const routing = readRouting();
  assert.ok(
    isRouted(routing, 'pagerduty', 'P0') && isRouted(routing, 'slack', 'P0') && isRouted(routing, 'email', 'P3'),
  );
  assert.ok(!isRouted(routing, 'pagerduty', 'P3') && isRouted(routing, 'alertmanager', 'P3'));
  const mistakes = (text: string): readonly string[] => {
    try {
      parseRouting(text);
    } catch (error) {
      assert.ok(error instanceof ConfigMistakes);
      return error.mistakes;
    }
    return [];
  };
  const wrong = mistakes(JSON.stringify({ P0: ['pager'], P1: ['slack', 'slack'], P2: ['console'], P9: [] }));
  assert.equal(wrong.length, 5, wrong.join('\n'));
  assert.match(
    wrong.join('\n'),
    /P0.*no channel "pager"; the channels are [^]*P1.*"slack" is listed twice[^]*P2.*"console" gets every severity/,
  );
  assert.match(mistakes('{').join(), /not JSON/);
});
