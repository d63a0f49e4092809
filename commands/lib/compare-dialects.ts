// `npm run prove -- --dialects`: the same faults in both markup dialects of the stand-in; their verdict tables must be equal, and each is compared
// with the checks that must turn red, as far as it ran. Writes dialects.json.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { tableDifferences, verdictTable } from '../../proof/dialect-differences.ts';
import { judgeRun, rowText } from '../../proof/proof-matrix.ts';
import { proofSubjects, runsOf } from '../../proof/proof-subjects.ts';
import type { Config } from './config.ts';
import { watchLifetime } from './lifetime.ts';
import { verdictOn, type Markup, type ProofRunner } from './proof-stand-in.ts';
import { openRunFolder } from './run-folder.ts';
import { say } from './say.ts';

type Table = { lines: string[]; notProved: string[] };
type Compared = { fault: string; plain: string[]; react: string[]; differences: string[]; notProved: string[] };

/** The exit code: 0 the same everywhere, 1 something differs, 3 stopped before the end. */
export async function compareDialects({ flags }: Config): Promise<number> {
  const profile = flags.profile ?? 'quick';
  const folder = openRunFolder(new Date());
  const { signal } = watchLifetime(() => folder.close());
  const runner: ProofRunner = { folder, profile, signal };
  const rows: Compared[] = [];
  for (const subject of proofSubjects(flags.fault)) {
    const runs = runsOf(subject, profile, flags.only);
    const isGap = subject.faults.length > 0 && subject.noticedBy.length + subject.warnedBy.length === 0;
    const table = async (markup: Markup): Promise<Table> => {
      const lines: string[] = [];
      const notProved: string[] = [];
      for (const [i, run] of runs.entries()) {
        const end = await verdictOn(subject.faults, run, runner, markup);
        const part = runs.length > 1 ? `part ${String(i + 1)}: ` : '';
        lines.push(
          ...('problem' in end ? [`no verdict: ${end.problem}`] : verdictTable(end.verdict)).map((line) => part + line),
        );
        if ('problem' in end || isGap) continue;
        const row = judgeRun(subject, run.only, end.verdict);
        if (!row.proved) notProved.push(`${markup}: ${rowText(row)}`);
      }
      return { lines, notProved };
    };
    const plain = await table('plain');
    const react = await table('react');
    if (signal.aborted) break;
    const differences = tableDifferences(plain.lines, react.lines);
    const notProved = [...plain.notProved, ...react.notProved];
    rows.push({ fault: subject.id, plain: plain.lines, react: react.lines, differences, notProved });
    const proof = isGap ? 'no check for it yet' : notProved.length === 0 ? 'proved in both' : 'not proved';
    const what = differences.length === 0 ? 'same   ' : 'DIFFERS';
    say(`${what} ${subject.id} (${String(plain.lines.length)} rows, ${proof})`);
    for (const line of [...differences, ...notProved]) say(`  ${line}`);
  }
  writeFileSync(path.join(folder.dir, 'dialects.json'), `${JSON.stringify(rows, null, 2)}\n`);
  const differ = rows.filter(({ differences }) => differences.length > 0).length;
  const file = path.join(path.relative(process.cwd(), folder.dir), 'dialects.json');
  const cells = rows.reduce((sum, { plain }) => sum + plain.length, 0);
  say(`${String(rows.length)} verdict tables, ${String(cells)} rows, ${String(differ)} differ; ${file}`);
  folder.close();
  if (signal.aborted || rows.length === 0) return 3;
  return differ > 0 ? 1 : 0;
}
