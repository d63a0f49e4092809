import { plain } from '../formats/console-report.ts';
import { bodyLines, headline, type Channel } from './channel.ts';

/** Prints a notice as indented lines. */
export const stdoutChannel = (print: (line: string) => void = (line) => console.log(line)): Channel => ({
  name: 'stdout',
  send: (notice) => {
    print(headline(notice));
    for (const line of bodyLines(notice)) print(`  ${plain(line)}`);
    return Promise.resolve();
  },
});
