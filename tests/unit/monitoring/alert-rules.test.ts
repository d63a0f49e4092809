import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOfAtLeast, exceedsChance, isProvedAbove } from '../../../monitoring/alerts/binomial-proof.ts';
import { tickVerdict } from '../../../monitoring/alerts/finding.ts';
import { shortWindow, inOrder } from '../../../monitoring/alerts/short-windows.ts';
import { judgeBurn } from '../../../monitoring/alerts/rules/budget-burn.ts';
import { judgeCoverage } from '../../../monitoring/alerts/rules/coverage.ts';
import { judgeCertificate } from '../../../monitoring/alerts/rules/certificate.ts';
import { isBreach } from '../../../monitoring/alerts/rules/security.ts';
import { judgeDegraded } from '../../../monitoring/alerts/rules/information.ts';
import { judgeMean } from '../../../monitoring/alerts/rules/response-time.ts';
import type { SampleClass } from '../../../monitoring/sample.ts';
import { sumOf } from '../../../monitoring/window-sum.ts';
import {
  checkReading,
  failing,
  findingOf,
  findingsOf,
  NOW,
  probes,
  sampleAt,
  stateOf,
  stateReading,
  windowSum,
} from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('after five minutes of valid answers every rule of the runbook is ok and the tick passes', () => {
  const all = findingsOf(probes(300));
  for (const rule of [
    'application.critical',
    'availability.critical',
    'availability.now',
    'error-rate.critical',
    'error-rate.warning',
    'response-time.critical',
    'response-time.warning',
  ])
    assert.equal(stateOf(all, rule), 'ok', rule);
  assert.equal(tickVerdict(all), 'pass');
});

test('an incomplete window is unknown, whatever it contains', () => {
  const all = findingsOf(
    probes(
      60,
      failing((age) => age < 60),
    ),
  );
  assert.equal(stateOf(all, 'availability.critical'), 'unknown');
  assert.equal(stateOf(all, 'response-time.critical'), 'unknown');
  assert.equal(tickVerdict(findingsOf([])), 'inconclusive');
  assert.equal(tickVerdict([]), 'inconclusive');
});

test('a window of five minutes is complete with 80 % of its slots, not with less', () => {
  assert.equal(stateOf(findingsOf(probes(240)), 'availability.critical'), 'ok');
  assert.equal(stateOf(findingsOf(probes(210)), 'availability.critical'), 'unknown');
});

test('samples of the future and of exactly five minutes ago do not count; the newest does', () => {
  const stray = [sampleAt(NOW + 1, 'GET /', 'server-error'), sampleAt(NOW - 5 * MINUTE, 'GET /', 'server-error')];
  const [all] = findingsOf([...probes(300), ...stray]).filter((f) => f.rule === 'availability.critical');
  assert.deepEqual([all?.n, all?.found, all?.lastBadMs], [300, 1, null]);
  const [newest] = findingsOf(
    probes(
      300,
      failing((age) => age === 0),
    ),
  ).filter((f) => f.rule === 'availability.critical');
  assert.equal(newest?.lastBadMs, NOW);
});

test('of 300 answers one failure is ok, two to six are suspected, seven spread ones are proved', () => {
  const at = (ages: number[]) =>
    stateOf(
      findingsOf(
        probes(
          300,
          failing((age) => ages.includes(age)),
        ),
      ),
      'availability.critical',
    );
  assert.equal(at([200]), 'ok');
  assert.equal(at([200, 210]), 'suspected');
  assert.equal(at([200, 203, 206, 209, 212]), 'suspected');
  assert.equal(at([100, 120, 140, 160, 180, 200]), 'suspected');
  assert.equal(at([80, 100, 120, 140, 160, 180, 200]), 'firing');
});

test('failures within 15 s are suspected, not proved, however many there are', () => {
  const blip = findingsOf(
    probes(
      300,
      failing((age) => age >= 100 && age < 112),
    ),
  );
  assert.equal(stateOf(blip, 'availability.critical'), 'suspected');
  assert.equal(stateOf(blip, 'error-rate.critical'), 'suspected');
  const longer = findingsOf(
    probes(
      300,
      failing((age) => age >= 100 && age < 135),
    ),
  );
  assert.equal(stateOf(longer, 'availability.critical'), 'firing');
});

