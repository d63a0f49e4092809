// Borders of the rules that a reader would ask about: what is exactly on a line, what is missing, what a maintenance takes out.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOfAtLeast, exceedsChance } from '../../../monitoring/alerts/binomial-proof.ts';
import { factsOf, readSamples, readSlow, sumOutside } from '../../../monitoring/alerts/facts.ts';
import { tickVerdict, type Finding } from '../../../monitoring/alerts/finding.ts';
import { createJudge, duringMaintenance, judgeFacts } from '../../../monitoring/alerts/judge-rules.ts';
import { maintenanceOf } from '../../../monitoring/alerts/maintenance.ts';
import { plainFinding } from '../../../monitoring/alerts/rule.ts';
import { judgeDown } from '../../../monitoring/alerts/rules/application-down.ts';
import { burntShare, judgeBurn } from '../../../monitoring/alerts/rules/budget-burn.ts';
import { judgeDependencies } from '../../../monitoring/alerts/rules/dependencies.ts';
import { judgeShare } from '../../../monitoring/alerts/rules/failure-share.ts';
import { judgeNow } from '../../../monitoring/alerts/rules/failing-now.ts';
import { judgeJourney } from '../../../monitoring/alerts/rules/journeys.ts';
import { judgeMean } from '../../../monitoring/alerts/rules/response-time.ts';
import { inOrder, shortWindow } from '../../../monitoring/alerts/short-windows.ts';
import { isWithin } from '../../../monitoring/alerts/spans.ts';
import { MemorySource } from '../../../monitoring/memory-source.ts';
import {
  checkReading,
  facts,
  failing,
  findingOf,
  findingsOf,
  NOW,
  probes,
  sampleAt,
  SITE,
  stateReading,
  windowSum,
} from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const named = (all: readonly Finding[], rule: string, subject?: string): Finding | undefined =>
  all.find((f) => f.rule === rule && (subject === undefined || f.subject === subject));

test('the probability of failures at the extremes: none, all, more than all', () => {
  assert.equal(chanceOfAtLeast(0, 3, 0.1), 1);
  assert.ok(Math.abs(chanceOfAtLeast(1, 3, 0.1) - 0.271) < 1e-12);
  assert.ok(Math.abs(chanceOfAtLeast(3, 3, 0.1) - 0.001) < 1e-12);
  assert.equal(chanceOfAtLeast(4, 3, 0.1), 0);
  assert.deepEqual([exceedsChance(0, 0), exceedsChance(0, 100), exceedsChance(3, 3)], [false, false, true]);
});

test('the limit of each rule and its line of the runbook', () => {
  const none = { commit: null, address: null, verdict: null };
  const all = findingsOf(probes(300), {
    site: { probesPerHour: 2_592, watchedSinceMs: NOW - 2 * HOUR, certificateExpiresAtMs: NOW + 100 * DAY },
    slow: {
      sums: new Map([[HOUR, windowSum(HOUR, 2_880, 0)]]),
      checks: [
        ...['sign-in', 'search', 'vote', 'front-page'].map((id) => checkReading(id, 'pass', MINUTE)),
        checkReading('security.injection', 'pass', MINUTE),
        checkReading('security.headers', 'pass', MINUTE),
      ],
      deployments: [
        { at: NOW - HOUR, ...none },
        { at: NOW - MINUTE, ...none },
      ],
    },
  });
  // Numbers of the limit, hours and days with their unit, and the sections of the runbook: what is said around them may be put into better words.
  const row = (f: Finding): string =>
    [
      f.severity,
      (f.limit.match(/\d[\d,.]*( h| days)?/g) ?? []).join(' '),
      (f.runbook.match(/R\d+( P\d)?/g) ?? []).join(' '),
    ].join(' | ');
  const named = all.filter(({ rule }) => /\.(critical|warning|info)$/.test(rule));
  assert.deepEqual(
    named.filter(({ rule, level }) => !rule.endsWith(`.${level}`)).map(({ rule }) => rule),
    [],
  );
  // Two burn rates page, and two are notices.
  assert.deepEqual(
    all.flatMap((f) => (f.topic === 'budget' ? [`${f.rule} ${f.level}`] : [])),
    ['budget.burn-14 critical', 'budget.burn-6 critical', 'budget.burn-3 warning', 'budget.burn-1 warning'],
  );
  assert.deepEqual(Object.fromEntries(all.map((f) => [f.rule, row(f)])), {
    'application.critical': 'P0 |  | R3',
    'availability.now': 'P0 | 99.9 | R3',
    'availability.critical': 'P0 | 99.5 5 | R3',
    'error-rate.critical': 'P1 | 1 5 | R3',
    'error-rate.warning': 'P1 | 0.5 5 | R3',
    'response-time.critical': 'P1 | 5,000 2 | R3 R1 P1',
    'response-time.warning': 'P1 | 3,000 2 | R3',
    'database.critical': 'P0 |  | R3',
    'external-apis.critical': 'P1 |  | R3',
    'journey.front-page': 'P1 |  | R1 P1',
    'journey.sign-in': 'P0 |  | R1 P0',
    'journey.search': 'P1 |  | R1 P1',
    'journey.vote': 'P1 |  | R1 P1',
    'security.critical': 'P0 |  | R1 P0 R3 R6',
    'security.warning': 'P2 |  | R6',
    'budget.burn-14': 'P1 | 14.4 60 5 | R3',
    'budget.burn-6': 'P1 | 6 6 h 30 | R3',
    'budget.burn-3': 'P2 | 3 24 h 2 h | R3',
    'budget.burn-1': 'P2 | 1 3 days 6 h | R3',
    'coverage.warning': 'P2 | 80 60 | ',
    'coverage.journeys': 'P2 |  | ',
    'certificate.critical': 'P1 | 3 days | R6',
    'certificate.warning': 'P2 | 14 days | R6',
    'deployment.info': 'P3 |  | R3',
    'degradation.info': 'P3 | 1.5 | R3',
    'rate-limit.info': 'P3 | 3 429 5 | R3',
    'rate-limit.external': 'P3 | 429 | R3 R8',
  });
});

