// The door that everything printed goes through. A site's text can hold a secret of ours, and it can hold a line that a GitHub runner
// obeys: `::add-mask::`, `::stop-commands::`, `##[group]`. Neither gets out, whichever module prints.
import { redactText } from './redact-text.ts';

type Write = typeof process.stdout.write;
let known: readonly string[] = [];
let rawWrite: ((text: string) => void) | undefined;

/** What C#'s Trim takes off a line before the runner looks for `::`, and JavaScript's `\s` beside it. */
const BLANK = /^[\s\u0085]*$/;
const LINE_ENDS = /(\r\n|\n|\r|\u2028|\u2029|\u0085)/;

/**
 * The text with every workflow command made harmless: `::` that would begin a line (blanks before it are trimmed by the runner, and a
 * lone CR ends a line) and `##[` anywhere. `before` is what the line holds already.
 */
export function withoutWorkflowCommands(text: string, before = ''): string {
  let line = before;
  return text
    .split(LINE_ENDS)
    .map((part, i) => {
      if (i % 2 === 1) {
        line = '';
        return part;
      }
      const begins = BLANK.test(line);
      line += part;
      const calm = part.replaceAll('##[', '## [');
      return begins ? calm.replace(/^([\s\u0085]*):(?=:)/, '$1: ') : calm;
    })
    .join('');
}

function guard(stream: NodeJS.WriteStream): (text: string) => void {
  const write = stream.write.bind(stream) as Write;
  let line = '';
  const guarded = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const given = typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    const text = withoutWorkflowCommands(redacted(given), line);
    line = (line + given).split(/[\r\n]/).at(-1) ?? '';
    const encodings = rest.filter((one) => typeof one === 'function');
    return write(text, ...(encodings as []));
  };
  stream.write = guarded as Write;
  return (text) => void write(text);
}

const redacted = (text: string): string => redactText(text, known);

/** Puts the door before stdout and stderr of this process, once; `secrets` from then on. */
export function installOutputDoor(secrets: readonly string[]): void {
  addSecrets(secrets);
  if (rawWrite) return;
  rawWrite = guard(process.stdout);
  guard(process.stderr);
}

/** Secrets that are known only later, such as the account of a stand-in. */
export const addSecrets = (secrets: readonly string[]): void => {
  known = [...new Set([...known, ...secrets])];
};

/** Workflow commands of our own, one a line, whose texts reports/formats/escape.ts has escaped. Secrets are redacted all the same. */
export const printWorkflowCommand = (text: string): void =>
  (rawWrite ?? ((raw) => void process.stdout.write(raw)))(redacted(text));
