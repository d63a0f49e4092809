// The deliveries of a process that goes on with other work: each channel has its own round at a time, and a slow one holds up nobody.
import type { Channel } from './channel.ts';
import { deliverThrough, type Delivering, type DeliveryResult } from './deliver.ts';

export class Outbox {
  readonly #rounds = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #failed: (channel: string, error: string) => void;

  /** `failed` is called for each delivery that failed, and for a round that the history broke off. */
  constructor(failed: (channel: string, error: string) => void) {
    this.#failed = failed;
  }

  /** Starts a round of each channel that has none, and another one after those that have. */
  wake(delivering: Delivering, channels: readonly Channel[]): void {
    for (const channel of channels) {
      if (this.#rounds.has(channel.name)) {
        this.#again.add(channel.name);
        continue;
      }
      const round = this.#round(delivering, channel).finally(() => {
        this.#rounds.delete(channel.name);
        if (this.#again.delete(channel.name)) this.wake(delivering, [channel]);
      });
      this.#rounds.set(channel.name, round);
    }
  }

  /** All rounds have ended. Each has a deadline on every send, and ends with the first receiver that cannot be reached. */
  async settled(): Promise<void> {
    while (this.#rounds.size > 0) await Promise.all(this.#rounds.values());
  }

  async #round(delivering: Delivering, channel: Channel): Promise<void> {
    let results: DeliveryResult[] = [];
    try {
      results = await deliverThrough(delivering, channel);
    } catch (error) {
      this.#failed(channel.name, error instanceof Error ? error.message : String(error));
    }
    for (const { error } of results) if (error !== null) this.#failed(channel.name, error);
  }
}
