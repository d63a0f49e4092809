import assert from 'node:assert/strict';
import { test } from 'node:test';
import { duringMaintenance } from '../../../monitoring/alerts/judge-rules.ts';
import {
  maintenanceOf,
  parseMaintenance,
  readMaintenance,
  spansOf,
  type MaintenanceWindow,
} from '../../../monitoring/alerts/maintenance.ts';
import { merged, type Span } from '../../../monitoring/alerts/spans.ts';
import { ConfigMistakes } from '../../../monitoring/config-mistakes.ts';
import {
  addSilence,
  endSilence,
  readSilences,
  silentSpans,
  silentTopics,
} from '../../../monitoring/incidents/silences.ts';
import { findingOf, NOW, SITE } from './alert-samples.ts';
import { folderOfTest, newHistory, SITE as ORIGIN } from './history-harness.ts';

const folder = folderOfTest();
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/London',
  'Europe/Lisbon',
  'Europe/Dublin',
  'Europe/Chisinau',
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns',
  'America/Havana',
  'America/Santiago',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Africa/Casablanca',
  'Asia/Jerusalem',
  'Asia/Beirut',
  'Asia/Kolkata',
  'Australia/Sydney',
  'Australia/Lord_Howe',
  'Pacific/Auckland',
];

/** The local time from Intl only, independent of our library. */
function wallClock(zone: string): (ms: number) => { date: string; minute: number; weekday: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'long',
    hourCycle: 'h23',
  });
  return (ms) => {
    const of = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    return {
      date: `${of['year']}-${of['month']}-${of['day']}`,
      minute: Number(of['hour']) * 60 + Number(of['minute']),
      weekday: String(of['weekday']).toLowerCase(),
    };
  };
}
const offsetMinutes = (clock: ReturnType<typeof wallClock>, ms: number): number => {
  const { date, minute } = clock(ms);
  return (Date.parse(`${date}T00:00Z`) + minute * MINUTE - ms) / MINUTE;
};

/** Every instant of 2020 to 2035 at which a zone's clocks change, to the minute. */
function changesOf(clock: ReturnType<typeof wallClock>): number[] {
  const found: number[] = [];
  const end = Date.UTC(2036, 0, 1);
  for (let ms = Date.UTC(2020, 0, 1); ms < end; ms += DAY) {
    const before = offsetMinutes(clock, ms);
    if (before === offsetMinutes(clock, ms + DAY)) continue;
    let [low, high] = [ms, ms + DAY];
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / 2 / MINUTE) * MINUTE;
      if (offsetMinutes(clock, middle) === before) low = middle;
      else high = middle;
    }
    found.push(high);
  }
  return found;
}

test('all daylight saving changes of 2020 to 2035 in 20 zones: a weekly window begins once, on time, with its duration', () => {
  let changes = 0;
  let checked = 0;
  for (const zone of ZONES) {
    const clock = wallClock(zone);
    for (const change of changesOf(clock)) {
      changes += 1;
      const [before, after] = [offsetMinutes(clock, change - MINUTE), offsetMinutes(clock, change)];
      // Just before, in and just after the skipped or repeated hour, and far from it.
      const local = clock(change);
      const start = after > before ? local.minute - (after - before) : local.minute;
      for (const minute of [start - 30, start, start + 15, start + Math.abs(after - before), 720]) {
        if (minute < 0 || minute >= 1_440) continue;
        const at = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
        const weekly = { day: local.weekday as 'monday', at, zone, minutes: 90 };
        const spans = spansOf([{ reason: 'r', weekly }], change - 36 * HOUR, change + 36 * HOUR).filter(
          (s) => clock(s.fromMs).date === local.date,
        );
        checked += 1;
        const where = `${zone} ${new Date(change).toISOString()} ${at}`;
        assert.equal(spans.length, 1, where);
        const span = spans[0] as Span;
        assert.equal(span.toMs - span.fromMs, 90 * MINUTE, where);
        const isSkipped = after > before && minute >= start && minute < start + (after - before);
        assert.equal(clock(span.fromMs).minute, isSkipped ? minute + (after - before) : minute, where);
        // Of a repeated time the first counts: an hour earlier the local time was different.
        if (after < before) assert.notEqual(clock(span.fromMs - (before - after) * MINUTE).minute, minute, where);
      }
    }
  }
  assert.ok(changes > 400, `${changes} changes`);
  assert.ok(checked > 2_000, `${checked} windows`);
});

