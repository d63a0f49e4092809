// What a command prints for people: lines of at most 80 columns. Tables and JSON for programs (`--json`, `--export`, `--list-faults`,
// `prove --list`) are printed whole.
import { folded } from '../../reports/formats/fold-line.ts';

const lines = (text: string, hang?: number): string =>
  text
    .split('\n')
    .map((line) => folded(line, hang))
    .join('\n');

/** `hang`: the columns by which a continuation line is indented. */
export const say = (text: string, hang?: number): void => console.log(lines(text, hang));
/** The same, on stderr. */
export const complain = (text: string): void => console.error(lines(text));
