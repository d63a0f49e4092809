// Runs of a simulated history: ticks, journeys, two gates a day with their checks, a nightly audit and load, a deployment a day.
import type { History } from '../history/store.ts';
import { runStatement } from '../history/run-rows.ts';
import { stateStatements } from '../history/write-states.ts';
import { insertRows } from './insert-rows.ts';
import { SIMULATED_ENDPOINTS, type SimulatedHistory } from './simulated-schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const TICKS_MS = 35 * DAY;
const CHECKS_MS = 90 * DAY;

const JOURNEYS = ['front-page', 'search', 'sign-in', 'vote'];
const GATE_CHECKS: readonly (readonly [id: string, stage: string])[] = [
  ...['home', 'trending', 'sign-in'].map((name) => [`front-door.${name}`, 'front-door'] as const),
  ...['trending', 'search', 'artists-search', 'health', 'artists', 'shows'].map(
    (name) => [`contract.${name}`, 'contracts'] as const,
  ),
  ...['headers', 'auth-bypass', 'injection', 'cookies'].map((name) => [`security.${name}`, 'security'] as const),
  ...['voting.signed-in', 'search.artist', 'sign-in.right', 'setlist.open'].map(
    (name) => [`journey.${name}`, 'journeys'] as const,
  ),
];
const PAGES = ['/', '/trending', '/artists', '/auth/sign-in'];
const FIGURES: readonly (readonly [kpi: string, value: number, spread: number])[] = [
  ['lcp', 1_700, 300],
  ['cls', 0.03, 0.02],
  ['fcp', 1_100, 200],
  ['tbt', 90, 40],
  ['lighthouse-performance', 0.94, 0.03],
  ['lighthouse-accessibility', 0.97, 0.01],
  ['lighthouse-best-practices', 0.95, 0.02],
  ['lighthouse-seo', 0.96, 0.02],
];

export async function addRuns(
  history: History,
  of: SimulatedHistory,
  startMs: number,
  endMs: number,
  random: () => number,
): Promise<void> {
  const isOut = (ms: number): boolean => of.outages.some((o) => ms + 5 * MINUTE > o.fromMs && ms < o.toMs);
  const commitOf = (ms: number): string =>
    Math.floor(ms / DAY)
      .toString(16)
      .padStart(8, '0')
      .repeat(5);
  await history.change(async (tx) => {
    const site = await history.words.numberOf(tx, history.target);
    const runs: (string | number | null)[][] = [];
    const row = (run: string, at: number, took: number, profile: string, fails: string[]): void =>
      void runs.push(
        runStatement(site, {
          run,
          startedAt: at,
          durationMs: took,
          profile,
          verdict: fails.length > 0 ? 'breach' : 'pass',
          exitCode: fails.length > 0 ? 1 : 0,
          failing: fails,
          commit: commitOf(at),
        }).args as (string | number | null)[],
      );
    for (let at = Math.max(startMs, of.nowMs - TICKS_MS); at + 270_000 <= endMs; at += 5 * MINUTE)
      row(`tick-${new Date(at).toISOString()}`, at, 270_000, 'monitor', isOut(at) ? ['availability.critical'] : []);
    const checks: (string | number | null)[][] = [];
    for (let at = Math.max(startMs, of.nowMs - CHECKS_MS); at <= endMs; at += 15 * MINUTE)
      for (const id of JOURNEYS) {
        const fails = isOut(at);
        checks.push([
          site,
          at,
          `tick-${new Date(at).toISOString()}`,
          id,
          'journeys',
          '',
          fails ? 'fail' : 'pass',
          fails ? `timeout: ${id} was not done within 30 s\nwaited for a button "Sign in"` : null,
        ]);
      }
    const figures: (string | number | null)[][] = [];
    const deployments: (string | number | null)[][] = [];
    const loads: (string | number | null)[][] = [];
    for (let at = Math.ceil(startMs / DAY) * DAY + 9 * HOUR, i = 0; at <= endMs; at += 12 * HOUR, i += 1) {
      const run = `${new Date(at).toISOString().replace(/[-:]|\.\d+/g, '')}-${i.toString(16).padStart(6, '0')}`;
      const fails = random() < 0.03 ? ['journey.voting.signed-in'] : [];
      const isNightly = i % 2 === 1;
      row(run, at, 240_000, isNightly ? 'nightly' : 'gate', fails);
      if (at > of.nowMs - CHECKS_MS)
        for (const [id, stage] of GATE_CHECKS) {
          const failed = fails.includes(id);
          checks.push([
            site,
            at,
            run,
            id,
            stage,
            stage === 'journeys' ? 'desktop' : '',
            failed ? 'fail' : 'pass',
            failed ? 'assertion: the vote was not counted: expected 13, got 12' : null,
          ]);
        }
      if (!isNightly) {
        deployments.push([site, commitOf(at), history.target, at, fails.length > 0 ? 'breach' : 'pass', at]);
        continue;
      }
      for (const page of PAGES)
        for (const form of ['mobile', 'desktop'])
          for (const [id, value, spread] of FIGURES)
            figures.push([site, id, page, form, at, run, Number((value + spread * (random() - 0.5)).toFixed(4)), 3]);
      if (at > of.nowMs - CHECKS_MS)
        for (const [endpoint, ms] of SIMULATED_ENDPOINTS.slice(4, 6))
          loads.push([site, at, run, endpoint, 1_800, 1_800, 0, 0, 0, ms * (0.9 + 0.2 * random()), ms * 2, ms * 6]);
      if (i % 14 === 1)
        await tx.query('INSERT OR REPLACE INTO capacities VALUES (?, ?, ?, ?, ?, ?)', [
          site,
          at,
          run,
          'breakpoint',
          Math.round(80 + 20 * random()),
          'embedded, 2 cores',
        ]);
    }
    await insertRows(tx, 'runs', runs);
    await insertRows(tx, 'checks', checks);
    await insertRows(tx, 'figures', figures);
    await insertRows(tx, 'deployments', deployments);
    await insertRows(tx, 'loads', loads);
    const readings = [];
    for (let at = Math.max(startMs, endMs - DAY); at <= endMs; at += 5 * MINUTE)
      for (const [kpi, subject] of [
        ['health', 'comprehensive'],
        ['database', 'database'],
        ['external-apis', 'spotify'],
        ['external-apis', 'ticketmaster'],
        ['external-apis', 'setlistfm'],
      ] as const)
        readings.push({ at, kpi, subject, value: 1 });
    for (const { sql, args } of await stateStatements(tx, history.words, site, readings))
      await tx.query(sql, args ?? []);
  });
}
