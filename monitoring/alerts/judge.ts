// Judges every rule as of one moment: reads what the rules need, few times and once for all, then decides without a clock of its own.
import type { WindowSource } from '../window-source.ts';
import { factsOf, readSamples, readSlow, readStates, type Facts, type JudgeSite, type SlowFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import { plainFinding } from './rule.ts';
import { RULES } from './rules/index.ts';

/** Windows of an hour and more, checks and deployments are read again after this time: they change that slowly. */
const SLOW_EVERY_MS = 60_000;

export type Judge = {
  /** Findings of every rule as of `now`, ms since 1970. Throws what the source throws. */
  at(now: number): Promise<Finding[]>;
  /** Reads everything again at the next judging: a journey or a gate has just ended. */
  refresh(): void;
};

export const judgeFacts = (facts: Facts): Finding[] => RULES.flatMap((rule) => rule.judge(facts));

/** One judge a tick: it remembers the slow reads between two judgings. */
export function createJudge(source: WindowSource, site: JudgeSite): Judge {
  let slow: { at: number; facts: SlowFacts } | undefined;
  return {
    refresh: () => {
      slow = undefined;
    },
    at: async (now) => {
      const age = slow === undefined ? Infinity : now - slow.at;
      // A clock that was set back makes the age negative.
      if (slow === undefined || age < 0 || age >= SLOW_EVERY_MS)
        slow = { at: now, facts: await readSlow(source, site, now) };
      const [samples, states] = await Promise.all([readSamples(source, now), readStates(source, now)]);
      return duringMaintenance(judgeFacts(factsOf(site, now, { samples, states, slow: slow.facts })), site, now);
    },
  };
}

/** Inside a maintenance nothing is judged: neither good nor bad news. Info stays as it is. */
export function duringMaintenance(findings: Finding[], { maintenance }: JudgeSite, now: number): Finding[] {
  const span = maintenance?.(now, now + 1)[0];
  if (span === undefined) return findings;
  const until = new Date(span.toMs).toISOString();
  return findings.map((f) => ({
    ...plainFinding(f),
    state: 'unknown',
    quietUntilMs: span.toMs,
    bound: `maintenance until ${until}: ${span.reason}`,
  }));
}