test('valid and failing samples of a maintenance are removed from the sums by class', async () => {
  const source = new MemorySource();
  // 600 s: in the older half every third fails with a 5xx, in the newer one every tenth with a timeout.
  source.add(
    probes(600, (age) =>
      age >= 300 ? (age % 3 === 0 ? 'server-error' : 'valid') : age % 10 === 0 ? 'timeout' : 'valid',
    ),
  );
  const maintenance = maintenanceOf([], [{ fromMs: NOW - 600_000, toMs: NOW - 300_000, reason: 'work' }]);
  const rest = await sumOutside(source, { maintenance }, NOW - HOUR, NOW);
  assert.deepEqual([rest.n, rest.valid, rest.classes.timeout, rest.classes['server-error']], [300, 270, 30, 0]);
  assert.equal(rest.fromMs, NOW - HOUR + 300_000, 'its time does not count either');
});

test('without samples outside the maintenance the coverage is zero', async () => {
  const source = new MemorySource();
  source.add(probes(300, undefined, NOW - 300_000));
  const maintenance = maintenanceOf([], [{ fromMs: NOW - 900_000, toMs: NOW - 300_000, reason: 'work' }]);
  const rest = await sumOutside(source, { maintenance }, NOW - HOUR, NOW);
  assert.deepEqual([rest.n, rest.coverage, rest.watched], [0, 0, 0]);
});

test('a single millisecond beside the maintenance has a coverage', async () => {
  const source = Object.assign(new MemorySource(), {
    sum: (_: string, fromMs: number, toMs: number) => Promise.resolve({ ...windowSum(0, 0, 0), fromMs, toMs }),
  });
  const maintenance = maintenanceOf([], [{ fromMs: NOW - HOUR + 1, toMs: NOW, reason: 'work' }]);
  const rest = await sumOutside(source, { maintenance }, NOW - HOUR, NOW);
  assert.deepEqual([rest.toMs - rest.fromMs, rest.coverage, rest.watched], [1, 1, 1]);
});

test('checks and readings during a maintenance do not count', () => {
  const maintenance = maintenanceOf([], [{ fromMs: NOW - 21 * HOUR, toMs: NOW - 19 * HOUR, reason: 'work' }]);
  const checks = [checkReading('security.injection', 'fail', 20 * HOUR, 'open')];
  assert.equal(named(findingsOf([], { slow: { checks } }), 'security.critical')?.state, 'firing');
  assert.equal(named(findingsOf([], { slow: { checks }, site: { maintenance } }), 'security.critical'), undefined);
  const recent = maintenanceOf([], [{ fromMs: NOW - 200_000, toMs: NOW - 100_000, reason: 'work' }]);
  const { samples, states } = facts(
    probes(
      300,
      failing((age) => age > 100 && age <= 200),
    ),
    { site: { maintenance: recent }, states: [stateReading('database', 'db', 0, 150_000)] },
  );
  assert.deepEqual([samples.length, samples.filter((s) => s.class !== 'valid').length, states.length], [200, 0, 0]);
});