test('one failing endpoint fires alone; the others are ok', () => {
  const all = findingsOf(probes(300, (_, endpoint) => (endpoint === 'GET /' ? 'invalid' : 'valid')));
  assert.equal(stateOf(all, 'availability.critical', 'GET /'), 'firing');
  assert.equal(stateOf(all, 'availability.now', 'GET /'), 'firing');
  assert.equal(stateOf(all, 'availability.critical', 'GET /artists'), 'ok');
  assert.equal(stateOf(all, 'error-rate.critical', 'GET /'), 'ok');
  assert.equal(stateOf(all, 'application.critical'), 'ok');
});

test('failing now needs a failure younger than 15 s, an older one, and more failures than chance explains', () => {
  const now = (ages: number[]) =>
    stateOf(
      findingsOf(
        probes(
          60,
          failing((age) => ages.includes(age)),
        ),
      ),
      'availability.now',
    );
  assert.equal(now([2, 10, 20, 30, 40]), 'firing');
  assert.equal(now([2, 10, 20, 30]), 'suspected');
  assert.equal(now([2, 5, 8, 12, 14]), 'suspected');
  assert.equal(now([2, 5, 8, 12, 15]), 'firing', 'exactly 15 s old is no longer young');
  assert.equal(now([16, 20, 30, 40, 45]), 'suspected');
  assert.equal(now([]), 'ok');
  assert.equal(stateOf(findingsOf(probes(9)), 'availability.now'), 'unknown');
});

test('the error rate counts only answers: a timeout is neither a 5xx nor a success', () => {
  const all = findingsOf(probes(300, (age) => (age % 2 ? 'timeout' : 'valid')));
  const rate = all.find((f) => f.rule === 'error-rate.critical' && f.subject === 'all');
  assert.deepEqual([rate?.n, rate?.found, rate?.state], [150, 0, 'ok']);
  assert.equal(stateOf(all, 'availability.critical'), 'firing');
});

test('the warning at 0.5 % fires if the critical limit of 1 % is not proved', () => {
  const all = findingsOf(
    probes(
      300,
      failing((age) => [20, 60, 100, 140, 180, 220, 260].includes(age)),
    ),
  );
  assert.equal(stateOf(all, 'error-rate.warning'), 'firing');
  assert.notEqual(stateOf(all, 'error-rate.critical'), 'ok');
});

test('the mean of two minutes is ok on the limit and fires above it; one slow answer or too few are suspected', () => {
  const line = { op: '<=', limit: 3_000, windowMs: 2 * MINUTE, level: 'warning', runbook: '' } as const;
  const mean = (n: number, sum: number, slow: number, coverage = 1) =>
    judgeMean({ ttfbN: n, ttfbSumMs: sum }, slow, coverage, line).state;
  assert.equal(mean(100, 300_000, 50), 'ok');
  assert.equal(mean(100, 300_001, 1), 'suspected');
  assert.equal(mean(100, 300_001, 2), 'firing');
  assert.equal(mean(100, 320_000, 100, 0.79), 'unknown');
  assert.equal(mean(4, 40_000, 4), 'suspected');
  assert.equal(mean(5, 50_000, 5), 'firing');
  assert.equal(mean(1, 50_000, 1), 'suspected');
  assert.equal(mean(0, 0, 0), 'unknown');
  const slow = findingsOf(probes(300).map((s) => ({ ...s, ttfbMs: 5_001 })));
  assert.deepEqual(
    [stateOf(slow, 'response-time.critical'), stateOf(slow, 'response-time.warning')],
    ['firing', 'firing'],
  );
  const between = findingsOf(probes(300).map((s, i) => ({ ...s, ttfbMs: i % 2 ? 3_500 : 4_500 })));
  assert.deepEqual(
    [stateOf(between, 'response-time.critical'), stateOf(between, 'response-time.warning')],
    ['ok', 'firing'],
  );
  // All above the warning limit, only one above the critical limit.
  const oneFar = findingsOf(probes(300).map((s, i) => ({ ...s, ttfbMs: i === 250 ? 200_000 : 4_000 })));
  assert.deepEqual(
    [stateOf(oneFar, 'response-time.critical'), stateOf(oneFar, 'response-time.warning')],
    ['suspected', 'firing'],
  );
  const oneHang = findingsOf(probes(300).map((s, i) => ({ ...s, ttfbMs: i === 250 ? 600_000 : 50 })));
  assert.equal(stateOf(oneHang, 'response-time.critical'), 'suspected');
});

