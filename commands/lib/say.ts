// What a command prints for people. On a terminal lines are folded at 80 columns; in a pipe or a log one finding is one line, for grep.
// COLUMNS folds there, too. The report of a run, --help and mistakes in flags always have 80 columns.
import { folded, WIDTH } from '../../reports/formats/fold-line.ts';

/** Undefined: nothing is folded. */
function widthOf(stream: NodeJS.WriteStream): number | undefined {
  const asked = Number(process.env['COLUMNS']);
  if (Number.isInteger(asked) && asked >= NARROWEST) return asked;
  return stream.isTTY ? WIDTH : undefined;
}
const NARROWEST = 40;

function lines(text: string, stream: NodeJS.WriteStream, hang?: number): string {
  const width = widthOf(stream);
  if (width === undefined) return text;
  return text
    .split('\n')
    .map((line) => folded(line, hang, width))
    .join('\n');
}

/** `hang`: the columns by which a continuation line is indented. */
export const say = (text: string, hang?: number): void => console.log(lines(text, process.stdout, hang));
/** The same, on stderr. */
export const complain = (text: string): void => console.error(lines(text, process.stderr));
