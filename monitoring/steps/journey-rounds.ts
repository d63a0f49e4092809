// Runs the watched journeys in rounds, in parallel with the probes. The next round is due by the history, so that ticks share the rounds.
import { setTimeout as pause } from 'node:timers/promises';
import type { MemorySource } from '../memory-source.ts';
import type { CheckReading } from '../window-source.ts';
import { WATCHED_JOURNEYS } from '../watched-journeys.ts';
import { watchJourneys, type JourneyRun } from './journey-watch.ts';
import type { SampleRecorder } from './sample-recorder.ts';

export type JourneyWatch = Omit<JourneyRun, 'signal'> & { everyMs: number };
type Around = {
  recorder: SampleRecorder;
  memory: MemorySource;
  /** The end of the tick: no round starts after it. */
  over: AbortSignal;
  /** Our own stop: it ends a running round. */
  signal: AbortSignal;
  say: (line: string) => void;
  judgeNow: () => Promise<unknown>;
};

/** Runs until the end of the tick. A started round is finished. Never rejects. */
export async function journeyRounds(watch: JourneyWatch, around: Around): Promise<void> {
  const { over, signal, recorder, memory, say } = around;
  let lastMs = await lastRound(recorder, watch.everyMs);
  while (!over.aborted) {
    // A clock that was set back must not silence the journeys until it is where it was.
    const waitMs = Math.min(watch.everyMs, Math.max(0, lastMs + watch.everyMs - Date.now()));
    await pause(waitMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    lastMs = Date.now();
    const records = await watchJourneys({ run: watch.run, hasAccount: watch.hasAccount, signal });
    if (records.length === 0) continue;
    const readings = records.map(({ id, outcome, failures }): CheckReading => ({
      at: lastMs,
      id,
      outcome,
      message: failures[0]?.message ?? null,
    }));
    memory.add([], [], readings);
    await recorder.store({ kind: 'records', records });
    say(`journeys: ${records.map(({ id, outcome }) => `${id} ${outcome}`).join(', ')}`);
    for (const { id, outcome, failures } of records)
      if (outcome !== 'pass' && failures[0]) say(`  ${id}: ${failures[0].message.split('\n', 1)[0]}`);
    await around.judgeNow();
  }
}

/** When a journey last ended, ms; -Infinity if it is not in the history. */
async function lastRound({ history }: SampleRecorder, everyMs: number): Promise<number> {
  const now = Date.now();
  const ids: readonly string[] = WATCHED_JOURNEYS.map(({ id }) => id);
  const seen = (await history?.checks(now - everyMs, now).catch(() => undefined)) ?? [];
  return seen.filter(({ id }) => ids.includes(id)).reduce((last, { at }) => Math.max(last, at), -Infinity);
}