test('a window lasts from a minute to a day', () => {
  const lasting = (minutes: number): string =>
    JSON.stringify({ windows: [{ reason: 'r', once: { at: '2026-12-01T02:30', zone: 'UTC', minutes } }] });
  for (const minutes of [1, 1_440]) assert.equal(parseMaintenance(lasting(minutes)).length, 1);
  for (const minutes of [0, 1_441]) assert.throws(() => parseMaintenance(lasting(minutes)), ConfigMistakes);
});

test('a weekly window may name its first and last day; one from the evening before lasts past midnight', () => {
  const weekly = { day: 'sunday', at: '23:30', zone: 'UTC', minutes: 120 } as const;
  const bounded = { ...weekly, from: '2024-02-25', until: '2024-03-10' };
  assert.equal(parseMaintenance(JSON.stringify({ windows: [{ reason: 'r', weekly: bounded }] })).length, 1);
  const monday = Date.UTC(2026, 0, 5);
  const spans = spansOf([{ reason: 'r', weekly }], monday + HOUR, monday + 2 * HOUR);
  assert.deepEqual(spans, [{ fromMs: monday + HOUR, toMs: monday + 1.5 * HOUR, reason: 'r' }]);
});

test('over 16 years a weekly window begins every seven days between its first and last day', () => {
  const weekly = {
    day: 'sunday',
    at: '23:30',
    zone: 'Europe/Berlin',
    minutes: 120,
    from: '2024-02-25',
    until: '2024-03-10',
  } as const;
  const spans = spansOf([{ reason: 'r', weekly }], Date.UTC(2020, 0, 1), Date.UTC(2036, 0, 1));
  assert.deepEqual(
    spans.map((s) => new Date(s.fromMs).toISOString().slice(0, 16)),
    ['2024-02-25T22:30', '2024-03-03T22:30', '2024-03-10T22:30'],
  );
  const leap = spansOf(
    [{ reason: 'r', once: { at: '2028-02-29T23:30', zone: 'Asia/Kolkata', minutes: 60 } }],
    0,
    Date.UTC(2030, 0, 1),
  );
  assert.deepEqual(
    leap.map((s) => [new Date(s.fromMs).toISOString(), s.toMs - s.fromMs]),
    [['2028-02-29T18:00:00.000Z', HOUR]],
  );
  const all = spansOf(
    [{ reason: 'r', weekly: { day: 'monday', at: '00:00', zone: 'UTC', minutes: 1 } }],
    Date.UTC(2020, 0, 1),
    Date.UTC(2036, 0, 1),
  );
  assert.equal(all.length, 835);
});

test('a window that began earlier is cut to the range; adjacent windows are merged', () => {
  const once = (at: string, minutes: number): MaintenanceWindow => ({ reason: at, once: { at, zone: 'UTC', minutes } });
  const from = Date.UTC(2026, 0, 2, 12);
  const spans = spansOf(
    [once('2026-01-02T11:30', 60), once('2026-01-02T12:30', 30), once('2026-01-02T15:00', 10)],
    from,
    from + 2 * HOUR,
  );
  assert.deepEqual(
    spans.map((s) => [s.fromMs - from, s.toMs - from]),
    [[0, HOUR]],
  );
  assert.deepEqual(
    merged(
      [
        { fromMs: 0, toMs: 5, reason: '' },
        { fromMs: 6, toMs: 9, reason: '' },
      ],
      0,
      8,
    ).map((s) => [s.fromMs, s.toMs]),
    [
      [0, 5],
      [6, 8],
    ],
  );
});

