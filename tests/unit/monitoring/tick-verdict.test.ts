// The outcome of a tick: exit code, certificate from its connections, watched journeys.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHECKS } from '../../../checks/index.ts';
import { RULES } from '../../../monitoring/alerts/rules/rule-list.ts';
import { MemorySource } from '../../../monitoring/memory-source.ts';
import { CertificateWatch } from '../../../monitoring/steps/certificate-watch.ts';
import { tickJudge } from '../../../monitoring/steps/tick-judge.ts';
import { tickOutcome } from '../../../monitoring/steps/tick-outcome.ts';
import { WATCHED_JOURNEYS } from '../../../monitoring/watched-journeys.ts';
import { checkReading, facts, findingsOf, NOW, probes, stateOf } from './alert-samples.ts';

const DAY = 86_400_000;

test('the exit code of a tick: first a proved breach, then broken, inconclusive, and the other rules', () => {
  const outcome = (
    verdict: 'pass' | 'warn' | 'breach' | 'inconclusive',
    more: { interrupted?: boolean; trouble?: string; locked?: boolean; probes?: number; unknown?: number } = {},
  ) => {
    const { exitCode, reason } = tickOutcome({
      judged: { findings: [], verdict, open: 0, text: '' },
      counted: { probes: more.probes ?? 100, unknown: more.unknown ?? 0 },
      interrupted: more.interrupted ?? false,
      recorder: { trouble: more.trouble, lost: undefined, isLocked: more.locked ?? false },
    });
    return [exitCode, reason];
  };
  assert.deepEqual(outcome('pass'), [0, undefined]);
  assert.deepEqual(outcome('warn'), [0, undefined]);
  assert.deepEqual(outcome('inconclusive'), [2, undefined]);
  assert.deepEqual(outcome('breach', { interrupted: true, trouble: 'disk full', unknown: 90 }), [1, undefined]);
  assert.deepEqual(outcome('pass', { trouble: 'disk full' }), [3, 'disk full']);
  assert.deepEqual(outcome('inconclusive', { trouble: 'disk full', probes: 0 }), [3, 'disk full']);
  assert.deepEqual(outcome('pass', { trouble: 'locked', locked: true }), [0, undefined]);
  assert.deepEqual(outcome('pass', { interrupted: true }), [3, 'interrupted before its time']);
  assert.deepEqual(outcome('warn', { probes: 0 }), [2, 'nothing was measured']);
  assert.deepEqual(outcome('warn', { unknown: 20 }), [0, undefined]);
  assert.deepEqual(outcome('warn', { unknown: 21 }), [2, '21 of 100 probes are not about the site']);
});

test("the judge gets the certificate's expiry from the tick's connections, also after a renewal", async () => {
  const target = new URL('https://site.test');
  const watch = new CertificateWatch(target);
  let certificates: { expires: Date; name: string }[] | undefined;
  const send = watch.through(() =>
    Promise.resolve({
      phases: {},
      status: 200,
      headers: {},
      body: '',
      ...(certificates ? { certificates } : {}),
    } as never),
  );
  const ask = (url: string) => send({ method: 'GET', url: new URL(url) });
  const judge = tickJudge(
    target.origin,
    new MemorySource(),
    () => [],
    [],
    () => {},
    watch.expiresAt,
  );
  const states = async (): Promise<(string | undefined)[]> => {
    const { findings } = await judge.at(NOW, undefined);
    return ['critical', 'warning'].map((level) => findings.find((f) => f.rule === `certificate.${level}`)?.state);
  };
  await ask('https://site.test/');
  assert.deepEqual(await states(), [undefined, undefined], 'no expiry before a connection was seen');
  certificates = [
    { expires: new Date(NOW + 300 * DAY), name: 'site.test' },
    { expires: new Date(NOW + 1 * DAY), name: 'Our Own Intermediate' },
  ];
  await ask('https://other.test/');
  assert.deepEqual(await states(), [undefined, undefined], "another site's certificate is not ours");
  await ask('https://site.test/');
  assert.deepEqual(await states(), ['firing', 'firing'], 'an intermediate that expires tomorrow');
  certificates = undefined;
  await ask('https://site.test/');
  assert.deepEqual(await states(), ['firing', 'firing'], 'a connection that is used again brings no chain');
  certificates = [{ expires: new Date(NOW + 300 * DAY), name: 'site.test' }];
  await ask('https://site.test/');
  assert.deepEqual(await states(), ['ok', 'ok']);
});

test('each watched journey is a declared check and has its own alert', () => {
  const declared = new Set(CHECKS.map(({ id }) => id));
  const journeys = RULES.find(({ id }) => id === 'journeys');
  for (const { id, check, topic, severity } of WATCHED_JOURNEYS) {
    assert.ok(declared.has(check), check);
    const [found] = journeys?.judge(facts([], { slow: { checks: [checkReading(id, 'fail', 60_000)] } })) ?? [];
    assert.deepEqual([found?.topic, found?.severity, found?.state], [topic, severity, 'firing'], id);
  }
});

test('a slow outage begins and ends with its slow answers, not with the window', () => {
  const slowFrom = 60;
  const all = findingsOf(
    probes(300).map((s) => ({ ...s, ttfbMs: NOW - s.at < slowFrom * 1_000 && s.at < NOW - 5_000 ? 9_000 : 50 })),
  );
  assert.equal(stateOf(all, 'response-time.warning'), 'firing');
  const found = all.find((f) => f.rule === 'response-time.warning' && f.subject === 'all');
  assert.deepEqual([found?.firstBadMs, found?.lastBadMs], [NOW - 59_000, NOW - 6_000]);
});
