// The states that the site reports of itself: as figures, and in one line.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Answer } from '../../../checks/api/probe-client.ts';
import { healthInWords, tellHealth } from '../../../checks/api/site-health.ts';
import { tellStates } from '../../../checks/api/site-states.ts';
import { CONTRACTS } from '../../../contracts/contract-list.ts';
import { setAll, type Body } from '../../../contracts/sample-bodies.ts';
import type { MetricRecord } from '../../../reports/result.ts';
import { site } from './tiny.ts';

const sampleOf = (id: string): Body => {
  const found = CONTRACTS.find((one) => one.id === id)?.cases.find(({ sample }) => sample !== undefined)?.sample?.good;
  assert.ok(found, id);
  return found;
};
const WHOLE = sampleOf('contract.health-comprehensive');
const DB = sampleOf('contract.health-db');
const BASIC = sampleOf('contract.health');
const DASHBOARD = sampleOf('contract.monitoring-dashboard');
const [WHOLE_AT, DB_AT] = ['/api/health/comprehensive', '/api/health/db'];

const answersOf = (bodies: Readonly<Record<string, unknown>>): Map<string, Answer> =>
  new Map(
    Object.entries(bodies).map(([path, body]) => [
      path,
      { status: 200, headers: {}, phases: {}, body: typeof body === 'string' ? body : JSON.stringify(body) },
    ]),
  );
function recordsOf(bodies: Readonly<Record<string, unknown>>, which?: 'all' | 'readable only'): MetricRecord[] {
  const found: MetricRecord[] = [];
  const context = {
    target: new URL('https://site.invalid'),
    sink: (record: { kind: string }) => void (record.kind === 'metric' && found.push(record as MetricRecord)),
    rounds: 1,
    signal: new AbortController().signal,
    now: () => new Date(),
  };
  tellStates(context, answersOf(bodies), 'contracts', which);
  return found;
}
const told = (...args: Parameters<typeof recordsOf>): string[] =>
  recordsOf(...args).map(({ kpi, subject, samples, note }) => [kpi, subject, samples.join(), note].join(' ').trim());
const ALL = { [WHOLE_AT]: WHOLE, [DB_AT]: DB, '/api/monitoring/dashboard': DASHBOARD };

test('each state is a figure: 1 healthy, 0.5 degraded, 0 failed; percentages are shares', () => {
  const worse = setAll({
    status: 'degraded',
    'checks.external_apis.spotify': { status: 'unhealthy', responseTime: 1, error: 'quota' },
    'checks.memory.percentage': 40,
    'checks.disk.percentage': 30,
  })(WHOLE);
  const dashboard = setAll({ 'infrastructure.cache_hit_rate': 0.75 })(DASHBOARD);
  assert.deepEqual(told({ ...ALL, [WHOLE_AT]: worse, '/api/monitoring/dashboard': dashboard }), [
    `health ${WHOLE_AT} 0.5`,
    `database ${DB_AT} 1`,
    `database ${WHOLE_AT} 1`,
    'external-apis spotify 0 quota',
    'external-apis ticketmaster 1',
    'external-apis setlistfm 1',
    `memory ${WHOLE_AT} 0.4`,
    `disk ${WHOLE_AT} 0.3`,
    'cache-miss /api/monitoring/dashboard 0.25',
  ]);
  const states = ['healthy', 'degraded', 'unhealthy'].map((status) => told({ [WHOLE_AT]: { ...WHOLE, status } })[0]);
  assert.deepEqual(
    states,
    ['1', '0.5', '0'].map((value) => `health ${WHOLE_AT} ${value}`),
  );
});

test('an answer that cannot be read leaves a figure without a sample, with the reason; or none where only readable ones count', () => {
  const unreadable = 'the endpoint gave no readable answer';
  const lines = told({ [WHOLE_AT]: '<html>', [DB_AT]: '' });
  assert.deepEqual(lines.slice(0, 3), [
    `health ${WHOLE_AT}  ${unreadable}`,
    `database ${DB_AT}  ${unreadable}`,
    `database ${WHOLE_AT}  ${unreadable}`,
  ]);
  assert.equal(lines.length, 9);
  assert.ok(recordsOf({}).every(({ samples }) => samples.length === 0));
  assert.ok(recordsOf(ALL).every((record) => !('note' in record)));
  assert.deepEqual(told({}, 'readable only'), []);
  assert.deepEqual(told({ [DB_AT]: DB }, 'readable only'), [`database ${DB_AT} 1`]);
});

test('health is asked by the probe where no other way to send is given', async (t) => {
  const target = await site(t, (request, response) => {
    const body = request.url === DB_AT ? DB : {};
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  const { signal } = new AbortController();
  const words = await tellHealth({ target, sink: () => {}, rounds: 1, signal, now: () => new Date() }, 'front-door');
  assert.match(words, /^health is fine/);
});

test('an answer that broke off is no answer, whatever its status', async () => {
  const cut = { error: { code: 'truncated', message: 'cut' }, phases: {}, status: 200 } as const;
  const { signal } = new AbortController();
  const context = { target: new URL('https://site.invalid'), sink: () => {}, rounds: 1, signal, now: () => new Date() };
  const words = await tellHealth({ ...context, send: () => Promise.resolve(cut) }, 'front-door');
  assert.match(words, /^the health endpoints say nothing \(\/api\/health\/db no answer, /);
});

test('in one line: the database first, then services, then sign-in; without a readable answer what was answered', () => {
  const words = (bodies: Readonly<Record<string, unknown>>): string => healthInWords(answersOf(bodies));
  const failedDb = setAll({ 'database.connected': false, 'database.error': null })(DB);
  assert.equal(words({ [DB_AT]: failedDb }), 'database unreachable: no reason given');
  const failedWhole = setAll({ 'checks.database.status': 'unhealthy', 'checks.database.error': undefined })(WHOLE);
  assert.equal(words({ [WHOLE_AT]: failedWhole }), 'database unreachable: no reason given');
  const down = setAll({ 'checks.external_apis.setlistfm.status': 'unhealthy' })(WHOLE);
  assert.equal(words({ [WHOLE_AT]: down }), 'the database is reachable; down: setlistfm');
  const signIn = setAll({ 'services.auth.healthy': false, 'services.auth.message': 'no key' })(BASIC);
  assert.equal(words({ '/api/health': signIn }), 'the database is reachable; sign-in is not: no key');
  const fine = 'health is fine: the database is reachable and no dependency is reported down';
  for (const one of [{ [DB_AT]: DB }, { [WHOLE_AT]: WHOLE }, { '/api/health': BASIC }]) assert.equal(words(one), fine);
  assert.equal(
    words({ [DB_AT]: 'no' }),
    'the health endpoints say nothing (/api/health/db 200, /api/health/comprehensive no answer, /api/health no answer)',
  );
});
