// Delivers in the background: each channel has its own rounds, one at a time, so a slow channel delays neither the others nor the process.
import type { Channel } from './channel.ts';
import { deliverThrough, type Delivering, type DeliveryResult } from './deliver.ts';

export class Outbox {
  readonly #rounds = new Map<string, Promise<void>>();
  readonly #again = new Set<string>();
  readonly #failed: (channel: string, error: string) => void;

  /** `failed` is called for each failed delivery and for each round that ended with an error of the history. */
  constructor(failed: (channel: string, error: string) => void) {
    this.#failed = failed;
  }

  /** Starts a round of each idle channel. A busy channel gets another round after its current one. */
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

  /** Resolves when all rounds have ended. They do end: every send has a deadline. */
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
