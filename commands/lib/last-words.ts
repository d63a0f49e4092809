// The last output of a child. Its own error message names the cause better than an exit code.

const KEPT_LINES = 12;
/** Error lines of Node, Chrome, glibc and shells. */
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
    // The first one: later errors are mostly consequences.
    if (this.#cause === undefined && CAUSE.test(text)) this.#cause = text.trim();
    this.#kept.push(text);
    if (this.#kept.length > KEPT_LINES) this.#kept.shift();
  }

  /** The line with the cause, otherwise the last line; undefined without output. */
  get cause(): string | undefined {
    return this.#cause ?? this.#kept.at(-1)?.trim();
  }

  /** The last lines, oldest first. */
  get lines(): readonly string[] {
    return this.#kept;
  }
}
