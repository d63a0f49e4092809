// What a child said before it ended. Its own words name the cause better than an exit code does.

const KEPT_LINES = 12;
/** Lines that name a cause, as Node, Chrome, glibc and shells write them. */
const CAUSE =
  /\bE[A-Z]{3,}\b(?=[:,)]|$)|\b\w*Error\b|\bFATAL\b|No usable sandbox|cannot open shared object|command not found|out of memory|Killed|panic:/;
const STACK_FRAME = /^\s+at /;
const LONGEST = 300;

export class LastWords {
  readonly #kept: string[] = [];
  #cause: string | undefined;

  add(line: string): void {
    const text = line.trimEnd().slice(0, LONGEST);
    if (text.trim() === '' || STACK_FRAME.test(text)) return;
    // The first one: what follows is mostly its consequence.
    if (this.#cause === undefined && CAUSE.test(text)) this.#cause = text.trim();
    this.#kept.push(text);
    if (this.#kept.length > KEPT_LINES) this.#kept.shift();
  }

  /** The line that names the cause, else the last line; undefined where it said nothing. */
  get cause(): string | undefined {
    return this.#cause ?? this.#kept.at(-1)?.trim();
  }

  /** The last lines, oldest first. */
  get lines(): readonly string[] {
    return this.#kept;
  }
}
