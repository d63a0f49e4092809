// Creates the history of a monitored site in seconds. The same seed gives the same history.
import { seededRandom } from '../../common/seeded-random.ts';
import { rememberKept } from '../history/prune.ts';
import type { History } from '../history/store.ts';
import { addIncidents } from './simulated-incidents.ts';
import { MINUTES_MS, TEN_MINUTES_MS, writeRollups } from './simulated-rollups.ts';
import { addRuns } from './simulated-runs.ts';
import { simulatedSamples } from './simulated-samples.ts';
import { SIMULATED_ENDPOINTS, type SimulatedHistory } from './simulated-schedule.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How far back single samples exist, ms. Before that there are only rollups. */
const RAW_MS = 2 * HOUR;

/** Fills an empty history. */
export async function simulateHistory(history: History, of: SimulatedHistory): Promise<void> {
  const random = seededRandom(of.seed);
  const endMs = Math.min(of.nowMs, of.stoppedMs ?? Infinity);
  const startMs = of.nowMs - of.days * DAY;
  const rawMs = Math.max(startMs, Math.floor((endMs - RAW_MS) / (10 * MINUTE)) * 10 * MINUTE);
  await history.change(async (tx) => {
    const site = await history.words.numberOf(tx, history.target);
    for (const [endpoint, baseMs] of SIMULATED_ENDPOINTS) {
      const number = await history.words.numberOf(tx, endpoint);
      await writeRollups(tx, { ...of, site, endpoint: number, baseMs, startMs, endMs: rawMs, random });
    }
    await rememberKept(tx, 'samples', rawMs);
    await rememberKept(tx, 'minutes', Math.floor((rawMs - MINUTES_MS) / MINUTE) * MINUTE);
    await rememberKept(tx, 'ten_minutes', Math.floor((of.nowMs - TEN_MINUTES_MS) / (10 * MINUTE)) * 10 * MINUTE);
  });
  await history.addSamples('simulated', simulatedSamples(of, rawMs, endMs, random));
  await addRuns(history, of, startMs, endMs, random);
  await addIncidents(history, of);
}
