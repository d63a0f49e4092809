// A results file as trouble leaves it: each way takes the text of a good one and gives what is left. The cause is one line of the verdict.

export type BrokenFile = {
  name: string;
  broken: string;
  make: (good: string) => string | Buffer;
  code: number;
  cause: RegExp;
};

const lines = (good: string): string[] => good.trimEnd().split('\n');
const joined = (all: readonly string[]): string => `${all.join('\n')}\n`;
const isOf =
  (kind: string) =>
  (line: string): boolean =>
    line.includes(`"kind":"${kind}"`);
const first = (all: readonly string[], kind: string): number => all.findIndex(isOf(kind));
/** One value of the first record of a kind, written as it stands. */
const put =
  (kind: string, key: string, value: string) =>
  (good: string): string =>
    joined(
      lines(good).map((line, i, all) =>
        i === first(all, kind)
          ? line.replace(new RegExp(`"${key}":("[^"]*"|[\\d.]+|\\[[^\\]]*\\])`), `"${key}":${value}`)
          : line,
      ),
    );
const without =
  (kind: string) =>
  (good: string): string => {
    const all = lines(good);
    return joined(all.toSpliced(first(all, kind), 1));
  };
const NOT_JSON = /^results: line \d+ of the results is not JSON$/;
const noRecord = (path: string): RegExp => new RegExp(`^results: line \\d+ of the results is not a record: ${path}`);

export const BROKEN_FILES: readonly BrokenFile[] = [
  { name: 'untouched', broken: 'nothing', make: (good) => good, code: 0, cause: /^$/ },
  { name: 'empty', broken: 'the file has no byte', make: () => '', code: 3, cause: /^results: the results file is empty$/ },
  { name: 'blank lines only', broken: 'a shell emptied it', make: () => '\n\n\n', code: 3, cause: /^results: the results file is empty$/ },
  { name: 'cut in a line', broken: 'killed while it wrote', make: (good) => good.slice(0, -12), code: 3, cause: /^results: the results file is cut off: line \d+ has no end$/ },
  { name: 'cut in the middle', broken: 'half of it was uploaded', make: (good) => good.slice(0, good.length / 2), code: 3, cause: /^results: the results (file is cut off|have no end record)/ },
  { name: 'no end record', broken: 'killed before its end', make: without('end'), code: 3, cause: /^results: the results have no end record: the run did not end$/ },
  { name: 'no run record', broken: 'its first line is lost', make: without('run'), code: 3, cause: /^results: the results have no run record/ },
  { name: 'a check is lost', broken: 'one line is lost', make: without('check'), code: 3, cause: /^results: stage front-door wrote \d+ records, \d+ are in the results$/ },
  { name: 'a probe is lost', broken: 'one line is lost', make: without('http'), code: 3, cause: /^results: stage front-door wrote \d+ records, \d+ are in the results$/ },
  { name: "a stage's end is lost", broken: 'one line is lost', make: without('stage'), code: 3, cause: /^results: the run wrote \d+ records before its end, \d+ are in the results$/ },
  { name: 'a line twice', broken: 'a write was repeated', make: (good) => joined(lines(good).toSpliced(2, 0, lines(good)[1] ?? '')), code: 3, cause: /^results: stage front-door wrote \d+ records/ },
  { name: 'two runs in one file', broken: 'two gates wrote into one folder', make: (good) => good + good, code: 3, cause: /^results: the results hold 2 run records, of more than one run$/ },
  { name: 'a stage ends twice', broken: 'a stage ran again', make: (good) => joined(lines(good).flatMap((line) => (isOf('stage')(line) ? [line, line] : [line]))), code: 3, cause: /^results: stage front-door ended 2 times$/ },
  { name: 'lines after the end', broken: 'a child outlived its run', make: (good) => good + (lines(good)[1] ?? '') + '\n', code: 3, cause: /^results: the results continue after their end record$/ },
  { name: 'the run record last', broken: 'lines were sorted', make: (good) => joined([...lines(good).slice(1), lines(good)[0] ?? '']), code: 3, cause: /^results: the run record is not the first line of the results$/ },
  { name: 'HTML', broken: 'an error page was saved in its place', make: () => '<!doctype html>\n<title>502</title>\n', code: 3, cause: NOT_JSON },
  { name: 'other JSON', broken: "another tool's file", make: () => '{"stats":{"expected":1}}\n', code: 3, cause: noRecord('kind') },
  { name: 'zero bytes', broken: 'a crash of the file system', make: () => Buffer.concat([Buffer.alloc(4_096), Buffer.from('\n')]), code: 3, cause: NOT_JSON },
  { name: 'UTF-16', broken: 'an editor saved it', make: (good) => Buffer.from(`\ufeff${good}`, 'utf16le'), code: 3, cause: /^results: (the results file is cut off|line \d+ of the results is not JSON)/ },
  { name: 'NaN', broken: 'a figure is no number', make: put('check', 'durationMs', 'NaN'), code: 3, cause: NOT_JSON },
  { name: 'null for NaN', broken: "a figure is no number, as JSON writes it", make: put('check', 'durationMs', 'null'), code: 3, cause: noRecord('durationMs') },
  { name: 'Infinity', broken: 'a figure is beyond all numbers', make: put('check', 'durationMs', '1e999'), code: 3, cause: noRecord('durationMs') },
  { name: 'a negative duration', broken: 'the clock went back', make: put('check', 'durationMs', '-5'), code: 3, cause: noRecord('durationMs') },
  { name: 'a time that is none', broken: 'the clock is unset', make: put('check', 'at', '"0000-00-00T00:00:00Z"'), code: 3, cause: noRecord('at') },
  { name: 'an unknown outcome', broken: 'a newer version wrote it', make: put('check', 'outcome', '"passed"'), code: 3, cause: noRecord('outcome') },
  { name: 'an unknown stage', broken: 'a newer version wrote it', make: put('check', 'stage', '"mobile"'), code: 3, cause: noRecord('stage') },
  { name: 'another schema', broken: 'a newer version wrote it', make: put('run', 'schema', '2'), code: 3, cause: noRecord('schema') },
  { name: 'more answers than requests', broken: 'a counter is wrong', make: put('http', 'valid', '7'), code: 3, cause: /^results: GET \S+: more answers than its \d+ requests$/ },
  { name: 'a wrong count of records', broken: 'a line was edited away', make: put('end', 'records', '99'), code: 3, cause: /^results: the run wrote 99 records before its end/ },
  { name: 'no stage and no check', broken: 'nothing was selected', make: (good) => joined([lines(good).find(isOf('run'))?.replace(/"stages":\[[^\]]*\]/, '"stages":[]').replaceAll('"selected":true', '"selected":false') ?? '', (lines(good).at(-1) ?? '').replace(/"records":\d+/, '"records":1')]), code: 2, cause: /no check was selected, so nothing was judged/ },
]; // prettier-ignore
