// Texts for people on a terminal or in a log: 80 columns, no control sequences.
import { withoutTerminalCodes } from '../../common/terminal-text.ts';

export const WIDTH = 80;
const LONGEST_WHOLE = 300;

/** External text on a terminal: no control sequences, no line breaks. */
export const plain = (text: string): string =>
  withoutTerminalCodes(text).replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

/** An address or a path: a part of it cannot be opened. A longer one is no address of ours. */
const isWhole = (word: string): boolean => word.includes('/') && word.length <= LONGEST_WHOLE;

/** Breaks a text into lines of at most `width`, at spaces where there are any. Addresses and paths stay whole. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of plain(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
    while (line.length > width && !isWhole(line)) {
      lines.push(line.slice(0, width));
      line = line.slice(width);
    }
  }
  return [...lines, line];
}

/** What a person copies: a command after its name or number. It is never folded. */
const COPIED =
  /^\s*(?:\$ |rerun: |Reproduce: |Acknowledge by command: |\d+\. (?:[a-z]|In the SQL editor: )|(?:npm|npx|curl|gh|vercel) )/;

/** A line of at most `width` columns, or several: the continuation is indented by `hang` more. Commands and addresses stay whole. */
export function folded(line: string, hang = 2, width = WIDTH): string {
  if (line.length <= width || COPIED.test(line)) return line;
  const indent = /^ {0,20}/.exec(line)?.[0] ?? '';
  const [first = '', ...rest] = wrap(line.slice(indent.length), width - indent.length - hang);
  return [indent + first, ...rest.map((text) => `${indent}${' '.repeat(hang)}${text}`)].join('\n');
}