test('a reading of the future does not count', () => {
  const { states, slow } = facts([], {
    states: [stateReading('database', 'db', 0, -1)],
    slow: { checks: [checkReading('sign-in', 'fail', -1)] },
  });
  assert.deepEqual([states.length, slow.checks.length], [0, 0]);
});

test('deployments are read over 30 days, so that the first of them is known; checks over 26 hours, samples of gates over one', async () => {
  const asked: Record<string, [number, number]> = {};
  const read = (what: string) => (fromMs: number, toMs: number) => {
    asked[what] = [NOW - fromMs, NOW - toMs];
    return Promise.resolve([]);
  };
  const source = Object.assign(new MemorySource(), {
    deployments: read('deployments'),
    checks: read('checks'),
    gateSamples: read('gateSamples'),
  });
  await readSlow(source, SITE, NOW);
  assert.deepEqual(asked, { deployments: [30 * DAY, 0], checks: [26 * HOUR, 0], gateSamples: [HOUR, 0] });
});

test('samples are read in ten parts of half a minute, without a gap and nothing after now', async () => {
  const asked: [number, number][] = [];
  const source = Object.assign(new MemorySource(), {
    samples: (fromMs: number, toMs: number) => {
      asked.push([NOW - fromMs, NOW - toMs]);
      return Promise.resolve([]);
    },
  });
  await readSamples(source, NOW);
  assert.deepEqual(
    asked,
    Array.from({ length: 10 }, (_, i) => [(10 - i) * 30_000, (9 - i) * 30_000]),
  );
});

test('a tick with a breach is a breach, whatever else fires beside it', () => {
  const owed = findingsOf(probes(300));
  const breach = findingOf();
  const info = findingOf({ rule: 'deployment.info', topic: 'deployment', level: 'info', severity: 'P3' });
  const ours = findingOf({ rule: 'coverage.warning', topic: 'coverage', level: 'warning', severity: 'P2' });
  assert.equal(tickVerdict([...owed, breach, info, ours]), 'breach');
  assert.equal(tickVerdict([...owed, ours, info]), 'inconclusive', 'a blind monitor is no pass');
  assert.equal(tickVerdict([...owed, info]), 'warn');
  assert.equal(tickVerdict([...owed, findingOf({ state: 'suspected' })]), 'warn');
  const unjudged = owed.map((f) =>
    f.rule === 'error-rate.warning' && f.subject === 'all' ? { ...findingOf(f), state: 'unknown' as const } : f,
  );
  assert.equal(tickVerdict(unjudged), 'inconclusive', 'each rule of the runbook is owed');
});

test('a long maintenance is quiet for a day at most, then its end is read again', () => {
  const span = { fromMs: NOW - HOUR, toMs: NOW + 3 * DAY, reason: 'move' };
  const [found] = duringMaintenance([findingOf()], { ...SITE, maintenance: maintenanceOf([], [span]) }, NOW);
  assert.equal(found?.quietUntilMs, NOW + DAY);
  const both = { ...SITE, maintenance: maintenanceOf([], [span]), silent: () => new Map([['availability', NOW + 1]]) };
  assert.equal(
    duringMaintenance([findingOf()], both, NOW)[0]?.quietUntilMs,
    NOW + DAY,
    'a maintenance outranks a silence',
  );
});

test('a silenced topic is judged but sends no notice', () => {
  const silent = (topics: ReadonlyMap<string, number>) =>
    duringMaintenance([findingOf()], { ...SITE, silent: () => topics }, NOW)[0];
  assert.equal(silent(new Map())?.state, 'firing');
  assert.equal(silent(new Map([['voting', NOW + HOUR]]))?.state, 'firing');
  const quiet = silent(new Map([['availability', NOW + HOUR]]));
  assert.deepEqual(
    [quiet?.state, quiet?.quietUntilMs, quiet?.bound],
    ['unknown', NOW + HOUR, `silenced until ${new Date(NOW + HOUR).toISOString()}`],
  );
});

test('a judge reads samples and states again at each judging', async () => {
  const source = new MemorySource();
  source.add(probes(300));
  const judge = createJudge(source, SITE);
  assert.equal(named(await judge.at(NOW), 'availability.now')?.state, 'ok');
  source.add(
    probes(
      30,
      failing(() => true),
      NOW + 30_000,
    ),
    [stateReading('database', 'db', 0, -1_000), stateReading('database', 'db', 0, -2_000)],
  );
  const later = await judge.at(NOW + 30_000);
  assert.equal(named(later, 'availability.now')?.state, 'firing');
  assert.equal(named(later, 'database.critical')?.state, 'firing');
});

