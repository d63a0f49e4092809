// Reads at intervals what the site reports, and stores it: the states of its dependencies and the live commit.
import { readStates } from '../../checks/api/read-states.ts';
import type { Send } from '../../checks/api/rate-limited-sender.ts';
import type { ResultRecord } from '../../reports/result.ts';
import { statesOf } from '../history/run-rows.ts';
import type { MemorySource } from '../memory-source.ts';
import type { SampleRecorder } from './sample-recorder.ts';

type Options = { target: URL; send: Send; signal: AbortSignal; recorder: SampleRecorder; memory: MemorySource };

export class TickStates {
  /** The commit that was seen last. */
  commit: string | undefined;
  readonly #options: Options;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Never rejects: a state that cannot be read is left out. */
  async read(): Promise<void> {
    const { target, send, signal, recorder, memory } = this.#options;
    const records: ResultRecord[] = [];
    const at = Date.now();
    const seen = await readStates({
      target,
      sink: (record) => void records.push(record),
      rounds: 1,
      signal,
      now: () => new Date(),
      send,
    }).catch(() => undefined);
    if (signal.aborted) return;
    const readings = statesOf(records);
    memory.add([], readings);
    if (readings.length > 0) await recorder.store({ kind: 'states', readings });
    if (seen === undefined || seen === this.commit) return;
    this.commit = seen;
    await recorder.store({ kind: 'deployment', commit: seen, address: target.origin, at, verdict: null });
  }
}
