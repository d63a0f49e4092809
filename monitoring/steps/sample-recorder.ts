// Stores samples in batches of a second: in the history, or in the spool file while the history cannot be written.
import { HistoryError } from '../history/history-error.ts';
import { openHistory, type History, type HistoryOptions } from '../history/store.ts';
import { SpoolFile, type SpoolEntry } from '../history/spool-file.ts';
import { importSpools } from '../history/import-spools.ts';
import type { Sample } from '../sample.ts';

type Pending = SpoolEntry extends infer Entry
  ? Entry extends SpoolEntry
    ? Omit<Entry, 'target' | 'run'>
    : never
  : never;

/** After a failure, opening the history is retried after so many ms, not with each batch. */
const OPEN_AGAIN_MS = 5_000;

export class SampleRecorder {
  readonly run: string;
  readonly #options: HistoryOptions;
  readonly #spool: SpoolFile;
  readonly #say: (line: string) => void;
  readonly #target: string;
  readonly #taken = new Set<string>();
  #history: History | undefined;
  #triedMs = -Infinity;
  #batch: Sample[] = [];
  #last: Promise<unknown> = Promise.resolve();
  /** Printed once for each problem, not with each batch. */
  #trouble: string | undefined;
  #lost: string | undefined;
  #isLocked = false;

  constructor(run: string, options: HistoryOptions, spoolFolder: string, say: (line: string) => void) {
    this.run = run;
    this.#options = options;
    this.#target = new URL(options.target).origin;
    this.#spool = new SpoolFile(spoolFolder);
    this.#say = say;
  }

  /** The open history; undefined while samples go to the spool. */
  get history(): History | undefined {
    return this.#trouble === undefined ? this.#history : undefined;
  }

  /** Why the history is not used at present, one line. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Whether the history is only locked by another run. */
  get isLocked(): boolean {
    return this.#isLocked;
  }

  /** Samples that could not be stored at all, in one line. */
  get lost(): string | undefined {
    return this.#lost;
  }

  /** A probe that our own stop aborted is no sample. */
  add(sample: Sample): void {
    if (sample.class === 'own-abort') return;
    let { at } = sample;
    // Two probes of one endpoint in the same millisecond are two samples.
    while (this.#taken.has(`${at} ${sample.endpoint}`)) at += 1;
    if (this.#taken.size > 5_000) this.#taken.clear();
    this.#taken.add(`${at} ${sample.endpoint}`);
    this.#batch.push({ ...sample, at });
  }

  /** Opens the history if it can, and stores the batch. Never rejects. Resolves with the samples of the batch. */
  flush(): Promise<readonly Sample[]> {
    return this.#inTurn(async () => {
      const samples = this.#batch;
      this.#batch = [];
      await this.#store(samples.length > 0 ? [{ kind: 'samples', samples }] : []);
      return samples;
    });
  }

  /** Stores something else of the run. Never rejects. */
  store(entry: Pending): Promise<void> {
    return this.#inTurn(() => this.#store([entry]));
  }

  /** Deletes what is past its retention. Never rejects: the next tick does it as well. */
  prune(nowMs: number): Promise<void> {
    return this.#inTurn(async () => this.history?.prune(nowMs).catch(() => undefined));
  }

  /** Stores the rest, closes the spool and the history. */
  async close(): Promise<void> {
    await this.flush();
    this.#spool.close();
    await this.#history?.close();
    this.#history = undefined;
  }

  async #store(entries: readonly Pending[]): Promise<void> {
    const whole = entries.map((entry) => ({ ...entry, target: this.#target, run: this.run }) as SpoolEntry);
    try {
      const history = await this.#opened();
      await history.addEntries(whole);
      // Nothing was written, so it is not known whether writing works again.
      if (this.#trouble === undefined || whole.length === 0) return;
      this.#trouble = undefined;
      this.#spool.close();
      this.#say('the history can be written again');
      for (const line of await importSpools(history, this.#spool.folder)) this.#say(line);
    } catch (error) {
      if (error instanceof HistoryError) this.#isLocked = error.trouble === 'locked';
      this.#toSpool(whole, error instanceof Error ? error.message : String(error));
    }
  }

  #toSpool(entries: readonly SpoolEntry[], why: string): void {
    let where = `kept in ${this.#spool.path}`;
    try {
      for (const entry of entries) this.#spool.append(entry);
    } catch (error) {
      where = `lost: ${error instanceof Error ? error.message : String(error)}`;
      this.#lost = `samples of this tick are ${where}`;
    }
    if (this.#trouble === undefined) this.#say(`${why}. The samples are ${where}`);
    this.#trouble = why;
  }

  async #opened(): Promise<History> {
    if (this.#history) return this.#history;
    if (performance.now() - this.#triedMs < OPEN_AGAIN_MS) throw new Error(this.#trouble ?? 'the history is not open');
    this.#triedMs = performance.now();
    this.#history = await openHistory(this.#options);
    if (this.#history.note !== undefined) this.#say(this.#history.note);
    for (const line of await importSpools(this.#history, this.#spool.folder)) this.#say(line);
    return this.#history;
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
