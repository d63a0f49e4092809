// What a tick came to: the verdict of its rules, and what of the tool's own trouble must not be hidden behind it.
import { TICK_RULES } from '../../judging.ts';
import { EXIT_CODES, worstVerdict, type VerdictWord } from '../../reports/verdict/exit-codes.ts';
import type { SampleRecorder } from './sample-recorder.ts';
import type { Judged } from './tick-judge.ts';

export type TickOutcome = {
  verdict: VerdictWord;
  exitCode: number;
  /** Why it is not the verdict of the rules alone; undefined where it is. */
  reason: string | undefined;
  /** Rules that fire, without those that only inform. */
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

/** What of the tool's own trouble stands beside the rules' verdict; the precedence is that of every command. */
export function tickOutcome({ judged, counted, interrupted, recorder }: Input): TickOutcome {
  const { probes, unknown } = counted;
  const troubles: { verdict: VerdictWord; reason: string }[] = [];
  if (interrupted) troubles.push({ verdict: 'broken', reason: 'interrupted before its time' });
  // A lock passes and loses nothing; any other trouble of the history wants a person.
  if (recorder.trouble !== undefined && !recorder.isLocked)
    troubles.push({ verdict: 'broken', reason: recorder.trouble });
  if (probes === 0) troubles.push({ verdict: 'inconclusive', reason: 'nothing was measured' });
  else if ((probes - unknown) / probes < TICK_RULES.aboutSiteShare)
    troubles.push({ verdict: 'inconclusive', reason: `${unknown} of ${probes} probes say nothing about the site` });
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