test('down: an endpoint with a newest answer of two minutes ago does not count; one a millisecond younger does', () => {
  const row = [10, 9, 8, 7, 6, 5].map((age, i) => sampleAt(NOW - age * 1_000, i % 2 ? 'GET /a' : 'GET /b', 'network'));
  const seen = (ageMs: number) => judgeDown([sampleAt(NOW - ageMs, 'GET /c'), ...row], NOW);
  assert.deepEqual([seen(2 * MINUTE).endpoints, seen(2 * MINUTE).failing], [2, 2]);
  assert.deepEqual([seen(2 * MINUTE - 1).endpoints, seen(2 * MINUTE - 1).failing], [3, 2]);
});

test('down: samples of the future and samples not about the site do not count', () => {
  const row = [10, 9, 8, 7, 6, 5].map((age, i) => sampleAt(NOW - age * 1_000, i % 2 ? 'GET /a' : 'GET /b', 'network'));
  const after = [sampleAt(NOW - 1_000, 'GET /a', 'own-network'), sampleAt(NOW + 1, 'GET /a')];
  assert.equal(judgeDown([...row, ...after], NOW).state, 'firing');
  assert.equal(judgeDown([...row, sampleAt(NOW, 'GET /a')], NOW).state, 'ok', 'a valid answer of this moment ends it');
});

test('down: one endpoint that fails in a row and another that failed once is suspected; one endpoint alone is ok', () => {
  const fails = (...rows: [string, number][]) =>
    judgeDown(
      [
        sampleAt(NOW - 30_000, 'GET /a'),
        sampleAt(NOW - 30_000, 'GET /b'),
        ...rows.map(([of, age]) => sampleAt(NOW - age * 1_000, of, 'timeout')),
      ],
      NOW,
    ).state;
  assert.equal(fails(['GET /a', 9], ['GET /a', 6], ['GET /a', 3]), 'ok');
  assert.equal(fails(['GET /a', 9], ['GET /a', 6], ['GET /a', 3], ['GET /b', 2]), 'suspected');
  assert.equal(
    fails(['GET /a', 9], ['GET /a', 6], ['GET /a', 3], ['GET /b', 5], ['GET /b', 4], ['GET /b', 2]),
    'firing',
  );
});

test('down: at most three classes of failure are named', () => {
  const kinds = ['network', 'timeout', 'invalid', 'server-error'] as const;
  const all = findingsOf(
    probes(120, (age, endpoint) => (age < 20 ? (kinds[endpoint.length % 4] ?? 'network') : 'valid')),
  );
  const text = named(all, 'application.critical')?.text ?? '';
  assert.equal((/\((.*)\)$/.exec(text)?.[1] ?? '').split(', ').length, 3, text);
});

test('a burn needs ten failures in its hour, nine are suspected; exactly on the limit is ok', () => {
  const sum = (n: number, bad: number, coverage = 1) => ({ n, valid: n - bad, coverage });
  assert.equal(judgeBurn(sum(500, 10), sum(50, 5), 14.4, 10), 'firing');
  assert.equal(judgeBurn(sum(500, 9), sum(50, 5), 14.4, 10), 'suspected');
  assert.equal(judgeBurn(sum(500, 10), sum(50, 0), 14.4, 10), 'ok', 'it burnt and is over');
  assert.equal(judgeBurn(sum(50_000, 10), sum(50, 5), 14.4, 10), 'ok', 'it begins and has burnt little');
  assert.equal(judgeBurn(sum(10_000, 10), sum(50, 5), 1, 10), 'ok', 'the hour is exactly on the limit');
  assert.equal(judgeBurn(sum(500, 10), sum(1_000, 1), 1, 10), 'ok', 'the last minutes are exactly on the limit');
  assert.deepEqual([burntShare(sum(0, 0)), burntShare(sum(1, 1))], [0, 1]);
  assert.equal(
    judgeBurn(sum(500, 10, 0.5), sum(50, 5), 14.4, 10),
    'unknown',
    'half of the hour was not watched: 10x at most',
  );
});

