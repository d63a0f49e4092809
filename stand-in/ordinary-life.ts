// Normal variation of a healthy site: response times vary, some answers wait for a cold start, and a very few are a 500.
import type { Answer } from './http.ts';
import { seededNumbers } from './seeded-numbers.ts';

/** Half of what the 99.9 % target allows: such a site meets the target. */
const ERROR_SHARE = 0.0005;
const PAUSE_SHARE = 1 / 300;
const PAUSE_MS = { least: 150, most: 900 };
/** The median of the delay before an answer; it is log-normal. */
const MEDIAN_MS = 4;
const SPREAD = 0.8;

export class OrdinaryLife {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seededNumbers(seed);
  }

  /** Waits as long as this answer takes. Returns an answer if this request fails. */
  async before(wait: (ms: number) => Promise<void>): Promise<Answer | undefined> {
    const random = this.#random;
    const isPause = random() < PAUSE_SHARE;
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const pause = PAUSE_MS.least + (PAUSE_MS.most - PAUSE_MS.least) * random();
    await wait(isPause ? pause : MEDIAN_MS * Math.exp(SPREAD * normal));
    if (random() >= ERROR_SHARE) return undefined;
    return { status: 500, body: 'Internal Server Error', headers: { 'Content-Type': 'text/plain' } };
  }
}
