// Ticks of the monitor, one after the other, for the minutes that the workflow gives: GitHub starts scheduled runs late or not at all, so
// one start must last. The history is kept after each tick: a runner that dies costs one.
import type { Plan } from './action-inputs.ts';
import type { Keeper } from './history-keeper.ts';
import { BROKEN_EXIT, outcomeOfCode, type Outcome } from './outcome.ts';
import { addSummary, annotate } from './runner-files.ts';
import { runCommand } from './suite-command.ts';

/** Between two ticks: opening the history, judging, keeping. */
const AROUND_A_TICK_MS = 20_000;

export async function runTicks(plan: Plan, keeper: Keeper, env: NodeJS.ProcessEnv): Promise<Outcome> {
  const until = Date.now() + plan.loopMinutes * 60_000;
  const tickMs = plan.tickSeconds * 1_000;
  const ended: { at: string; code: number; line: string }[] = [];
  let stopped = false;
  const stop = (): void => void (stopped = true);
  process.on('SIGINT', stop).on('SIGTERM', stop);
  try {
    keeper.read();
    do {
      const at = new Date().toISOString();
      const { code, lastLines } = await runCommand('monitor', [...plan.args, '--for', `${plan.tickSeconds}s`], env);
      ended.push({ at, code, line: lastLines.at(-1) ?? '' });
      // Wrong usage stays wrong, and nothing was measured.
      if (code === 4) break;
      // An interrupted tick ends as broken and has still stored what it measured.
      await keeper.keepOwn();
    } while (!stopped && Date.now() + tickMs + AROUND_A_TICK_MS <= until);
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  const outcome = outcomeOfTicks(ended.map(({ code }) => code));
  addSummary(
    [
      `### Monitor of ${plan.target}: ${outcome.summary}`,
      '',
      '| tick | verdict |',
      '| --- | --- |',
      ...ended.map((t) => `| ${t.at} | ${outcomeOfCode('tick', t.code).verdict} |`),
    ].join('\n'),
  );
  if (stopped) annotate('notice', 'monitor', 'stopped before its time; what was measured is kept');
  return outcome;
}

/** One breach or one broken tick is shown; ticks of a history too young to judge are none once a later one could be judged. */
export function outcomeOfTicks(codes: readonly number[]): Outcome {
  const count = (code: number): number => codes.filter((ended) => ended === code).length;
  const code =
    codes.length === 0
      ? BROKEN_EXIT
      : codes.includes(4)
        ? 4
        : count(1) > 0
          ? 1
          : codes.some((ended) => ![0, 2].includes(ended))
            ? BROKEN_EXIT
            : (codes.at(-1) ?? BROKEN_EXIT);
  const counts = [0, 1, 2, 3, 4]
    .filter((c) => count(c) > 0)
    .map((c) => `${count(c)} ${outcomeOfCode('tick', c).verdict}`);
  return { ...outcomeOfCode('monitor', code), summary: `${codes.length} ticks: ${counts.join(', ') || 'none'}` };
}