test('the burn rate of the hour is compared with that of the last five minutes', () => {
  const sums = new Map([[HOUR, windowSum(HOUR, 3_000, 90)]]);
  const bad = findingsOf(
    probes(
      300,
      failing((age) => age % 20 === 0),
    ),
    { slow: { sums } },
  );
  const burn = named(bad, 'budget.burn-14');
  assert.deepEqual(
    [burn?.state, burn?.literal, burn?.text, burn?.firstBadMs, burn?.lastBadMs],
    ['firing', 'broken', '30.0x', NOW - HOUR, NOW],
  );
  assert.match(burn?.bound ?? '', /^90 of 3000 failed; .*; 100 % of 60 min watched; now 50\.0x$/);
  const over = named(findingsOf(probes(300), { slow: { sums } }), 'budget.burn-14');
  assert.deepEqual([over?.state, over?.literal, over?.firstBadMs], ['ok', 'holds', null]);
});

test('coverage is judged if the schedule, its start and its hour are known', () => {
  const sums = new Map([[HOUR, windowSum(HOUR, 100, 0)]]);
  const site = { probesPerHour: 2_592, watchedSinceMs: NOW - 2 * HOUR };
  const found = (of: Partial<typeof site>, slow: { sums?: typeof sums } = { sums }) =>
    named(findingsOf([], { site: of, slow }), 'coverage.warning');
  assert.equal(found(site)?.state, 'firing');
  assert.equal(found({ probesPerHour: 2_592 }), undefined);
  assert.equal(found({ watchedSinceMs: NOW - 2 * HOUR }), undefined);
  assert.equal(found(site, {}), undefined);
});

test('coverage: an hour with more than half of it in maintenance is not judged, with the reason', () => {
  const after = (leftMs: number, n: number) => {
    const hour = windowSum(leftMs, n, 0);
    const site = { probesPerHour: 2_592, watchedSinceMs: NOW - DAY };
    return named(findingsOf([], { site, slow: { sums: new Map([[HOUR, hour]]) } }), 'coverage.warning');
  };
  const minute = after(MINUTE, 0);
  assert.deepEqual(
    [minute?.state, minute?.literal, minute?.bound],
    ['unknown', 'not-measured', '60 s of the hour was not maintenance, 30 min needed'],
  );
  const half = after(30 * MINUTE, 1_036);
  assert.deepEqual(
    [half?.state, half?.bound, half?.firstBadMs],
    ['firing', '1036 of 1296 scheduled probes', NOW - 30 * MINUTE],
  );
  assert.equal(after(30 * MINUTE, 1_037)?.state, 'ok');
  const none = after(0, 0);
  assert.deepEqual([none?.state, none?.found, none?.text], ['unknown', null, 'no data']);
});

test("coverage: a gate's probes are not the schedule's; what was not about the site is named with its count", () => {
  const classes = { valid: 2_100, 'own-network': 3, tool: 0, 'not-sent': 1 } as const;
  const found = named(
    findingsOf([], {
      site: { probesPerHour: 2_592, watchedSinceMs: NOW - 2 * HOUR },
      slow: { sums: new Map([[HOUR, windowSum(HOUR, 2_100, 0, { classes })]]), gateSamples: [NOW - 2, NOW - 1, NOW] },
    }),
    'coverage.warning',
  );
  assert.deepEqual(
    [found?.n, found?.bound],
    [2_097, '2097 of 2592 scheduled probes; not about the site: 3 own-network, 1 not-sent'],
  );
});

test('dependencies: readings in a row of the failing subject, whatever the others report between', () => {
  const seen = (...rows: [string, number, number][]) =>
    judgeDependencies(
      rows.map(([subject, value, age]) => stateReading('database', subject, value, age)),
      'any',
    );
  assert.equal(seen(['db', 0, 30], ['health', 1, 20], ['db', 0, 10]).state, 'firing');
  assert.equal(seen(['db', 0, 30], ['db', 1, 20], ['db', 0, 10]).state, 'suspected');
  assert.deepEqual(
    [seen(['db', 0, 30], ['db', 1, 20]).state, seen(['db', 0, 30], ['db', 1, 20]).firstBadMs],
    ['ok', NOW - 30],
  );
  assert.deepEqual([seen().state, seen().firstBadMs, seen().lastBadMs], ['unknown', null, null]);
  const all = (...values: number[]) =>
    judgeDependencies(
      values.flatMap((v, i) => [stateReading('x', `${i}`, v, 9), stateReading('x', `${i}`, v, 8)]),
      'all',
    ).state;
  assert.deepEqual([all(0, 0), all(0, 0.5)], ['firing', 'ok']);
});