test('down: three failures in a row on two endpoints over 3 s and no valid answer since; one endpoint is not enough', () => {
  const down = (samples: ReturnType<typeof probes>) => stateOf(findingsOf(samples), 'application.critical');
  assert.equal(
    down(
      probes(
        120,
        failing((age) => age < 12),
      ),
    ),
    'firing',
  );
  assert.equal(
    down(
      probes(
        120,
        failing((age) => age < 11 && age > 0),
      ),
    ),
    'ok',
  );
  assert.equal(
    down(
      probes(
        120,
        failing((age) => age < 7),
      ),
    ),
    'suspected',
  );
  assert.equal(
    down(
      probes(
        120,
        failing((age) => age < 1),
      ),
    ),
    'ok',
  );
  const one = [
    ...probes(60).map((s) => ({ ...s, endpoint: 'GET /' })),
    ...[4, 2, 0].map((age) => sampleAt(NOW - age * 1_000 + 500, 'GET /', 'server-error')),
  ];
  assert.equal(down(one), 'unknown');
  const quick = [
    ...probes(60, undefined, NOW - 1_000),
    ...[0, 1, 2].flatMap((i) => [
      sampleAt(NOW - 100 + i, 'GET /', 'network'),
      sampleAt(NOW - 50 + i, 'GET /artists', 'network'),
    ]),
  ];
  assert.equal(down(quick), 'suspected');
});

test('down counts every class of failure and ignores samples that are not about the site', () => {
  const classes: SampleClass[] = ['network', 'timeout', 'invalid', 'server-error', 'wrong-status'];
  const mixed = findingsOf(probes(120, (age) => (age < 20 ? (classes[age % 5] as SampleClass) : 'valid')));
  assert.equal(stateOf(mixed, 'application.critical'), 'firing');
  assert.equal(mixed.find((f) => f.rule === 'application.critical')?.literal, 'holds');
  const own = findingsOf(probes(120, (age) => (age < 20 ? 'own-network' : 'valid')));
  assert.equal(stateOf(own, 'application.critical'), 'ok');
  const away = findingsOf(probes(120, () => 'own-network'));
  assert.equal(stateOf(away, 'application.critical'), 'unknown');
  assert.equal(stateOf(away, 'availability.critical'), 'unknown');
  const literal = findingsOf(
    probes(
      120,
      failing((age) => age < 20),
    ),
  );
  assert.equal(literal.find((f) => f.rule === 'application.critical')?.literal, 'broken');
});

test('after partial failures a site is down only after 30 s without a valid answer', () => {
  const down = (seconds: number) =>
    stateOf(
      findingsOf(
        probes(
          120,
          failing((age) => age < seconds || age === seconds + 5),
        ),
      ),
      'application.critical',
    );
  assert.equal(down(20), 'suspected');
  assert.equal(down(32), 'firing');
});

test('a database fires after two failed readings, one is suspected, a good one resolves, an old one does not count', () => {
  const database = (...readings: [string, number, number][]) =>
    stateOf(
      findingsOf([], {
        states: readings.map(([subject, value, age]) => stateReading('database', subject, value, age)),
      }),
      'database.critical',
    );
  assert.equal(database(['db', 0, 400_000], ['db', 0, 1_000]), 'firing');
  assert.equal(database(['db', 0, 2_000], ['health', 0, 1_000]), 'firing');
  assert.equal(database(['db', 1, 400_000], ['db', 0, 1_000]), 'suspected');
  assert.equal(database(['db', 0, 400_000], ['db', 1, 1_000]), 'ok');
  assert.equal(database(['db', 0, 500_000], ['health', 1, 500_000], ['db', 0, 1_000], ['health', 1, 1_000]), 'firing');
  assert.equal(database(), 'unknown');
});

test('external APIs fire if all of them failed; their 429 is level info', () => {
  const all = (values: number[]) =>
    findingsOf([], { states: values.map((value, i) => stateReading('external-apis', `api${i}`, value, 1_000)) });
  assert.equal(stateOf(all([0, 0, 0]), 'external-apis.critical'), 'firing');
  assert.equal(stateOf(all([0, 0.5, 0]), 'external-apis.critical'), 'ok');
  const limited = findingsOf([], { states: [stateReading('external-rate-limit', 'spotify', 1, 1_000)] });
  assert.equal(stateOf(limited, 'rate-limit.external', 'external'), 'firing');
});

