// Our own rule: the monitor's browser breaks in round after round, in all journeys or in one, so they are not watched. This is a problem of the monitor, never of the site.
import { FRESH, READINGS_IN_A_ROW } from '../../../judging.ts';
import { showSpan } from '../../../common/number-text.ts';
import { WATCHED_JOURNEYS } from '../../watched-journeys.ts';
import type { CheckReading } from '../../window-source.ts';
import type { FindingState } from '../finding.ts';
import { finding, type Fixed, type Rule } from '../rule.ts';
import { isJudged } from './journeys.ts';

const FIXED: Fixed = {
  rule: 'coverage.journeys',
  topic: 'coverage',
  level: 'warning',
  severity: 'P2',
  limit: 'the browser runs the journeys',
  runbook: 'ours: no data is never green',
  keepMs: 0,
};
/** The readings of a round lie this close together. */
const ROUND_MS = 60_000;

/** Rounds in a row, up to now, in which every one of these journeys broke; undefined where no round was begun. Oldest first. */
export function brokenRounds(readings: readonly CheckReading[]): CheckReading[] | undefined {
  const tried = readings.filter((reading) => isJudged(reading) || reading.outcome === 'broken');
  if (tried.length === 0) return undefined;
  const lastRunMs = tried.findLast(isJudged)?.at ?? -Infinity;
  const rounds: CheckReading[] = [];
  for (const reading of tried)
    if (reading.at > lastRunMs + ROUND_MS && reading.at > (rounds.at(-1)?.at ?? -Infinity) + ROUND_MS)
      rounds.push(reading);
  return rounds;
}

type Broken = { what: string; rounds: CheckReading[] };
/** What broke for the longest: all journeys together, or one that the others hide. */
function worstOf(recent: readonly CheckReading[]): Broken | undefined {
  const ids = WATCHED_JOURNEYS.map(({ id }) => id);
  const all = brokenRounds(recent.filter(({ id }) => ids.includes(id)));
  if (all === undefined) return undefined;
  if (all.length > 0) return { what: 'no journey ran', rounds: all };
  const each = ids.map((id): Broken => ({
    what: `${id} did not run`,
    rounds: brokenRounds(recent.filter((reading) => reading.id === id)) ?? [],
  }));
  return each.reduce((worst, one) => (one.rounds.length > worst.rounds.length ? one : worst));
}

export const browserRuns: Rule = {
  id: 'browser-runs',
  judge: ({ slow, now }) => {
    const recent = slow.checks.filter(({ at }) => at > now - FRESH.journeysMs);
    const worst = worstOf(recent);
    // Journeys that are not watched are not missed.
    if (worst === undefined) return [];
    const { what, rounds } = worst;
    const n = rounds.length;
    const state: FindingState = n === 0 ? 'ok' : n < READINGS_IN_A_ROW ? 'suspected' : 'firing';
    return [
      finding(FIXED, {
        subject: 'journeys',
        state,
        literal: n === 0 ? 'holds' : 'broken',
        found: n,
        n,
        text: () =>
          n === 0
            ? 'the browser ran'
            : `${what} in ${n} ${n === 1 ? 'round' : 'rounds'}: ${rounds.at(-1)?.message ?? 'no message'}`,
        bound: () => `rounds of the last ${showSpan(FRESH.journeysMs)}; ${READINGS_IN_A_ROW} in a row are an alert`,
        firstBadMs: rounds[0]?.at ?? null,
        lastBadMs: rounds.at(-1)?.at ?? null,
      }),
    ];
  },
};