test('all mistakes of a file are listed at once; the committed one has none', () => {
  readMaintenance();
  const text = JSON.stringify({
    windows: [
      { reason: '', once: { at: '2026-02-30T02:30', zone: 'Europe/Berlin', minutes: 60 } },
      { reason: 'r', once: { at: '2026-02-20 02:30', zone: 'Mars/Olympus', minutes: 0 } },
      { reason: 'r', weekly: { day: 'caturday', at: '25:00', zone: '+02:00', minutes: 1.5, until: '2026-13-01' } },
      { reason: 'r' },
      { reason: 'r', surprise: 1, weekly: { day: 'monday', at: '02:30', zone: 'UTC', minutes: 1_441 } },
    ],
  });
  assert.throws(
    () => parseMaintenance(text, 'm.json'),
    (error: unknown) => {
      assert.ok(error instanceof ConfigMistakes);
      const at = error.mistakes.map((m) => m.split(':', 1)[0]);
      for (const place of [
        'windows.0.reason',
        'windows.0.once.at',
        'windows.1.once.at',
        'windows.1.once.zone',
        'windows.1.once.minutes',
        'windows.2.weekly.day',
        'windows.2.weekly.at',
        'windows.2.weekly.zone',
        'windows.2.weekly.minutes',
        'windows.2.weekly.until',
        'windows.3',
        'windows.4',
        'windows.4.weekly.minutes',
      ])
        assert.ok(at.includes(place), `${place} in ${at.join()}`);
      return true;
    },
  );
  assert.throws(() => parseMaintenance('nonsense'), /not JSON/);
  assert.throws(() => readMaintenance('/no/such/file.json'), /cannot be read \(ENOENT\)/);
});

test('during maintenance every finding is unknown and quiet until its end; a silence affects only its topic', () => {
  const span = { fromMs: NOW - HOUR, toMs: NOW + HOUR, reason: 'move' };
  const site = { ...SITE, maintenance: (fromMs: number, toMs: number) => merged([span], fromMs, toMs) };
  const [during] = duringMaintenance([findingOf()], site, NOW);
  assert.deepEqual([during?.state, during?.quietUntilMs], ['unknown', NOW + HOUR]);
  assert.match(during?.bound ?? '', /^maintenance: move, until 2026-01-02T13:00/);
  const at = (now: number) => duringMaintenance([findingOf()], site, now)[0]?.state;
  assert.deepEqual([NOW - HOUR - 1, NOW - HOUR, NOW + HOUR - 1, NOW + HOUR].map(at), [
    'firing',
    'unknown',
    'unknown',
    'firing',
  ]);
  const silent = { ...SITE, silent: () => new Map([['voting', NOW + MINUTE]]) };
  const both = duringMaintenance([findingOf(), findingOf({ topic: 'voting' })], silent, NOW);
  assert.deepEqual(
    both.map((f) => [f.state, f.quietUntilMs]),
    [
      ['firing', undefined],
      ['unknown', NOW + MINUTE],
    ],
  );
});

test('silences are stored, listed and ended per site; one for all topics removes its time, one for a topic is quiet', async () => {
  const { history } = await newHistory(folder);
  const { db } = history;
  const order = { fromMs: NOW, toMs: NOW + HOUR, reason: 'move', by: 'ada' };
  const id = await addSilence(db, ORIGIN, { ...order, topic: null });
  await addSilence(db, ORIGIN, { ...order, topic: 'voting' });
  assert.deepEqual(await readSilences(db, 'https://other.example', 0, NOW + DAY), []);
  const all = await readSilences(db, ORIGIN, NOW + MINUTE, NOW + DAY);
  assert.equal(all.length, 2);
  assert.match(id, /^silence-\d{13}-[0-9a-f]{4}$/, 'short enough to be typed');
  assert.deepEqual(all.map(({ by, topic, endedBy }) => [by, topic, endedBy]).sort(), [
    ['ada', null, null],
    ['ada', 'voting', null],
  ]);
  assert.deepEqual(silentSpans(all), [{ fromMs: NOW, toMs: NOW + HOUR, reason: 'move (ada)' }]);
  assert.deepEqual([...silentTopics(all, NOW)], [['voting', NOW + HOUR]]);
  assert.deepEqual([...silentTopics(all, NOW + HOUR)], []);
  await endSilence(db, ORIGIN, id, 'bob', NOW + MINUTE);
  const ended = (await readSilences(db, ORIGIN, NOW, NOW + DAY)).find((silence) => silence.id === id);
  assert.deepEqual([ended?.toMs, ended?.endedBy], [NOW + MINUTE, 'bob']);
  assert.equal((await readSilences(db, ORIGIN, NOW + 2 * MINUTE, NOW + DAY)).length, 1);
  await assert.rejects(endSilence(db, ORIGIN, id, 'bob', NOW + 2 * MINUTE), RangeError);
  assert.deepEqual(maintenanceOf([])(0, NOW), []);
  assert.equal(maintenanceOf([], silentSpans(all))(NOW, NOW + DAY).length, 1);
});
