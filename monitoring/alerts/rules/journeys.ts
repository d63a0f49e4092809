// R1: user authentication failure (P0); a feature that visitors need, voting or search, is broken (P1). Seen by a browser.
import { FRESH, KEEP_FIRING } from '../../../judging.ts';
import { showSpan } from '../../../common/number-text.ts';
import { WATCHED_JOURNEYS } from '../../watched-journeys.ts';
import type { CheckReading } from '../../window-source.ts';
import type { Finding, FindingState } from '../finding.ts';
import { finding, type Rule } from '../rule.ts';

/** Whether the outcome of a check is about the site. */
export const isJudged = ({ outcome }: CheckReading): boolean =>
  outcome === 'pass' || outcome === 'warn' || outcome === 'fail';

export type JourneySeen = { state: FindingState; runs: CheckReading[]; failures: CheckReading[] };

/** `fail` was confirmed by a second run already: the journeys' own runner calls it `warn` where the second passed. Oldest first. */
export function judgeJourney(readings: readonly CheckReading[]): JourneySeen {
  const runs = readings.filter(isJudged);
  const failures: CheckReading[] = [];
  for (const run of runs.toReversed()) {
    if (run.outcome !== 'fail') break;
    failures.unshift(run);
  }
  if (runs.length === 0) return { state: 'unknown', runs, failures };
  if (failures.length === 0) return { state: 'ok', runs, failures };
  return { state: 'firing', runs, failures };
}

const undecidedText = (tried: readonly CheckReading[]): string =>
  tried.length === 0
    ? 'no data'
    : `not judged in ${tried.length} ${tried.length === 1 ? 'round' : 'rounds'} (${tried.at(-1)?.outcome}): ${tried.at(-1)?.message ?? 'no message'}`;

export const journeys: Rule = {
  id: 'journeys',
  judge: ({ slow, now }) =>
    WATCHED_JOURNEYS.flatMap(({ id, topic, severity, runbook }): Finding[] => {
      const of = slow.checks.filter((check) => check.id === id);
      // Not watched, or always skipped, because there is no account: there is no finding.
      if (of.every(({ outcome }) => outcome === 'skipped')) return [];
      const recent = of.filter(({ at }) => at > now - FRESH.journeysMs);
      const { state, runs, failures } = judgeJourney(recent);
      const newest = runs.at(-1);
      const tried = recent.filter(({ outcome }) => outcome !== 'skipped');
      return [
        finding(
          {
            rule: `journey.${id}`,
            topic,
            level: 'critical',
            severity,
            limit: 'the journey passes',
            runbook,
            keepMs: KEEP_FIRING.journeys,
          },
          {
            subject: id,
            state,
            literal: newest === undefined ? 'not-measured' : newest.outcome === 'fail' ? 'broken' : 'holds',
            found: newest === undefined ? null : failures.length,
            // Of an unknown journey those runs that decided nothing.
            n: newest === undefined ? tried.length : runs.length,
            text: () =>
              newest === undefined
                ? undecidedText(tried)
                : failures.length === 0
                  ? 'passed'
                  : `failed in ${failures.length} ${failures.length === 1 ? 'round' : 'rounds'}: ${failures.at(-1)?.message ?? 'no message'}`,
            bound: () => `runs of the last ${showSpan(FRESH.journeysMs)}; a failure is one that a second run confirmed`,
            firstBadMs: failures[0]?.at ?? null,
            lastBadMs: failures.at(-1)?.at ?? null,
          },
        ),
      ];
    }),
};