test('a failed journey fires, an unjudged one changes nothing, an old one is unknown, an unwatched one has no finding', () => {
  const journey = (...runs: [string, number][]) =>
    stateOf(
      findingsOf([], {
        slow: { checks: runs.map(([outcome, age]) => checkReading('sign-in', outcome as 'pass', age * MINUTE)) },
      }),
      'journey.sign-in',
      'sign-in',
    );
  assert.equal(journey(['pass', 20], ['fail', 5]), 'firing');
  assert.equal(journey(['fail', 20], ['pass', 5]), 'ok');
  assert.equal(journey(['fail', 20], ['warn', 5]), 'ok');
  assert.equal(journey(['fail', 20], ['broken', 5]), 'firing');
  assert.equal(journey(['fail', 20], ['inconclusive', 5]), 'firing');
  assert.equal(journey(['fail', 46]), 'unknown');
  assert.equal(journey(), undefined);
  const [found] = findingsOf([], { slow: { checks: [checkReading('sign-in', 'fail', MINUTE)] } }).filter(
    (f) => f.topic === 'authentication',
  );
  assert.deepEqual([found?.severity, found?.level], ['P0', 'critical']);
});

test('security: auth bypass, injection and leaked secrets are P0, the rest are warnings', () => {
  const [found] = findingsOf([], {
    slow: { checks: [checkReading('security.auth-bypass', 'fail', HOUR, 'open')] },
  }).filter((f) => f.topic === 'security');
  assert.deepEqual([found?.rule, found?.severity, found?.state], ['security.critical', 'P0', 'firing']);
  const [rest] = findingsOf([], { slow: { checks: [checkReading('security.headers', 'fail', HOUR)] } }).filter(
    (f) => f.topic === 'security',
  );
  assert.deepEqual([rest?.rule, rest?.severity], ['security.warning', 'P2']);
  const [mended] = findingsOf([], {
    slow: {
      checks: [checkReading('security.injection', 'fail', 2 * HOUR), checkReading('security.injection', 'pass', HOUR)],
    },
  }).filter((f) => f.topic === 'security');
  assert.equal(mended?.state, 'ok');
  const [withoutMessage] = findingsOf([], {
    slow: {
      checks: [
        checkReading('security.injection', 'fail', 2 * HOUR),
        checkReading('security.injection', 'broken', HOUR),
      ],
    },
  }).filter((f) => f.topic === 'security');
  assert.equal(withoutMessage?.state, 'firing');
  assert.equal(isBreach({ id: 'security.disclosure', message: 'GET /: the body tells a secret' }), true);
  assert.equal(isBreach({ id: 'security.disclosure', message: 'GET /: the body tells a stack trace' }), false);
  assert.equal(isBreach({ id: 'security.exposure', message: null }), true);
});

test('burn rate: both windows above the factor and enough failures; unwatched time does not count', () => {
  const burnt = (n: number, bad: number, coverage = 1) => ({ n, valid: n - bad, coverage });
  assert.equal(judgeBurn(burnt(2_880, 42), burnt(240, 4), 14.4, 10), 'firing');
  assert.equal(judgeBurn(burnt(2_880, 41), burnt(240, 4), 14.4, 10), 'ok');
  assert.equal(judgeBurn(burnt(2_880, 42), burnt(240, 3), 14.4, 10), 'ok');
  assert.equal(judgeBurn(burnt(100, 9), burnt(10, 1), 14.4, 10), 'suspected');
  assert.equal(judgeBurn(burnt(2_880, 42, 0.5), burnt(240, 4), 14.4, 10), 'unknown');
  assert.equal(judgeBurn(burnt(2_880, 84, 0.6), burnt(240, 8), 14.4, 10), 'firing');
  assert.equal(judgeBurn(burnt(0, 0, 0), burnt(0, 0, 0), 14.4, 10), 'unknown');
  const sums = new Map([[HOUR, windowSum(HOUR, 2_880, 100)]] as const);
  const [page] = findingsOf(
    probes(
      300,
      failing((age) => age % 20 === 0),
    ),
    { slow: { sums } },
  ).filter((f) => f.rule === 'budget.burn-14');
  assert.deepEqual([page?.state, page?.severity, page?.level], ['firing', 'P1', 'critical']);
});