test('dependencies are shown by name; external APIs by the best reading, the database by the worst', () => {
  const states = [
    stateReading('external-apis', 'spotify', 0, 2),
    stateReading('external-apis', 'ticketmaster', 0.5, 1),
    stateReading('database', 'db', 1, 2),
    stateReading('database', 'health', 0, 1),
    stateReading('external-rate-limit', 'spotify', 0, 1),
  ];
  const all = findingsOf([], { states });
  const seen = (rule: string): unknown[] => {
    const f = named(all, rule);
    return [f?.found, f?.literal, f?.text, f?.bound, f?.n];
  };
  assert.deepEqual(seen('external-apis.critical'), [
    0.5,
    'holds',
    'degraded',
    'spotify failed, ticketmaster degraded',
    2,
  ]);
  assert.deepEqual(seen('database.critical'), [0, 'broken', 'failed', 'db healthy, health failed', 2]);
  assert.equal(named(all, 'rate-limit.external')?.literal, 'holds', 'a service that was read and limits nothing');
});

test('failing now: a failure of exactly 15 s ago is not recent; without failures ten answers are enough', () => {
  const tally = (ages: number[], n = 60) => {
    const { all } = shortWindow(
      Array.from({ length: n }, (_, i) =>
        sampleAt(NOW - (n - 1 - i) * 1_000, 'GET /', ages.includes(n - 1 - i) ? 'invalid' : 'valid'),
      ),
      NOW - MINUTE,
      NOW,
    );
    return judgeNow(all, NOW);
  };
  assert.equal(tally([15, 20, 25, 30, 35, 40]), 'suspected');
  assert.equal(tally([14, 20, 25, 30, 35, 40]), 'firing');
  assert.deepEqual([tally([], 9), tally([], 10)], ['unknown', 'ok']);
});

test('an endpoint with few answers in the minute is ok, not unknown: it is judged over five minutes', () => {
  const all = findingsOf([...probes(60), sampleAt(NOW - 500, 'GET /rare')]);
  assert.deepEqual(
    [named(all, 'availability.now', 'GET /rare')?.state, named(all, 'availability.now', 'GET /rare')?.n],
    ['ok', 1],
  );
  const ours = findingsOf([...probes(60), sampleAt(NOW - 500, 'GET /rare', 'own-network')]);
  assert.equal(named(ours, 'availability.now', 'GET /rare')?.state, 'unknown', 'our own trouble is no answer');
});

test('only one 429: not judged because of our own rate; with one more answer the window is judged', () => {
  const limited = sampleAt(NOW - 2, 'GET /', 'rate-limited');
  assert.match(named(findingsOf([limited]), 'availability.critical', 'GET /')?.bound ?? '', /^only 429/);
  const beside = named(findingsOf([limited, sampleAt(NOW - 1, 'GET /')]), 'rate-limit.info');
  assert.deepEqual([beside?.state, beside?.n, beside?.found], ['ok', 2, 1]);
  assert.equal(named(findingsOf([sampleAt(NOW, 'GET /')]), 'rate-limit.info')?.literal, 'holds');
});

test('an hour without answers shows no value; one answer is a value', () => {
  const hour = (n: number) =>
    named(findingsOf([], { slow: { sums: new Map([[HOUR, windowSum(HOUR, n, 0)]]) } }), 'degradation.info');
  assert.deepEqual([hour(0)?.text, hour(0)?.found, hour(0)?.state], ['no data', null, 'unknown']);
  assert.deepEqual([hour(1)?.text, hour(1)?.found], ['100 ms', 100]);
});

test('an answer of exactly 3 s or 5 s is not above the limit; a maximum below 1 ms is kept', () => {
  const at = (...times: number[]) =>
    shortWindow(
      times.map((ms, i) => sampleAt(NOW - times.length + i + 1, 'GET /', 'valid', ms)),
      NOW - MINUTE,
      NOW,
    ).all;
  const slow = at(3_000, 3_000.1, 5_000, 5_000.1);
  assert.deepEqual([slow.slowN, slow.verySlowN, slow.firstSlowMs, slow.lastSlowMs], [3, 1, NOW - 2, NOW]);
  assert.equal(at(0.4).ttfbMaxMs, 0.4);
  const line = { op: '<=', limit: 3_000, windowMs: 2 * MINUTE, level: 'warning', runbook: '' } as const;
  assert.deepEqual(judgeMean({ ttfbN: 10, ttfbSumMs: 30_000 }, 10, 1, line), { state: 'ok', literal: 'holds' });
});

