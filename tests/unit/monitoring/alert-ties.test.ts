// Ties and least values of the alerts and incidents: two that are equal, exactly on the line, one that is the smallest possible.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AlertState } from '../../../monitoring/alerts/alert-state.ts';
import { brokenRounds } from '../../../monitoring/alerts/rules/browser-runs.ts';
import { isExplained } from '../../../monitoring/incidents/explained-alerts.ts';
import { newestByFamily } from '../../../monitoring/incidents/incident-family.ts';
import { stepIncidents } from '../../../monitoring/incidents/incident-step.ts';
import type { Incident } from '../../../monitoring/incidents/incident.ts';
import { parseOnCall } from '../../../monitoring/incidents/on-call.ts';
import { acknowledgeAtSite } from '../../../monitoring/incidents/site-route.ts';
import type { SampleClass } from '../../../monitoring/sample.ts';
import { checkReading, ENDPOINTS, findingOf, findingsOf, NOW, probes, windowSum } from './alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const opened = (): Incident => {
  const [incident] = stepIncidents({ alerts: [], incidents: [] }, [findingOf()], NOW, { levels: 3 }).incidents;
  assert.ok(incident);
  return incident;
};

test('readings up to a minute apart are one round of the browser, later ones are the next', () => {
  const rounds = (...ages: number[]): number | undefined =>
    brokenRounds(ages.map((age) => checkReading('vote', 'broken', age)))?.length;
  assert.deepEqual([rounds(MINUTE, 0), rounds(MINUTE + 1, 0)], [1, 2]);
  // The same for what broke after a round in which the browser ran.
  const after = (age: number): number | undefined =>
    brokenRounds([checkReading('vote', 'pass', age), checkReading('vote', 'broken', 0)])?.length;
  assert.deepEqual([after(MINUTE), after(MINUTE + 1)], [0, 1]);
});

test('a round of exactly 45 minutes ago is too old; one that broke without a message has none', () => {
  const found = (...ages: number[]) =>
    findingsOf([], { slow: { checks: ages.map((age) => checkReading('search', 'broken', age)) } }).find(
      ({ rule }) => rule === 'coverage.journeys',
    );
  assert.equal(found(45 * MINUTE, MINUTE)?.text, 'no journey ran in 1 round: no message');
  assert.equal(found(45 * MINUTE - 1, MINUTE)?.state, 'firing');
});

test('of two journeys that broke in as many rounds, the first of the watched journeys is named', () => {
  const checks = [16, 1].flatMap((minutes) => [
    checkReading('front-page', 'pass', minutes * MINUTE),
    checkReading('search', 'broken', minutes * MINUTE - 3, 'out of memory'),
    checkReading('vote', 'broken', minutes * MINUTE - 6, 'no browser'),
  ]);
  const found = findingsOf(probes(300), { slow: { checks } }).find(({ rule }) => rule === 'coverage.journeys');
  assert.deepEqual([found?.state, found?.text], ['firing', 'search did not run in 2 rounds: out of memory']);
});

test('a schedule of one probe an hour has a share of it', () => {
  const sums = new Map([[HOUR, windowSum(HOUR, 0, 0)]] as const);
  const all = findingsOf([], { site: { probesPerHour: 1, watchedSinceMs: NOW - 2 * HOUR }, slow: { sums } });
  const found = all.find(({ rule }) => rule === 'coverage.warning');
  assert.deepEqual([found?.state, found?.found, found?.text], ['firing', 0, '0 %']);
});

test('a site that is down names three classes of its failures at most', () => {
  const classes: readonly SampleClass[] = ['server-error', 'timeout', 'network', 'invalid'];
  const down = probes(60, (_, endpoint) => classes[ENDPOINTS.indexOf(endpoint)] ?? 'valid');
  const found = findingsOf(down).find(({ rule }) => rule === 'application.critical');
  assert.equal(found?.state, 'firing');
  assert.match(found.text, /; 4 of 4 endpoints fail \((?:[a-z-]+, ){2}[a-z-]+\)$/);
});

test('an outage explains what the budget burns, and nothing else that has the name of a burn', () => {
  const alert = { rule: 'r', subject: 'burn-1', state: 'firing', sinceMs: NOW, firstBadMs: NOW, lastBadMs: NOW, seenMs: NOW } as const; // prettier-ignore
  const of = (topic: AlertState['topic']): boolean => isExplained({ ...alert, topic }, opened(), NOW);
  // A deployment's subject is what the site calls its commit.
  assert.deepEqual([of('budget'), of('deployment')], [true, false]);
});

test('of two resolved incidents of the same time, the first of the list is used', () => {
  const one = { ...opened(), state: 'resolved', id: 'one' } as const;
  const other = { ...one, id: 'other' };
  const used = (...all: Incident[]): string | undefined => newestByFamily(all).get('service')?.id;
  assert.deepEqual([used(one, other), used(other, one)], ['one', 'other']);
});

test('a contact has a name and an address of one character at least, or no address', () => {
  const problem = (name: string, address: string | null): string | undefined => {
    const routing = { P0: ['a'], P1: [], P2: [], P3: [] };
    try {
      parseOnCall(JSON.stringify({ contacts: { a: { name, address } }, escalation: ['a'], routing, topics: {} }));
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  };
  assert.deepEqual([problem('A', 'x'), problem('A', null)], [undefined, undefined]);
  assert.match(problem('', 'x') ?? '', /contacts\.a\.name/);
  assert.match(problem('A', '') ?? '', /contacts\.a\.address/);
});

test('the site has 5 s to record an acknowledgement', async (t) => {
  const asked: number[] = [];
  t.mock.method(AbortSignal, 'timeout', (ms: number) => {
    asked.push(ms);
    return AbortSignal.abort(new DOMException('late', 'TimeoutError'));
  });
  assert.equal(
    await acknowledgeAtSite(new URL('http://127.0.0.1:1'), { token: 'x', assignee: 'ada' }),
    'The site did not answer POST /api/admin/incidents within 5000 ms: it is recorded in the history only.',
  );
  assert.deepEqual(asked, [5_000]);
});
