// The outcome of a tick: the verdict of its rules, and problems of the tool itself that must not be hidden by it.
import { TICK_RULES } from '../../judging.ts';
import { EXIT_CODES, worstVerdict, type VerdictWord } from '../../reports/verdict/exit-codes.ts';
import type { SampleRecorder } from './sample-recorder.ts';
import type { Judged } from './tick-judge.ts';

export type TickOutcome = {
  verdict: VerdictWord;
  exitCode: number;
  /** Why the outcome differs from the verdict of the rules; undefined: it does not. */
  reason: string | undefined;
  /** Firing rules, except those that only inform. */
  failing: string[];
  judged: Judged;
  /** Whether there was any sample at all. */
  measured: boolean;
};

type Input = {
  judged: Judged;
  counted: { probes: number; unknown: number };
  interrupted: boolean;
  recorder: Pick<SampleRecorder, 'trouble' | 'lost' | 'isLocked'>;
};

/** Combines the verdict of the rules with problems of the tool, in the precedence of all commands. */
export function tickOutcome({ judged, counted, interrupted, recorder }: Input): TickOutcome {
  const { probes, unknown } = counted;
  const troubles: { verdict: VerdictWord; reason: string }[] = [];
  if (interrupted) troubles.push({ verdict: 'broken', reason: 'interrupted before its time' });
  // A lock is temporary and loses nothing. Any other problem of the history needs a person.
  if (recorder.trouble !== undefined && !recorder.isLocked)
    troubles.push({ verdict: 'broken', reason: recorder.trouble });
  if (probes === 0) troubles.push({ verdict: 'inconclusive', reason: 'nothing was measured' });
  else if ((probes - unknown) / probes < TICK_RULES.aboutSiteShare)
    troubles.push({ verdict: 'inconclusive', reason: `${unknown} of ${probes} probes are not about the site` });
  const verdict = worstVerdict([judged.verdict, ...troubles.map((trouble) => trouble.verdict)]);
  return {
    verdict,
    exitCode: EXIT_CODES[verdict],
    reason: troubles.find((trouble) => trouble.verdict === verdict)?.reason,
    failing: judged.findings.filter((f) => f.state === 'firing' && f.level !== 'info').map(({ rule }) => rule),
    judged,
    measured: probes > 0,
  };
}
