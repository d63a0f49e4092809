// Filters everything that this process prints. A site's text can contain one of our secrets, and a workflow command that a GitHub runner
// executes: `::add-mask::`, `::stop-commands::`, `##[group]`. Both are removed, whichever module prints.
import { redactText } from './redact-text.ts';

type Write = typeof process.stdout.write;
let known: readonly string[] = [];
let rawWrite: ((text: string) => void) | undefined;

/** Characters that C#'s Trim removes before the runner looks for `::`, and JavaScript's `\s`. */
const BLANK = /^[\s\u0085]*$/;
const LINE_ENDS = /(\r\n|\n|\r|\u2028|\u2029|\u0085)/;

/**
 * The text with every workflow command escaped: `::` at the beginning of a line (the runner trims blanks before it, and a
 * single CR ends a line) and `##[` anywhere. `before`: the text that is already in the line.
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

/** Installs the filter on stdout and stderr of this process, once, with `secrets`. */
export function installOutputDoor(secrets: readonly string[]): void {
  addSecrets(secrets);
  if (rawWrite) return;
  rawWrite = guard(process.stdout);
  guard(process.stderr);
}

/** Adds secrets that are known only later, such as the account of a stand-in. */
export const addSecrets = (secrets: readonly string[]): void => {
  known = [...new Set([...known, ...secrets])];
};

/** Prints our own workflow commands, one per line, already escaped by reports/formats/escape.ts. Secrets are redacted, too. */
export const printWorkflowCommand = (text: string): void =>
  (rawWrite ?? ((raw) => void process.stdout.write(raw)))(redacted(text));