test('coverage is judged after a whole hour, the certificate by days, degradation by factor and by 200 ms', () => {
  assert.equal(judgeCoverage(2_303, 2_880, HOUR, HOUR), 'firing');
  assert.equal(judgeCoverage(2_304, 2_880, HOUR, HOUR), 'ok');
  assert.equal(judgeCoverage(0, 2_880, HOUR - 1, HOUR), 'unknown');
  assert.equal(judgeCoverage(0, 0, 2 * HOUR, HOUR), 'unknown');
  assert.equal(judgeCoverage(0, 1, HOUR, HOUR), 'firing', 'one scheduled probe that was not sent');
  assert.deepEqual(
    [30 * MINUTE, 30 * MINUTE - 1].map((leftMs) => judgeCoverage(0, 1_296, 2 * HOUR, leftMs)),
    ['firing', 'unknown'],
    'maintenance leaves half an hour to judge, or less',
  );
  assert.equal(judgeCertificate(13.9, 14), 'firing');
  assert.equal(judgeCertificate(14, 14), 'ok');
  const times = (n: number, ms: number) => ({ ttfb: { n, sumMs: n * ms, maxMs: ms } });
  assert.equal(judgeDegraded(times(100, 901), times(100, 600)), 'firing');
  assert.equal(judgeDegraded(times(100, 900), times(100, 600)), 'ok');
  assert.equal(judgeDegraded(times(100, 290), times(100, 100)), 'ok');
  assert.equal(judgeDegraded(times(99, 901), times(100, 600)), 'unknown');
  assert.equal(judgeDegraded(times(100, 901), times(99, 600)), 'unknown');
  const sums = new Map([[HOUR, windowSum(HOUR, 100, 0)]] as const);
  const blind = findingsOf([], { site: { probesPerHour: 2_880, watchedSinceMs: NOW - 2 * HOUR }, slow: { sums } });
  assert.equal(stateOf(blind, 'coverage.warning'), 'firing');
  assert.equal(
    tickVerdict([...findingsOf(probes(300)), ...blind.filter((f) => f.topic === 'coverage')]),
    'inconclusive',
  );
  const days = findingsOf([], { site: { certificateExpiresAtMs: NOW + 10 * 24 * HOUR } });
  assert.deepEqual([stateOf(days, 'certificate.warning'), stateOf(days, 'certificate.critical')], ['firing', 'ok']);
});

test('level info: a deployment for 15 minutes, and three answers 429', () => {
  const seen = (minutes: number, commit: string) => ({
    at: NOW - minutes * MINUTE,
    commit,
    address: null,
    verdict: 'pass',
  });
  const deployments = [seen(300, 'first'), seen(15, 'old'), seen(14, 'abc1234')];
  const first = findingsOf([], { slow: { deployments: [seen(1, 'first')] } });
  assert.deepEqual(
    first.filter((f) => f.topic === 'deployment'),
    [],
  );
  const all = findingsOf([], { slow: { deployments } });
  assert.deepEqual(
    all.filter((f) => f.topic === 'deployment').map((f) => [f.subject, f.level]),
    [['abc1234', 'info']],
  );
  assert.equal(
    stateOf(
      findingsOf(
        probes(
          300,
          failing((age) => age < 3, 'rate-limited'),
        ),
      ),
      'rate-limit.info',
      'site',
    ),
    'firing',
  );
  assert.equal(
    stateOf(
      findingsOf(
        probes(
          300,
          failing((age) => age < 2, 'rate-limited'),
        ),
      ),
      'rate-limit.info',
      'site',
    ),
    'ok',
  );
  assert.equal(tickVerdict([...findingsOf(probes(300)), ...all.filter((f) => f.topic === 'deployment')]), 'warn');
});

test('a deployment is one finding, however many addresses and spellings of its commit; a rollback is one more', () => {
  const at = (minutes: number, commit: string, more: object = {}) => ({
    ...{ at: NOW - minutes * 60_000, commit, address: null, verdict: null },
    ...more,
  });
  const deployments = [
    ...[at(300, 'aaaaaaa'), at(9, 'bbbbbbb1111'), at(8, 'bbbbbbb', { verdict: 'pass' }), at(7, 'bbbbbbb1111')],
    ...[at(3, 'aaaaaaa', { isReturn: true })],
  ];
  const found = findingsOf([], { slow: { deployments } }).filter((f) => f.topic === 'deployment');
  assert.deepEqual(
    found.map(({ subject, text, firstBadMs }) => [subject, text, (NOW - (firstBadMs ?? 0)) / 60_000]),
    [
      ['bbbbbbb1111', 'deployment of bbbbbbb1111 seen', 9],
      ['aaaaaaa again', 'the earlier deployment of aaaaaaa is live again', 3],
    ],
  );
});