test('80 % of a window is enough to judge a mean or a share', () => {
  const line = { op: '<=', limit: 3_000, windowMs: 2 * MINUTE, level: 'warning', runbook: '' } as const;
  const mean = (coverage: number) => judgeMean({ ttfbN: 10, ttfbSumMs: 40_000 }, 10, coverage, line).state;
  assert.deepEqual([mean(0.8), mean(0.79)], ['firing', 'unknown']);
  const share = (coverage: number) => judgeShare({ failures: 50, n: 100, slots: 3 }, coverage, 0.005).state;
  assert.deepEqual([share(0.8), share(0.79)], ['firing', 'unknown']);
  assert.equal(
    judgeShare({ failures: 50, n: 100, slots: 2 }, 1, 0.005).state,
    'suspected',
    'within half a minute it is a blip',
  );
});

test('samples are sorted, also if only the first two are unordered', () => {
  const [a, b, c] = [sampleAt(NOW - 3, 'GET /'), sampleAt(NOW - 2, 'GET /'), sampleAt(NOW - 1, 'GET /')];
  assert.deepEqual(inOrder([b, a, c]), [a, b, c]);
  assert.deepEqual(inOrder([a, c, b]), [a, b, c]);
  assert.deepEqual(inOrder([a, a]), [a], 'a sample that was read twice');
  assert.deepEqual(inOrder([]), []);
});

test('a window counts samples after its start up to its end; coverage counts slots with a sample about the site', () => {
  const samples = [
    sampleAt(NOW - 2 * MINUTE, 'GET /a', 'server-error'),
    sampleAt(NOW - 2 * MINUTE + 1, 'GET /a', 'server-error'),
    sampleAt(NOW - 50_000, 'GET /b', 'own-network'),
    sampleAt(NOW, 'GET /b', 'timeout', 900),
    sampleAt(NOW + 1, 'GET /b', 'invalid'),
  ];
  const { all, endpoints, coverage } = shortWindow(samples, NOW - 2 * MINUTE, NOW);
  assert.deepEqual(
    [all.n, all.valid, all.serverErrors, all.unanswered, all.badSlots, all.errorSlots, all.ttfbSumMs],
    [2, 0, 1, 1, 2, 1, 1_000],
  );
  assert.deepEqual([endpoints.get('GET /a')?.n, endpoints.get('GET /b')?.n], [1, 1]);
  assert.deepEqual(
    [all.firstBadMs, all.lastBadMs, all.firstErrorMs, all.lastErrorMs],
    [NOW - 2 * MINUTE + 1, NOW, NOW - 2 * MINUTE + 1, NOW - 2 * MINUTE + 1],
  );
  assert.equal(coverage, 0.5, 'two of four slots of 30 s');
});

test('a span includes its first millisecond and excludes its last', () => {
  const spans = [{ fromMs: 10, toMs: 20, reason: '' }];
  assert.deepEqual(
    [9, 10, 19, 20].map((at) => isWithin(spans, at)),
    [false, true, true, false],
  );
});

test('a journey counts failures since it last passed; outcomes not about the site are skipped', () => {
  const of = (...outcomes: Parameters<typeof checkReading>[1][]) => {
    const seen = judgeJourney(outcomes.map((outcome, i) => checkReading('vote', outcome, 100 - i)));
    return [seen.state, seen.failures.length, seen.runs.length];
  };
  assert.deepEqual(of('fail', 'pass', 'fail', 'broken', 'fail'), ['firing', 2, 4]);
  assert.deepEqual(of('fail', 'warn', 'skipped'), ['ok', 0, 2]);
  assert.deepEqual(of('broken', 'inconclusive', 'skipped'), ['unknown', 0, 0]);
});

test('maintenance is read once, over the 26 hours of the checks up to now', () => {
  const asked: [number, number][] = [];
  const maintenance = (fromMs: number, toMs: number) => {
    asked.push([NOW - fromMs, NOW - toMs]);
    return [];
  };
  const slow = { sums: new Map(), lastWeek: windowSum(HOUR, 0, 0), checks: [], deployments: [], gateSamples: [] };
  judgeFacts(factsOf({ ...SITE, maintenance }, NOW, { samples: [], states: [], slow }));
  assert.deepEqual(asked, [[26 * HOUR, 0]]);
});

