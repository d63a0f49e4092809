// Judges every rule as of one moment: reads the facts once for all rules, then decides without its own clock.
import { setImmediate as nextLoopTurn } from 'node:timers/promises';
import type { WindowSource } from '../window-source.ts';
import { factsOf, readSamples, readSlow, readStates, type Facts, type JudgeSite, type SlowFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { plainFinding } from './rule.ts';
import { RULES } from './rules/rule-list.ts';

/** Windows of an hour and more, checks and deployments are read again after this time: they change that slowly. */
const SLOW_EVERY_MS = 60_000;
/** How far ahead the end of a maintenance is searched. */
const LONGEST_MS = 86_400_000;

export type Judge = {
  /** Findings of every rule as of `now`, ms since 1970. Throws what the source throws. */
  at(now: number): Promise<Finding[]>;
};

export const judgeFacts = (facts: Facts): Finding[] => RULES.flatMap((rule) => rule.judge(facts));

/** The same, with a turn of the event loop after each rule: all rules together take longer than a probe may be late. */
async function judgeInTurns(facts: Facts): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const rule of RULES) {
    findings.push(...rule.judge(facts));
    await nextLoopTurn();
  }
  return findings;
}

/** One judge for each tick: it caches the slow reads between two judgings. */
export function createJudge(source: WindowSource, site: JudgeSite): Judge {
  let slow: { at: number; facts: SlowFacts } | undefined;
  return {
    at: async (now) => {
      const age = slow === undefined ? Infinity : now - slow.at;
      // A clock that was set back makes the age negative.
      if (slow === undefined || age < 0 || age >= SLOW_EVERY_MS)
        slow = { at: now, facts: await readSlow(source, site, now) };
      const [samples, states] = await Promise.all([readSamples(source, now), readStates(source, now)]);
      const findings = await judgeInTurns(factsOf(site, now, { samples, states, slow: slow.facts }));
      return duringMaintenance(findings, site, now);
    },
  };
}

/** During maintenance nothing is judged; a silenced topic is not judged either. */
export function duringMaintenance(findings: Finding[], { maintenance, silent }: JudgeSite, now: number): Finding[] {
  const span = maintenance?.(now, now + 1)[0];
  const topics = silent?.(now);
  if (span === undefined && (topics === undefined || topics.size === 0)) return findings;
  // Spans are cut to the requested range, so the end of the maintenance is read separately.
  const whole = maintenance?.(now, now + LONGEST_MS)[0];
  return findings.map((f): Finding => {
    const until = span === undefined ? topics?.get(f.topic) : (whole ?? span).toMs;
    if (until === undefined) return f;
    const why = span === undefined ? 'silenced' : `maintenance: ${span.reason},`;
    const bound = `${why} until ${new Date(until).toISOString()}`;
    return { ...plainFinding(f), state: 'unknown', quietUntilMs: until, bound };
  });
}