test('only 429 answers are no data: neither good nor bad', () => {
  const all = findingsOf(probes(300, () => 'rate-limited'));
  assert.equal(stateOf(all, 'availability.critical'), 'unknown');
  assert.equal(all.find((f) => f.rule === 'availability.critical')?.bound, 'only 429 answers, caused by our own rate');
});

test('maintenance: its samples do not count, and nothing is judged while it lasts', () => {
  const inside = [{ fromMs: NOW - 200_000, toMs: NOW - 100_000, reason: 'move' }];
  const all = findingsOf(
    probes(
      300,
      failing((age) => age > 100 && age <= 200),
    ),
    { site: { maintenance: () => inside } },
  );
  assert.equal(all.find((f) => f.rule === 'availability.critical' && f.subject === 'all')?.found, 1);
});

test('the binomial test equals a naive sum; failures needed at some rates', () => {
  const naive = (k: number, n: number, p: number): number => {
    let sum = 0;
    for (let i = k; i <= n; i += 1) {
      let term = 1;
      for (let j = 0; j < i; j += 1) term *= ((n - j) / (j + 1)) * p;
      sum += term * (1 - p) ** (n - i);
    }
    return sum;
  };
  for (const [k, n, p] of [
    [1, 10, 0.1],
    [3, 48, 0.001],
    [6, 240, 0.001],
    [6, 240, 0.005],
    [10, 20, 0.5],
  ] as const)
    assert.ok(Math.abs(chanceOfAtLeast(k, n, p) - naive(k, n, p)) < 1e-9 * naive(k, n, p) + 1e-15, `${k} of ${n}`);
  assert.equal(chanceOfAtLeast(0, 5, 0.1), 1);
  assert.equal(chanceOfAtLeast(6, 5, 0.1), 0);
  assert.deepEqual(
    [
      exceedsChance(6, 240),
      exceedsChance(7, 240),
      exceedsChance(5, 60),
      exceedsChance(4, 60),
      exceedsChance(3, 9),
      exceedsChance(3, 10),
    ],
    [false, true, true, false, true, false],
  );
  assert.deepEqual(
    [isProvedAbove(7, 240, 0.005), isProvedAbove(7, 900, 0.005), isProvedAbove(0, 0, 0.005)],
    [true, false, false],
  );
});

test('a short window equals the reference sum, in any order and without duplicates', () => {
  const classes: SampleClass[] = [
    'valid',
    'server-error',
    'timeout',
    'own-network',
    'rate-limited',
    'network',
    'invalid',
    'tool',
  ];
  const samples = Array.from({ length: 400 }, (_, i) =>
    sampleAt(NOW - ((i * 7_919) % 330_000), `GET /${i % 3}`, classes[i % 8] as SampleClass),
  );
  const reference = sumOf(samples, '*', NOW - 300_000, NOW);
  const ours = shortWindow(inOrder([...samples, ...samples]), NOW - 300_000, NOW);
  assert.deepEqual(
    [ours.all.n, ours.all.valid, ours.all.serverErrors, ours.all.rateLimited],
    [reference.n, reference.valid, reference.classes['server-error'], reference.classes['rate-limited']],
  );
  assert.equal(ours.coverage, reference.coverage);
  assert.equal(ours.all.ttfbN, reference.ttfb.n);
  const one = sumOf(samples, 'GET /1', NOW - 300_000, NOW);
  assert.equal(ours.endpoints.get('GET /1')?.n, one.n);
});

test('a breach precedes an unjudged rule, that precedes a suspicion; level info and coverage are no breach', () => {
  const owed = findingOf({ state: 'ok' });
  assert.equal(tickVerdict([owed]), 'pass');
  assert.equal(tickVerdict([owed, findingOf({ state: 'suspected', subject: 'GET /' })]), 'warn');
  assert.equal(
    tickVerdict([findingOf({ state: 'unknown' }), findingOf({ state: 'suspected', subject: 'GET /' })]),
    'inconclusive',
  );
  assert.equal(tickVerdict([findingOf({ state: 'unknown' }), findingOf({ subject: 'GET /' })]), 'breach');
  assert.equal(tickVerdict([owed, findingOf({ topic: 'budget', rule: 'budget.burn-1', state: 'unknown' })]), 'pass');
  assert.equal(tickVerdict([owed, findingOf({ topic: 'rate-limit', level: 'info' })]), 'warn');
  assert.equal(tickVerdict([owed, findingOf({ topic: 'coverage', level: 'warning' })]), 'inconclusive');
});