test('a browser that breaks in two rounds in a row is an alert of the monitor; no journey of the site fires', () => {
  const rounds = (...outcomes: [number, Parameters<typeof checkReading>[1]][]) =>
    findingsOf(probes(300), {
      slow: {
        checks: outcomes.flatMap(([minutes, outcome]) => [
          checkReading('sign-in', outcome, minutes * MINUTE, 'no browser'),
          // The readings of a round may differ by some milliseconds.
          checkReading('search', outcome, minutes * MINUTE - 3, 'no browser'),
        ]),
      },
    });
  const state = (all: readonly Finding[]) => named(all, 'coverage.journeys')?.state;
  assert.equal(state(rounds()), undefined, 'journeys that are not watched are not missed');
  const once = named(rounds([1, 'broken']), 'coverage.journeys');
  assert.deepEqual(
    [once?.state, once?.literal, once?.text],
    ['suspected', 'broken', 'no journey ran in 1 round: no browser'],
  );
  const ran = named(rounds([1, 'pass']), 'coverage.journeys');
  assert.deepEqual([ran?.literal, ran?.firstBadMs, ran?.lastBadMs], ['holds', null, null]);
  const twice = rounds([16, 'broken'], [1, 'broken']);
  const found = named(twice, 'coverage.journeys');
  assert.deepEqual(
    [found?.state, found?.text, found?.severity, found?.found, found?.firstBadMs, found?.lastBadMs],
    ['firing', 'no journey ran in 2 rounds: no browser', 'P2', 2, NOW - 16 * MINUTE, NOW - MINUTE],
  );
  assert.equal(named(twice, 'journey.sign-in')?.state, 'unknown');
  assert.equal(tickVerdict(twice), 'inconclusive');
  assert.equal(state(rounds([31, 'pass'], [16, 'broken'], [1, 'broken'])), 'firing');
  for (const ran of ['pass', 'warn', 'fail'] as const)
    assert.equal(state(rounds([16, 'broken'], [1, ran])), 'ok', `${ran}: the browser ran`);
  assert.equal(state(rounds([46, 'broken'], [1, 'broken'])), 'suspected', 'the older round is too old');
  assert.equal(
    state(rounds([16, 'inconclusive'], [1, 'skipped'])),
    undefined,
    'a site that is down, no account: no trouble of ours',
  );
});

test('one journey that breaks in two rounds in a row is an alert of the monitor, although the others ran', () => {
  const rounds = (...votes: Parameters<typeof checkReading>[1][]) =>
    findingsOf(probes(300), {
      slow: {
        checks: votes.flatMap((vote, i) => {
          const age = (15 * (votes.length - i) - 14) * MINUTE;
          return [checkReading('sign-in', 'pass', age), checkReading('vote', vote, age - 3, 'out of memory')];
        }),
      },
    });
  const of = (all: readonly Finding[]) => {
    const found = named(all, 'coverage.journeys');
    return [found?.state, found?.text, found?.n];
  };
  assert.deepEqual(of(rounds('pass', 'broken')), ['suspected', 'vote did not run in 1 round: out of memory', 1]);
  assert.deepEqual(of(rounds('broken', 'broken')), ['firing', 'vote did not run in 2 rounds: out of memory', 2]);
  assert.deepEqual(of(rounds('broken', 'broken', 'pass')), ['ok', 'the browser ran', 0]);
});

test('a journey that was tried and not judged makes the tick inconclusive, unless it is skipped or silenced', () => {
  const verdict = (outcome: Parameters<typeof checkReading>[1], age: number) =>
    tickVerdict(findingsOf(probes(300), { slow: { checks: [checkReading('sign-in', outcome, age)] } }));
  assert.deepEqual(
    [
      verdict('pass', MINUTE),
      verdict('inconclusive', MINUTE),
      verdict('inconclusive', 46 * MINUTE),
      verdict('skipped', MINUTE),
    ],
    ['pass', 'inconclusive', 'pass', 'pass'],
  );
  const all = findingsOf(probes(300), {
    slow: { checks: [checkReading('sign-in', 'inconclusive', MINUTE, 'the page has an error')] },
  });
  assert.equal(named(all, 'journey.sign-in')?.text, 'not judged in 1 round (inconclusive): the page has an error');
  const twice = [16, 1].map((minutes) => checkReading('sign-in', 'inconclusive', minutes * MINUTE));
  assert.equal(
    named(findingsOf([], { slow: { checks: twice } }), 'journey.sign-in')?.text,
    'not judged in 2 rounds (inconclusive): no message',
  );
  const silenced = all.map((f) => ({
    ...plainFinding(f),
    ...(f.rule.startsWith('journey.') ? { quietUntilMs: NOW + 1 } : {}),
  }));
  assert.equal(tickVerdict(silenced), 'pass');
});
