// The progress of a running tick: one live line on a terminal, otherwise one line a minute.
import { folded } from '../../reports/formats/fold-line.ts';
import { isAboutSite, type Sample, type SampleClass } from '../sample.ts';

const LINE_EVERY_MS = 60_000;
const LIVE_EVERY_MS = 1_000;

export type Counted = { probes: number; failures: number; unknown: number };

/** Whether a line can be overwritten. */
export const isLive = (env: NodeJS.ProcessEnv, isTerminal = false): boolean => isTerminal && env['TERM'] !== 'dumb';

export class Progress {
  readonly counted: Counted = { probes: 0, failures: 0, unknown: 0 };
  readonly #write: (text: string) => void;
  readonly #isTerminal: boolean;
  readonly #timer: NodeJS.Timeout;
  /** Samples that are not about the site, by class: the reader wants to know whose trouble it is. */
  readonly #unknown = new Map<SampleClass, number>();
  #judged = 'not judged yet';

  constructor(write: (text: string) => void, isTerminal: boolean, everyMs?: number) {
    this.#write = write;
    this.#isTerminal = isTerminal;
    this.#timer = setInterval(() => this.#show(), everyMs ?? (isTerminal ? LIVE_EVERY_MS : LINE_EVERY_MS));
  }

  count(sample: Sample): void {
    this.counted.probes += 1;
    if (!isAboutSite(sample.class)) {
      this.counted.unknown += 1;
      this.#unknown.set(sample.class, (this.#unknown.get(sample.class) ?? 0) + 1);
    } else if (sample.class !== 'valid') this.counted.failures += 1;
  }

  /** How many rules could be judged, and what fires. */
  judged(text: string): void {
    this.#judged = text;
  }

  /** Prints a separate line above the live one. On a terminal it is folded at 80 columns. */
  say(line: string): void {
    this.#write(`${this.#isTerminal ? '\r\u001b[2K' : ''}${this.#isTerminal ? folded(line) : line}\n`);
  }

  stop(): void {
    clearInterval(this.#timer);
    if (this.#isTerminal) this.#write('\r\u001b[2K');
  }

  text(): string {
    const { probes, failures, unknown } = this.counted;
    const classes = [...this.#unknown].map(([name, n]) => `${n} ${name}`).join(', ');
    const notSite = unknown > 0 ? `, ${unknown} not about the site (${classes})` : '';
    return `${new Date().toISOString().slice(11, 19)} ${probes} probes, ${failures} failed${notSite}; ${this.#judged}`;
  }

  #show(): void {
    this.#write(this.#isTerminal ? `\r\u001b[2K${this.text()}` : `${this.text()}\n`);
  }
}
