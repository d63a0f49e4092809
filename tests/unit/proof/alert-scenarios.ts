// What makes each alert rule fire: a history that holds one trouble, and every rule that fires on it.
import { LONG_WINDOWS_MS, type Facts, type LongWindowMs } from '../../../monitoring/alerts/facts.ts';
import type { Sample } from '../../../monitoring/sample.ts';
import type { WindowSum } from '../../../monitoring/window-source.ts';
import { checkReading, facts, failing, NOW, probes, stateReading, windowSum } from '../monitoring/alert-samples.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type AlertScenario = { trouble: string; facts: Facts; fires: readonly string[] };

/** A window with three probes in four seconds, of which this share failed. */
const sumOver = (ms: number, share: number, ttfbMs = 100): WindowSum => {
  const n = Math.round(ms / 1_250);
  return windowSum(ms, n, Math.round(n * share), { ttfb: { n, sumMs: n * ttfbMs, maxMs: ttfbMs } });
};
/** The long windows that failed in this share; the others are not known. */
const burning = (share: number, ...windows: LongWindowMs[]) => ({
  slow: { sums: new Map(windows.map((ms) => [ms, sumOver(ms, share)] as const)) },
});
const slowProbes = (ttfbMs: number): Sample[] => probes(300).map((one) => ({ ...one, ttfbMs }));
const states = (...read: [kpi: string, subject: string, value: number, age?: number][]) => ({
  states: read.map(([kpi, subject, value, age = 1_000]) => stateReading(kpi, subject, value, age)),
});
const failed = (id: string) => ({ slow: { checks: [checkReading(id, 'fail', MINUTE, 'open')] } });
const SERVICES = ['spotify', 'ticketmaster', 'setlistfm'] as const;
const deployed = (age: number, commit: string) => ({ at: NOW - age, commit, address: null, verdict: 'pass' });

/** A well site, of which every rule knows enough to say ok. */
export const HEALTHY: Facts = facts(probes(300), {
  ...states(['database', 'db', 1], ...SERVICES.map((name): [string, string, number] => ['external-apis', name, 1]), [
    'external-rate-limit',
    'spotify',
    0,
  ]),
  site: { probesPerHour: 2_880, watchedSinceMs: NOW - 2 * DAY, certificateExpiresAtMs: NOW + 60 * DAY },
  slow: {
    sums: new Map(LONG_WINDOWS_MS.map((ms) => [ms, sumOver(ms, 0)])),
    lastWeek: sumOver(HOUR, 0),
    checks: ['sign-in', 'security.auth-bypass', 'security.headers'].map((id) => checkReading(id, 'pass', MINUTE)),
    deployments: [deployed(DAY, 'abc0001'), deployed(HOUR, 'abc0002')],
  },
});

/** `fires`: every rule that fires, as the runbook's lines say. */
export const ALERT_SCENARIOS: readonly AlertScenario[] = [
  {
    trouble: 'every answer is a 500',
    facts: facts(probes(300, () => 'server-error')),
    fires: ['application.critical', 'availability.now', 'availability.critical', 'error-rate.critical', 'error-rate.warning'], // prettier-ignore
  },
  {
    trouble: 'one page answers 500 every second time that it is asked, for the last minute',
    facts: facts(probes(300, failing((age) => age < 60 && age % 8 === 0))), // prettier-ignore
    fires: ['availability.now', 'availability.critical', 'error-rate.critical', 'error-rate.warning'],
  },
  { trouble: 'an answer takes 6 s', facts: facts(slowProbes(6_000)), fires: ['response-time.critical', 'response-time.warning'] }, // prettier-ignore
  { trouble: 'an answer takes 4 s', facts: facts(slowProbes(4_000)), fires: ['response-time.warning'] },
  {
    trouble: 'two readings say that the database failed',
    facts: facts([], states(['database', 'db', 0, 300_000], ['database', 'db', 0])),
    fires: ['database.critical'],
  },
  {
    trouble: 'every service behind the site is down',
    facts: facts([], states(...SERVICES.map((name): [string, string, number] => ['external-apis', name, 0]))),
    fires: ['external-apis.critical'],
  },
  {
    trouble: 'a service behind the site answers it with 429',
    facts: facts([], states(['external-rate-limit', 'spotify', 1])),
    fires: ['rate-limit.external'],
  },
  { trouble: 'nobody can sign in', facts: facts([], failed('sign-in')), fires: ['journey.sign-in'] },
  { trouble: 'strangers are let in', facts: facts([], failed('security.auth-bypass')), fires: ['security.critical'] },
  { trouble: 'a security header is missing', facts: facts([], failed('security.headers')), fires: ['security.warning'] }, // prettier-ignore
  {
    trouble: 'one answer in 20 fails for an hour',
    facts: facts(probes(300, failing((age) => age % 20 === 0)), burning(0.05, HOUR as LongWindowMs)), // prettier-ignore
    fires: ['availability.critical', 'error-rate.critical', 'error-rate.warning', 'budget.burn-14'],
  },
  { trouble: '8 answers in 1,000 fail for six hours', facts: facts([], burning(0.008, 1_800_000, 21_600_000)), fires: ['budget.burn-6'] }, // prettier-ignore
  { trouble: '4 answers in 1,000 fail for a day', facts: facts([], burning(0.004, 7_200_000, 86_400_000)), fires: ['budget.burn-3'] }, // prettier-ignore
  { trouble: '15 answers in 10,000 fail for three days', facts: facts([], burning(0.0015, 21_600_000, 259_200_000)), fires: ['budget.burn-1'] }, // prettier-ignore
  {
    trouble: 'the monitor made 100 of its 2,880 probes',
    facts: facts([], { site: { probesPerHour: 2_880, watchedSinceMs: NOW - 2 * HOUR }, slow: { sums: new Map([[3_600_000, windowSum(HOUR, 100, 0)]] as const) } }), // prettier-ignore
    fires: ['coverage.warning'],
  },
  {
    trouble: "the monitor's browser broke in two rounds",
    facts: facts([], {
      slow: { checks: [16, 1].map((minutes) => checkReading('sign-in', 'broken', minutes * MINUTE, 'no browser')) },
    }),
    fires: ['coverage.journeys'],
  },
  { trouble: 'the certificate ends in ten days', facts: facts([], { site: { certificateExpiresAtMs: NOW + 10 * DAY } }), fires: ['certificate.warning'] }, // prettier-ignore
  { trouble: 'the certificate ends in two days', facts: facts([], { site: { certificateExpiresAtMs: NOW + 2 * DAY } }), fires: ['certificate.critical', 'certificate.warning'] }, // prettier-ignore
  {
    trouble: 'answers take twice as long as a week ago',
    facts: facts([], { slow: { sums: new Map([[3_600_000, sumOver(HOUR, 0, 800)]] as const), lastWeek: sumOver(HOUR, 0, 400) } }), // prettier-ignore
    fires: ['degradation.info'],
  },
  {
    trouble: 'a new commit was deployed ten minutes ago',
    facts: facts([], { slow: { deployments: [deployed(DAY, 'abc0001'), deployed(10 * MINUTE, 'abc0002')] } }),
    fires: ['deployment.info'],
  },
  {
    trouble: 'the site answers our probes three times with 429',
    facts: facts(probes(300, failing((age) => age < 3, 'rate-limited'))), // prettier-ignore
    fires: ['rate-limit.info'],
  },
];
