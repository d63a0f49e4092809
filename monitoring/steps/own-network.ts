// Whether our own network has failed: if the site does not answer, a control address is probed.
import { controlAnswers } from '../../checks/api/control-address.ts';
import { TICK_RULES } from '../../judging.ts';

export type AskControl = (url: URL, timeoutMs: number) => Promise<boolean>;
type Observation = { fromMs: number; toMs: number; answers: boolean };

/** Older observations do not apply to a request that ends now. */
const REMEMBER_MS = 60_000;

export class OwnNetwork {
  readonly #controls: readonly URL[];
  readonly #ask: AskControl;
  readonly #now: () => number;
  #seen: Observation[] = [];
  #asking: { fromMs: number; result: Promise<boolean> } | undefined;

  /** Down: no control address answers. Without control addresses no failure counts as our own network. */
  constructor(controls: readonly URL[], ask: AskControl = controlAnswers, now: () => number = () => performance.now()) {
    this.#controls = controls;
    this.#ask = ask;
    this.#now = now;
  }

  /** Whether our own network was down at any time since `sinceMs`, on the clock of `now`. */
  async wasDown(sinceMs: number): Promise<boolean> {
    if (this.#controls.length === 0) return false;
    if (this.#seen.some(({ toMs, answers }) => !answers && toMs >= sinceMs)) return true;
    return !(await this.#answersNow(sinceMs));
  }

  /** Probes the control addresses during a slow request: the network may be back before the request ends. */
  observe(): void {
    if (this.#controls.length > 0) void this.#answersNow(this.#now() - TICK_RULES.controlAfterMs);
  }

  /** The result of a request since `sinceMs`. Many failures at once share one request. */
  #answersNow(sinceMs: number): Promise<boolean> {
    const fromMs = this.#now();
    if (this.#asking && this.#asking.fromMs >= sinceMs) return this.#asking.result;
    const result = this.#askAll().then((answers) => {
      const toMs = this.#now();
      this.#seen = [...this.#seen.filter((one) => one.toMs > toMs - REMEMBER_MS), { fromMs, toMs, answers }];
      if (this.#asking?.result === result) this.#asking = undefined;
      return answers;
    });
    this.#asking = { fromMs, result };
    return result;
  }

  async #askAll(): Promise<boolean> {
    const answers = await Promise.all(this.#controls.map((url) => this.#ask(url, TICK_RULES.controlDeadlineMs)));
    return answers.includes(true);
  }
}
